"""HumanEval's 164 problems: the right programs pass their tests, the empty ones do not.

The data lies beside the checkout and is no part of the project. HumanEval's licence is MIT
(github.com/openai/human-eval).
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "HumanEval.jsonl.gz"

pytestmark = [
    pytest.mark.docker,
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not DATA.exists(), reason="HumanEval is not beside this checkout"),
]


def programs(body: str | None) -> list[tuple[str, str]]:
    """Each problem's program and tests, with its own solution or with another body."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        problems = [json.loads(line) for line in lines]
    return [
        (
            problem["prompt"] + (body or problem["canonical_solution"]),
            f"{problem['test']}\ncheck({problem['entry_point']})\n",
        )
        for problem in problems
    ]


def judge(runs: list[tuple[str, str]], folder: Path) -> Counter[str]:
    """The verdicts of the service that `run_code` uses, on a database of its own."""
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "assistant.settings",
        "OUROBOROS_SANDBOX_POOL": "4",
    }
    for command, said in (
        (["manage.py", "migrate", "-v0"], ""),
        (["-m", "tests.integration.sandbox_batch"], json.dumps(runs)),
    ):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            input=said,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    return Counter(json.loads(done.stdout))


def test_every_canonical_solution_is_ok(tmp_path: Path) -> None:
    verdicts = judge(programs(None), tmp_path)
    print(f"\ncanonical solutions: {dict(verdicts)}")
    assert verdicts == {"ok": 164}


def test_no_solution_that_returns_none_passes(tmp_path: Path) -> None:
    verdicts = judge(programs("    return None\n"), tmp_path)
    print(f"\n`return None`: {dict(verdicts)}")
    assert set(verdicts) <= {"tests_failed", "error"}
    assert verdicts.total() == 164
