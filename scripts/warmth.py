"""Says how far the model servers are, until all of them answer."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

from scripts import ready
from scripts.console import duration, printable

__all__ = ["show_warmth", "state_of"]

#: Seconds between two questions, and between two lines where the terminal cannot be redrawn.
POLL = 1.0
QUIET = 15.0


async def show_warmth(port: int, say: Callable[[str], None]) -> None:
    """Return when /readyz says that the replicas are ready."""
    began = time.monotonic()
    told = began
    tty = sys.stdout.isatty()
    while True:
        done, words = state_of(await asyncio.to_thread(ready.health, port))
        elapsed = time.monotonic() - began
        if done:
            say(f"{_clear(tty)}✓ The model is ready ({duration(elapsed)} after the pages).")
            return
        if tty:
            sys.stdout.write(f"{_clear(tty)}… {words}, {duration(round(elapsed))}")
            sys.stdout.flush()
        elif time.monotonic() - told >= QUIET:
            told = time.monotonic()
            say(f"  {words}, {duration(round(elapsed))}")
        await asyncio.sleep(POLL)


def state_of(health: dict[str, Any]) -> tuple[bool, str]:
    """Whether the replicas are ready, and in words how they are, from what /readyz answered."""
    parts = health.get("parts")
    said = parts.get("replicas") if isinstance(parts, dict) else None
    words = printable(str(said or "The model is warming up")).rstrip(".")
    return said == "ok", words


def _clear(tty: bool) -> str:
    return "\r\x1b[2K" if tty else ""
