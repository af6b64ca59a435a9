"""Progress on the terminal: what is being done, for how long, and how far it is.

On a terminal the line of a step is redrawn in place; elsewhere (a log, CI) a step prints a line
when it begins, one every `QUIET` seconds, and one when it ends.
"""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TextIO

__all__ = ["Step", "say"]

#: Seconds between two redrawings on a terminal, and between two lines elsewhere.
REDRAW = 0.5
QUIET = 20.0
WIDTH = 100


def say(text: str, *, stream: TextIO | None = None) -> None:
    """Print one line at once."""
    print(text, file=stream or sys.stdout, flush=True)


def printable(text: str) -> str:
    """The text on one line, without control characters: programs' output is shown with it."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


class Step:
    """A step that takes a while, as a context manager.

    `usually` is how long it takes on a small machine, in seconds. Whoever does the work calls `at`
    with a word about where it is, or with a share between 0 and 1, or both.
    """

    def __init__(self, what: str, *, usually: float, out: TextIO | None = None) -> None:
        self.what = what
        self.usually = usually
        self._out = out or sys.stdout
        self._tty = self._out.isatty()
        self._began = 0.0
        self._where = ""
        self._share: float | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)

    def at(self, where: str = "", *, share: float | None = None) -> None:
        """Say how far the step is."""
        self._where = printable(where)
        if share is not None:
            self._share = min(max(share, 0.0), 1.0)

    def __enter__(self) -> Step:
        self._began = time.monotonic()
        if not self._tty:
            self._print(f"· {self.what} (usually {duration(self.usually)})")
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()
        mark, word = ("✓", "") if error is None else ("✗", ", not finished")
        self._print(f"{mark} {self.what}{word}, {duration(self.elapsed())}")

    def elapsed(self) -> float:
        """Seconds since the step began."""
        return time.monotonic() - self._began

    def line(self) -> str:
        """How far the step is, in words."""
        parts = [f"{duration(self.elapsed())} of about {duration(self.usually)}"]
        if self._share is not None:
            parts.append(f"{self._share:.0%}")
        if self._where:
            parts.append(self._where)
        return f"{self.what}: {' · '.join(parts)}"

    def _tick(self) -> None:
        while not self._done.wait(REDRAW if self._tty else QUIET):
            if self._tty:
                self._out.write(f"\r\x1b[2K… {self.line()[:WIDTH]}")
                self._out.flush()
            else:
                self._print(f"  {self.line()}")

    def _print(self, text: str) -> None:
        clear = "\r\x1b[2K" if self._tty else ""
        self._out.write(f"{clear}{text}\n")
        self._out.flush()


def duration(seconds: float) -> str:
    """Seconds as a person says them: `0.4 s`, `38 s`, `2 min 5 s`."""
    if seconds < 10:
        return f"{seconds:.1f} s" if seconds % 1 else f"{seconds:.0f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"
