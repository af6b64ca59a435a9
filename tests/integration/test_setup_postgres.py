"""The quick tests once more, on a real PostgreSQL in place of SQLite."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from scripts.paths import ROOT
from tests.services import Server

#: What is about the database, and not about other real parts that PostgreSQL does not change.
CHOICE = "not (docker or vllm or browser or slow or postgres)"
#: What the tests' settings of this process must not hand on: the other one makes its own.
OWN = ("VAR_DIR", "REDIS_URL", "DATABASE_URL")


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_quick_tests_pass_on_postgresql(postgres_server: Server) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in OWN}
    # The database goes with its server: dropping it fails while a thread still holds a connection.
    command = [sys.executable, "-m", "pytest", "-q", "--reuse-db", "-m", CHOICE]
    done = subprocess.run(
        [*command, "tests/unit", "tests/integration"],
        cwd=ROOT,
        env={**environ, "DATABASE_URL": postgres_server.url},
        capture_output=True,
        text=True,
        timeout=850,
        check=False,
    )
    said = done.stdout[-6000:] + done.stderr[-2000:]
    assert done.returncode == 0, said
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed, said
    assert int(passed[1]) > 100, "need many tests for this one to mean anything"


@pytest.mark.postgres
def test_migrations_apply_to_postgresql_and_leave_nothing_to_make(postgres_server: Server) -> None:
    environ = {**os.environ, "DATABASE_URL": postgres_server.url}
    for command in (["migrate", "--no-input"], ["makemigrations", "--check", "--dry-run"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
