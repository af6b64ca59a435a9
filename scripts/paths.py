"""Where things lie in a checkout."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = [
    "ENGINE",
    "LOCKS",
    "LOGS",
    "ROOT",
    "RUN",
    "STAMPS",
    "VAR",
    "VENV",
    "VENV_BIN",
    "make_folders",
]

ROOT = Path(__file__).resolve().parent.parent
#: Everything that Ouroboros writes while it runs: database, logs, sockets, secret key.
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
LOGS = VAR / "log"
RUN = VAR / "run"
#: What of the checkout was made from what; the same for every var folder.
STAMPS = ROOT / "var" / "stamps"
#: The web's Python environment, and the engine's.
VENV = ROOT / ".venv"
VENV_BIN = VENV / "bin"
ENGINE = ROOT / ".venv-engine"
LOCKS = ROOT / "locks"


def make_folders() -> None:
    """Make the folders for what runs, closed to other users of the machine."""
    VAR.mkdir(parents=True, exist_ok=True)
    for folder in (LOGS, RUN, STAMPS):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
