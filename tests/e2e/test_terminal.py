"""`manage.py ask` and `run_code` from a second terminal, beside a running Ouroboros."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.paths import ROOT
from tests.e2e.stack import Stack
from tests.e2e.test_main_job import SNAKE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]


def test_ask_does_the_whole_job_and_prints_a_json_object_a_line(stack: Stack) -> None:
    done = stack.manage("ask", SNAKE, "--json")
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events[-1]["type"] == "end"
    assert events[-1]["verdict"] == "ok"
    text = "".join(event["text"] for event in events if event["type"] == "delta")
    assert "```python" in text


def test_ask_without_a_run_only_writes(stack: Stack, tmp_path: Path) -> None:
    done = stack.manage("ask", SNAKE, "--no-run")
    assert done.returncode == 0, done.stderr
    assert "import pygame" in done.stdout
    assert "attempt" not in done.stdout.splitlines()[-1]


def test_ask_says_in_one_sentence_what_it_cannot_do(stack: Stack) -> None:
    for words, said in (
        (["ask", ""], "The message is empty"),
        (["ask", "x" * 50_000], "at most 32000"),
        (["ask", "hi", "--model", "gpt"], "not served here"),
        (["ask", "hi", "--repairs", "9"], "from 0 to 5"),
        (["ask", "뱀 " * 10_000], "do not fit"),
    ):
        done = stack.manage(*words)
        assert done.returncode == 2, (words[:1], done.stdout[-500:], done.stderr)
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_ask_without_a_running_ouroboros_says_how_to_start_it(tmp_path: Path) -> None:
    environ = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "REDIS_URL": "redis://127.0.0.1:9/0",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "ask", "hi"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "make run" in done.stderr
    assert "Traceback" not in done.stderr


def test_run_code_prints_the_run_as_json(stack: Stack, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("print('hi')\nopen('a.txt', 'w').write('x')\n1/0\n")
    done = stack.manage("run_code", str(program), "--json")
    assert done.returncode == 1, done.stderr
    run = json.loads(done.stdout)
    assert (run["verdict"], run["stdout"]) == ("error", "hi\n")
    assert (run["error"]["type"], run["error"]["line"]) == ("ZeroDivisionError", 3)
    assert [artifact["name"] for artifact in run["artifacts"]] == ["a.txt"]
    assert set(run) >= {"exit_code", "duration_ms", "stderr"}
