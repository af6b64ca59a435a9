"""How long an engine takes to get ready, remembered from start to start.

A member who waits for a model wants to know how long it will be. The best guess is what the same
model took on this machine the last time, kept in one small JSON file.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

__all__ = ["Warmth"]

#: The last start counts this much against what was known; the machine may have been busy.
WEIGHT = 0.6


class Warmth:
    """The typical seconds from start to ready, by model. A lost or spoilt file is an empty one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def typical_seconds(self, model: str) -> float | None:
        """What the model took of late, or None when it was never ready here."""
        return self._read().get(model)

    def record(self, model: str, seconds: float) -> None:
        """Takes note of a start. A file that cannot be written costs only the guess."""
        known = self._read()
        before = known.get(model, seconds)
        known[model] = round(before + WEIGHT * (seconds - before), 1)
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps(known))
            draft.replace(self._path)

    def _read(self) -> dict[str, float]:
        try:
            known = json.loads(self._path.read_text())
        except (OSError, ValueError):
            return {}
        if not isinstance(known, dict):
            return {}
        return {
            str(model): float(seconds)
            for model, seconds in known.items()
            if isinstance(seconds, int | float)
        }
