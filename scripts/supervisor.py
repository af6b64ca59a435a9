"""Keeps processes running: starts them, restarts with back-off, logs, and stops them in order.

honcho and its like end everything when one process ends; here a crashed runner must not take the
pages down. Each process leads a session of its own, so that Ctrl-C reaches the supervisor alone and
the supervisor says who stops when.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.console import duration, printable
from scripts.logfile import LogFile
from scripts.parent import die_with_parent
from scripts.paths import LOGS, ROOT
from scripts.process_tree import descendants, kill_left

__all__ = ["Process", "Supervisor"]

#: Seconds before the first restart, and at most before any; a process that stood this long is well.
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
STEADY = 30.0
#: Seconds that the reading of a stopped process's last words may take.
CLOSING = 3.0
#: The longest line kept, in bytes; the rest of it is a line of its own.
LONGEST_LINE = 64 * 1024

Say = Callable[[str], None]


@dataclass
class Process:
    """One supervised process. `grace` is how long it may take to stop, in seconds."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    grace: float = 10.0
    restarts: int = 0
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=8))
    handle: asyncio.subprocess.Process | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


class Supervisor:
    """Runs processes until told to stop. `say` takes what a person should read."""

    def __init__(self, say: Say, *, verbose: bool = False, logs: Path = LOGS) -> None:
        self._say = say
        self._verbose = verbose
        self._logs = logs
        self._keepers: dict[str, asyncio.Task[None]] = {}
        self.processes: dict[str, Process] = {}

    def start(self, process: Process) -> None:
        """Start a process and keep it running."""
        self.processes[process.name] = process
        self._keepers[process.name] = asyncio.create_task(self._keep(process))

    async def stop(self, names: Sequence[str]) -> None:
        """Stop these, all at the same time, and whatever they started."""
        await asyncio.gather(*(self._stop(self.processes[name]) for name in names))

    async def stop_all(self, *, last: Sequence[str] = ()) -> None:
        """Stop everything; those in `last` after the others."""
        await self.stop([name for name in self.processes if name not in last])
        await self.stop([name for name in self.processes if name in last])

    async def _keep(self, process: Process) -> None:
        log = LogFile(self._logs / f"{process.name}.log")
        wait = FIRST_WAIT
        try:
            while not process.stopping.is_set():
                began = time.monotonic()
                ending = await self._run_once(process, log)
                if process.stopping.is_set():
                    return
                stood = time.monotonic() - began
                wait = FIRST_WAIT if stood > STEADY else wait
                process.restarts += 1
                self._say(
                    f"{process.name} {ending} after {duration(stood)}; starting it again in "
                    f"{duration(wait)}. Its log: {log.path}{_last_words(process)}"
                )
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.stopping.wait(), wait)
                wait = min(wait * 2, LONGEST_WAIT)
        finally:
            log.close()

    async def _run_once(self, process: Process, log: LogFile) -> str:
        """Run the process to its end and say how it ended."""
        log.write(f"--- {time.strftime('%F %T')} {' '.join(process.command)}\n".encode())
        try:
            handle = await asyncio.create_subprocess_exec(
                *process.command,
                cwd=ROOT,
                env=dict(process.env),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                limit=LONGEST_LINE,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        except OSError as error:
            return f"could not be started ({error.strerror})"
        process.handle = handle
        if process.stopping.is_set():
            _signal_group(handle.pid, signal.SIGKILL)
        assert handle.stdout is not None
        while line := await _line(handle.stdout):
            log.write(line)
            text = printable(line.decode(errors="replace"))
            process.last_lines.append(text)
            if self._verbose:
                self._say(f"{process.name:>9} | {text}")
        status = await handle.wait()
        return f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"

    async def _stop(self, process: Process) -> None:
        keeper = self._keepers.pop(process.name)
        process.stopping.set()
        handle = process.handle
        if handle is not None and handle.returncode is None:
            below = descendants(handle.pid)
            # The keeper goes on reading meanwhile, so that a full pipe does not hold it up.
            _signal_group(handle.pid, signal.SIGTERM)
            try:
                await asyncio.wait_for(handle.wait(), process.grace)
            except TimeoutError:
                below += descendants(handle.pid)
            _signal_group(handle.pid, signal.SIGKILL)
            kill_left(below)
        _, unfinished = await asyncio.wait({keeper}, timeout=CLOSING)
        if unfinished:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        del self.processes[process.name]


def _last_words(process: Process) -> str:
    return f"\n    {process.last_lines[-1]}" if process.last_lines else ""


async def _line(stream: asyncio.StreamReader) -> bytes:
    """The next line; a part of it when it is longer than the buffer."""
    try:
        return await stream.readuntil(b"\n")
    except asyncio.IncompleteReadError as error:
        return error.partial
    except asyncio.LimitOverrunError as error:
        return await stream.read(max(error.consumed, 1))


def _signal_group(pid: int, sign: signal.Signals) -> None:
    try:
        os.killpg(pid, sign)
    except ProcessLookupError:
        return
