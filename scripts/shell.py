"""Running other programs: their output goes to a log, their last line to the progress."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.console import Step, printable
from scripts.paths import LOGS, ROOT

__all__ = ["CommandError", "answers", "output", "run"]

#: `Step 3/9`, `[3/9]` or `12%` in a program's output says how far it is.
COUNTED = re.compile(r"(?:Step |\[)\s*(\d+)/(\d+)")
PERCENT = re.compile(r"\b(\d{1,3})%")


class CommandError(Exception):
    """A program ended with an error; `tail` is the end of what it said."""

    def __init__(self, command: Sequence[str], status: int, tail: str) -> None:
        self.command = list(command)
        self.status = status
        self.tail = tail
        super().__init__(f"{command[0]} ended with status {status}: {tail}")


def run(
    command: Sequence[str | Path],
    *,
    step: Step | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    log: str = "setup.log",
    stdin: int = subprocess.DEVNULL,
) -> None:
    """Run a program to its end, in a session of its own so that Ctrl-C reaches it in order.

    Raises CommandError when it ends with an error or cannot be started.
    """
    words = [str(word) for word in command]
    tail: deque[str] = deque(maxlen=12)
    with (LOGS / log).open("a", encoding="utf-8") as file:
        file.write(f"$ {' '.join(words)}\n")
        file.flush()
        try:
            process = subprocess.Popen(
                words,
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
            )
        except OSError as error:
            raise CommandError(words, 127, str(error)) from error
        assert process.stdout is not None
        with process.stdout as lines:
            try:
                for line in lines:
                    file.write(line)
                    if text := printable(line):
                        tail.append(text)
                        if step is not None:
                            step.at(text, share=share_of(text))
                status = process.wait()
            except BaseException:
                _end(process)
                raise
    if status != 0:
        raise CommandError(words, status, " ".join(tail)[-700:])


def share_of(line: str) -> float | None:
    """How far a program says that it is, between 0 and 1, or None when it does not say."""
    if found := COUNTED.search(line):
        return int(found[1]) / max(int(found[2]), 1)
    if found := PERCENT.search(line):
        return min(int(found[1]), 100) / 100
    return None


def output(
    command: Sequence[str | Path],
    *,
    seconds: float = 20,
    env: Mapping[str, str] | None = None,
) -> str | None:
    """What a quick program prints, or None when it fails or cannot be started."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def answers(command: Sequence[str | Path], *, seconds: float = 20) -> bool:
    """Whether a quick program ends well."""
    return output(command, seconds=seconds) is not None


def _end(process: subprocess.Popen[str]) -> None:
    """Stop a program that is no longer wanted, and whatever it started."""
    for sign, patience in ((signal.SIGTERM, 20), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, sign)
            process.wait(patience)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
        return
