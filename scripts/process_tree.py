"""The processes below one of ours, so that none stays when it is stopped.

A process may put its own children in sessions of their own (vLLM does): the kernel's process group
does not hold them, the tree under /proc does.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Seen", "descendants", "kill_left"]


@dataclass(frozen=True)
class Seen:
    """A process, told from a later one of the same number by when it began (in clock ticks)."""

    pid: int
    began: int


def descendants(pid: int) -> list[Seen]:
    """All processes below this one, as they are now."""
    children: dict[int, list[Seen]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (facts := _facts(int(entry.name))) is not None:
            parent, began = facts
            children.setdefault(parent, []).append(Seen(int(entry.name), began))
    found: list[Seen] = []
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += [seen.pid for seen in below]
    return found


def kill_left(seen: list[Seen]) -> list[int]:
    """Kill those that still run, and say which they were."""
    left = []
    for process in seen:
        facts = _facts(process.pid)
        if facts is None or facts[1] != process.began:
            continue
        try:
            os.kill(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        left.append(process.pid)
    return left


def _facts(pid: int) -> tuple[int, int] | None:
    """The parent's number and the start time, or None when the process is gone or a zombie."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    # The name in brackets may hold spaces and brackets: count from the last one.
    fields = text.rpartition(")")[2].split()
    return None if fields[0] == "Z" else (int(fields[1]), int(fields[19]))
