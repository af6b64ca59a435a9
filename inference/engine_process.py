"""One engine as a process: started under its guard, its log read and kept, ended as a whole."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from inference.engine_command import GRACE, guard_command
from inference.engine_log import EngineFacts, LogReader

__all__ = ["EngineProcess", "RotatingLog"]

MAX_LOG_BYTES = 4 * 1024 * 1024
READ_BYTES = 64 * 1024


class RotatingLog:
    """A log file of bounded size; what was there before goes to `<name>.1`."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = path.open("ab")

    def write(self, piece: bytes) -> None:
        """Appends. A full disk loses the log and not the engine."""
        with contextlib.suppress(OSError):
            if self._file.tell() > MAX_LOG_BYTES:
                self._file.close()
                self._path.replace(self._path.with_name(self._path.name + ".1"))
                self._file = self._path.open("ab")
            self._file.write(piece)
            self._file.flush()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()


class EngineProcess:
    """A running engine. `start` makes one; `stop` leaves nothing of it behind."""

    def __init__(self, process: asyncio.subprocess.Process, log: RotatingLog) -> None:
        self._process = process
        self._log = log
        self._reader = LogReader()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(
        cls, command: Sequence[str], environ: Mapping[str, str], log: Path
    ) -> EngineProcess:
        """Starts an engine; raises OSError when even that is not possible."""
        process = await asyncio.create_subprocess_exec(
            *guard_command(list(command)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=dict(environ),
            start_new_session=True,
        )
        return cls(process, RotatingLog(log))

    @property
    def pid(self) -> int:
        """The guard's process id, which is also that of the engine's process group."""
        return self._process.pid

    @property
    def facts(self) -> EngineFacts:
        """What the log has said so far."""
        return self._reader.facts

    @property
    def returncode(self) -> int | None:
        """The exit status, or None while it runs."""
        return self._process.returncode

    async def wait(self) -> int:
        """The exit status, once it has ended and its last words are read."""
        status = await self._process.wait()
        await self._end()
        return status

    async def stop(self) -> None:
        """Asks it to end, then makes it. Returns when nothing of it runs any more."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GRACE + 5.0):
                    await self._process.wait()
        await self._end()

    async def _end(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2.0):
                await self._reading
        self._log.close()

    async def _read(self) -> None:
        stream = self._process.stdout
        while stream is not None and (piece := await stream.read(READ_BYTES)):
            self._log.write(piece)
            self._reader.feed(piece)
