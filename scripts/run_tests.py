"""`make test`: installs what the tests need and runs all of them; the last line is pytest's.

The services that tests use are theirs: they start Redis, PostgreSQL and vLLM themselves (see
`tests/services.py`). Docker's engine is started here where none runs, and stopped at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from scripts import install
from scripts.console import duration, say
from scripts.environment import read_env_file
from scripts.paths import ROOT, VENV_BIN

__all__ = ["main"]

#: In order: what fails quickly comes first.
CHECKS = (
    ("lint", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("types", ["mypy", "-p", "assistant", "-p", "inference", "-p", "sandbox", "-p", "scripts"]),
    ("import rules", ["lint-imports", "--no-cache"]),
    ("tests", ["python", "-m", "pytest", "--durations", "15", "tests/unit", "tests/integration"]),
    # By themselves: Playwright keeps an event loop running, beside which no other can be run.
    ("browser tests", ["python", "-m", "pytest", "--durations", "15", "tests/e2e"]),
)


def main() -> int:
    """Everything. The status of the first check that fails, or 0."""
    engine = install.everything({**read_env_file(), **os.environ}, dev=True)
    try:
        for name, (program, *words) in CHECKS:
            began = time.monotonic()
            say(f"· {name}")
            status = subprocess.run(
                [VENV_BIN / program, *words], cwd=ROOT, env=_environ(), check=False
            ).returncode
            if status != 0:
                say(
                    f"✗ {name} failed after {duration(time.monotonic() - began)}", stream=sys.stderr
                )
                return status
    finally:
        engine.stop()
    return 0


def _environ() -> dict[str, str]:
    """The environment of the checks: nothing of a member's own settings reaches the tests."""
    settings = ("DATABASE_URL", "REDIS_URL", "REPLICAS", "SECRET_KEY", "DEBUG", "VAR_DIR", "PORT")
    kept = {name: value for name, value in os.environ.items() if name not in settings}
    return {**kept, "PATH": f"{VENV_BIN}{os.pathsep}{kept.get('PATH', os.defpath)}"}


if __name__ == "__main__":
    sys.exit(install.guarded(main))
