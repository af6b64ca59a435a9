"""`make lock`: locks the dependencies anew.

The lock files name no host: a team behind a mirror installs from its own index.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scripts import python_env
from scripts.console import Step
from scripts.errors import SetupError
from scripts.install import guarded
from scripts.paths import LOCKS, ROOT, make_folders
from scripts.shell import CommandError, run

__all__ = ["main"]

_OPTIONS = (
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
    "--python-version",
    "3.11",
)


def main() -> int:
    """Lock the web's packages, what its tests need, and the front end's."""
    make_folders()
    compile_lock: list[str | Path] = [
        python_env.uv(),
        "pip",
        "compile",
        *_OPTIONS,
        "pyproject.toml",
    ]
    with Step("Lock the dependencies", usually=20) as step:
        try:
            run([*compile_lock, "-o", LOCKS / "app.txt"], step=step)
            run([*compile_lock, "--group", "dev", "-o", LOCKS / "dev.txt"], step=step)
            run(["npm", "install", "--package-lock-only"], step=step, cwd=ROOT)
        except CommandError as error:
            raise SetupError(f"The dependencies could not be locked: {error.tail}") from error
    return 0


if __name__ == "__main__":
    sys.exit(guarded(main))
