"""A line now and then on what a long step has come to, for those who wait."""

from __future__ import annotations

import sys

__all__ = ["progress"]

OFTEN = 20


def progress(what: str, step: int, steps: int, figure: str) -> None:
    """Every `OFTEN` steps and after the last, say how far it is."""
    if (step + 1) % OFTEN == 0 or step + 1 == steps:
        sys.stderr.write(f"{what} {step + 1}/{steps}  {figure}\n")
        sys.stderr.flush()
