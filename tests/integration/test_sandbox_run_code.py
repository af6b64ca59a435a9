"""`manage.py run_code` prints the run as JSON and says by its exit code whose fault it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.docker, pytest.mark.timeout(200)]


class CommandLine:
    """The command as somebody types it, on a database of the test's own, without a Redis."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "REDIS_URL": f"unix://{folder}/nothing.sock?db=0",
            "DJANGO_SETTINGS_MODULE": "assistant.settings",
        }
        assert self.manage("migrate", "-v0").returncode == 0

    def manage(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**self.environment, **changes},
            capture_output=True,
            text=True,
            check=False,
        )

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def run_code(self, code: str, *words: str, **changes: str) -> tuple[int, dict[str, Any]]:
        done = self.manage("run_code", self.file("code.py", code), "--json", *words, **changes)
        assert done.stdout.count("\n") == 1, done.stderr
        return done.returncode, json.loads(done.stdout)


@pytest.fixture(scope="module")
def command_line(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return CommandLine(tmp_path_factory.mktemp("run-code"))


def test_a_program_that_works_is_printed_whole_and_exits_with_0(
    command_line: CommandLine, tmp_path: Path
) -> None:
    stdin = command_line.file("in.txt", "안녕\n")
    folder = tmp_path / "artifacts"
    status, run = command_line.run_code(
        "open('copy.txt', 'w').write(line := input()); print(line)",
        *("--stdin", stdin, "--artifacts", str(folder)),
    )
    assert status == 0
    assert list(run) == [
        "verdict",
        "reason",
        "exit_code",
        "duration_ms",
        "stdout",
        "stderr",
        "truncated",
        "error",
        "artifacts",
    ]
    assert (run["verdict"], run["exit_code"], run["stdout"]) == ("ok", 0, "안녕\n")
    assert run["error"] is None
    assert [artifact["name"] for artifact in run["artifacts"]] == ["copy.txt"]
    assert [path.name for path in folder.iterdir()] == ["01-copy.txt"]
    assert (folder / "01-copy.txt").read_text(encoding="utf-8") == "안녕"


def test_a_program_that_fails_exits_with_1_and_says_where(command_line: CommandLine) -> None:
    status, run = command_line.run_code("def half(n):\n    return n / 0\nhalf(4)\n")
    assert status == 1
    assert run["verdict"] == "error"
    assert run["error"] == {
        "type": "ZeroDivisionError",
        "message": "division by zero",
        "line": 2,
        "function": "half",
        "source": "return n / 0",
        "values": {"n": "4"},
    }


def test_tests_that_fail_are_the_programs_fault(command_line: CommandLine) -> None:
    tests = command_line.file("tests.py", "assert double(2) == 4\n")
    status, run = command_line.run_code("def double(n): return n", "--tests", tests)
    assert (status, run["verdict"]) == (1, "tests_failed")


def test_a_sandbox_that_is_not_there_exits_with_2_and_says_why(command_line: CommandLine) -> None:
    status, run = command_line.run_code("print(1)", DOCKER_HOST="unix:///nowhere.sock")
    assert (status, run["verdict"]) == (2, "internal_error")
    assert "Docker does not answer" in run["reason"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run_code", "/nowhere/at/all.py"], "cannot be read"),
        (["run_code", __file__, "--wall-seconds", "0"], "more than 0"),
        (["run_code", sys.executable], "is not UTF-8 text"),
    ],
)
def test_what_cannot_be_run_is_a_sentence_and_exits_with_2(
    command_line: CommandLine, words: list[str], said: str
) -> None:
    done = command_line.manage(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
