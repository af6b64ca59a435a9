"""Starts the vLLM servers that are asked for, watches them, and starts them again when they die.

Each engine has a task of its own that goes round one loop: see whether it can start at all, start
it, wait until it answers, ask it for one token (a checkpoint of a wrong shape loads and fails only
then), watch it, and after its end wait a little longer each time. On a CPU they get ready one after
the other, since loading takes the whole machine and the first is wanted soon.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import aiohttp

from inference.addresses import LocalEngine
from inference.engine_command import command, environment, threads_for
from inference.engine_process import EngineProcess
from inference.preflight import why_not
from inference.warmth import Warmth

__all__ = ["EngineState", "EngineStatus", "Launcher", "LauncherOptions"]

logger = logging.getLogger(__name__)

EngineState = Literal["starting", "warming", "ready", "restarting", "failed", "stopped"]


@dataclass(frozen=True)
class LauncherOptions:
    """Where things are and how patient the launcher is; times are in seconds.

    `python` is the interpreter of the engine's environment, `kind` what that was built for.
    `silence` is how long a ready engine may leave its health unanswered before it is replaced.
    """

    python: Path
    kind: Literal["cpu", "cuda"]
    log_dir: Path
    warmth: Path
    poll: float = 0.5
    watch: float = 2.0
    silence: float = 60.0
    first_pause: float = 1.0
    longest_pause: float = 60.0
    steady: float = 60.0
    failures_before_failed: int = 3


@dataclass(frozen=True)
class EngineStatus:
    """An engine at one moment.

    `since` is the Unix time at which the state began; `warming_seconds` counts from the start of
    the process until it is ready. `mla` and `moe` name the implementations that the engine chose.
    """

    model: str
    url: str
    state: EngineState = "starting"
    reason: str = ""
    mla: str = ""
    moe: str = ""
    pid: int | None = None
    since: float = field(default_factory=time.time)
    warming_seconds: float | None = None
    typical_seconds: float | None = None
    restarts: int = 0


OnChange = Callable[[Sequence[EngineStatus]], None]


class Launcher:
    """Keeps a list of engines running until `run` is told to stop."""

    def __init__(
        self, engines: Sequence[LocalEngine], options: LauncherOptions, on_change: OnChange
    ) -> None:
        self._options = options
        self._on_change = on_change
        self._loading = asyncio.Semaphore(1 if options.kind == "cpu" else len(engines) or 1)
        threads = threads_for(os.cpu_count() or 1, len(engines))
        warmth = Warmth(options.warmth)
        self._watchers = [
            _Watcher(engine, options, threads, warmth, self._loading, self._changed)
            for engine in engines
        ]

    def status(self) -> list[EngineStatus]:
        """Every engine now, in the order of the list."""
        return [watcher.now() for watcher in self._watchers]

    async def run(self, stopping: asyncio.Event) -> None:
        """Keeps the engines going; when `stopping` is set, ends them all and returns."""
        tasks = [asyncio.create_task(watcher.run()) for watcher in self._watchers]
        end = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait([end, *tasks], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (end, *tasks):
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    def _changed(self) -> None:
        self._on_change(self.status())


class _Watcher:
    """The one loop around one engine."""

    def __init__(
        self,
        engine: LocalEngine,
        options: LauncherOptions,
        threads: int,
        warmth: Warmth,
        loading: asyncio.Semaphore,
        changed: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._options = options
        self._threads = threads
        self._warmth = warmth
        self._loading = loading
        self._changed = changed
        self._started = time.monotonic()
        self._failures = 0
        self._status = EngineStatus(
            model=engine.entry.name,
            url=engine.url,
            typical_seconds=warmth.typical_seconds(engine.entry.name),
        )

    def now(self) -> EngineStatus:
        if self._status.state != "warming":
            return self._status
        return replace(self._status, warming_seconds=round(time.monotonic() - self._started, 1))

    async def run(self) -> None:
        pause = self._options.first_pause
        try:
            while True:
                began = time.monotonic()
                why = why_not(self._engine, self._options.python, self._options.kind)
                if why:
                    self._set("failed", why)
                else:
                    why = await self._one_life()
                    self._note_end(why, time.monotonic() - began)
                if time.monotonic() - began > self._options.steady:
                    pause = self._options.first_pause
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._options.longest_pause)
        finally:
            self._set("stopped")

    def _note_end(self, why: str, lived: float) -> None:
        was_ready = self._status.state == "ready"
        self._failures = 0 if was_ready and lived > self._options.steady else self._failures + 1
        gave_up = self._failures >= self._options.failures_before_failed
        self._status = replace(self._status, restarts=self._status.restarts + 1)
        self._set("failed" if gave_up else "restarting", why)
        logger.warning("%s on %s: %s", self._engine.entry.name, self._engine.url, why)

    async def _one_life(self) -> str:
        """Starts the engine and watches it to its end; says why it ended."""
        options = self._options
        environ = environment(self._engine, options.python, options.kind, self._threads, os.environ)
        name = f"replica-{self._engine.entry.name}-{self._engine.port}.log"
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(self._loading)
            self._started = time.monotonic()
            try:
                process = await EngineProcess.start(
                    command(self._engine, options.python), environ, options.log_dir / name
                )
            except OSError as error:
                return f"The engine could not be started: {error}."
            try:
                self._status = replace(self._status, pid=process.pid)
                self._set("warming")
                async with aiohttp.ClientSession() as session:
                    why = await self._until_ready(process, session)
                    if why:
                        return why
                    await stack.aclose()
                    self._announce_ready(process)
                    return await self._until_end(process, session)
            finally:
                await asyncio.shield(process.stop())

    async def _until_ready(self, process: EngineProcess, session: aiohttp.ClientSession) -> str:
        entry = self._engine.entry
        patience = 600.0 + 20.0 * entry.memory_gib
        while time.monotonic() - self._started < patience:
            await asyncio.sleep(self._options.poll)
            if process.returncode is not None:
                return await _last_words(process)
            self._learn(process)
            if await self._is_healthy(session, 5.0):
                return await self._first_token(session)
            self._changed()
        return f"The engine was not ready after {patience:.0f} s; its log says why."

    async def _first_token(self, session: aiohttp.ClientSession) -> str:
        body = {
            "model": self._engine.entry.name,
            "messages": [{"role": "user", "content": "1"}],
            "max_tokens": 1,
        }
        url = f"{self._engine.url}/v1/chat/completions"
        limit = aiohttp.ClientTimeout(total=300)
        try:
            async with session.post(url, json=body, timeout=limit) as answer:
                if answer.status == 200:
                    return ""
                return f"The engine started and failed at its first request ({answer.status})."
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"The engine started and did not answer its first request: {error!r}."

    def _announce_ready(self, process: EngineProcess) -> None:
        self._learn(process)
        process.facts.error = ""  # whatever it was, the engine got over it
        seconds = time.monotonic() - self._started
        self._warmth.record(self._engine.entry.name, seconds)
        typical = self._warmth.typical_seconds(self._engine.entry.name)
        self._status = replace(self._status, typical_seconds=typical)
        self._set("ready")
        logger.info(
            "%s is ready on %s after %.0f s: MLA by %s, mixture of experts by %s.",
            self._engine.entry.name,
            self._engine.url,
            seconds,
            self._status.mla or "an implementation that its log does not name",
            self._status.moe or "an implementation that its log does not name",
        )

    async def _until_end(self, process: EngineProcess, session: aiohttp.ClientSession) -> str:
        answered = time.monotonic()
        ended = asyncio.create_task(process.wait())
        try:
            while not ended.done():
                await asyncio.wait([ended], timeout=self._options.watch)
                if ended.done():
                    break
                if await self._is_healthy(session, min(10.0, self._options.silence)):
                    answered = time.monotonic()
                elif time.monotonic() - answered > self._options.silence:
                    return f"The engine did not answer for {self._options.silence:.0f} s."
        finally:
            ended.cancel()
        return await _last_words(process)

    async def _is_healthy(self, session: aiohttp.ClientSession, limit: float) -> bool:
        try:
            timeout = aiohttp.ClientTimeout(total=limit)
            async with session.get(f"{self._engine.url}/health", timeout=timeout) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    def _learn(self, process: EngineProcess) -> None:
        facts = process.facts
        moe = facts.moe if facts.moe_tuned or not facts.moe else f"{facts.moe} (default tiles)"
        self._become(replace(self._status, mla=facts.mla, moe=moe))

    def _set(self, state: EngineState, reason: str = "") -> None:
        """Changes state; what the engine chose is forgotten when it is gone."""
        alive = state in ("warming", "ready")
        self._become(
            replace(
                self._status,
                state=state,
                reason=reason,
                pid=self._status.pid if alive else None,
                mla=self._status.mla if alive else "",
                moe=self._status.moe if alive else "",
            )
        )

    def _become(self, status: EngineStatus) -> None:
        before = self._status
        if (status.state, status.reason) != (before.state, before.reason):
            status = replace(status, since=time.time())
        self._status = status
        if status != before:
            self._changed()


async def _last_words(process: EngineProcess) -> str:
    """Why an engine ended by itself, from its exit status and its log."""
    status = await process.wait()
    if status > 128:
        return f"The engine was killed by signal {status - 128}."
    if process.facts.error:
        return f"The engine stopped: {process.facts.error[:300]}"
    return f"The engine stopped with status {status}; its log says why."
