"""The launcher and its guard, with fake engines in real processes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from inference.addresses import LocalEngine
from inference.catalog import entry_named
from inference.engine_command import GUARD
from inference.launcher import EngineStatus, Launcher, LauncherOptions
from scripts.ports import free_port

FAKE_ENGINE = Path(__file__).resolve().parents[1] / "fakes" / "engine.py"


def script(path: Path, text: str) -> Path:
    """A program that stands where the engine's interpreter would."""
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    (tmp_path / "checkpoint").mkdir()
    (tmp_path / "checkpoint" / "config.json").write_text("{}")
    return tmp_path / "checkpoint"


@pytest.fixture
def options(tmp_path: Path) -> LauncherOptions:
    python = script(tmp_path / "python", f'#!/bin/sh\nexec {sys.executable} {FAKE_ENGINE} "$@"\n')
    return LauncherOptions(
        python=python,
        kind="cpu",
        log_dir=tmp_path / "log",
        warmth=tmp_path / "warmth.json",
        poll=0.05,
        watch=0.05,
        silence=1.0,
        first_pause=0.05,
        longest_pause=0.2,
    )


def engine_at(port: int, checkpoint: Path) -> LocalEngine:
    entry = replace(entry_named("demo"), source=str(checkpoint), memory_gib=0.01)
    return LocalEngine(entry, port)


class Watched:
    """A launcher that runs, and every state that it has told."""

    def __init__(self, engines: Sequence[LocalEngine], options: LauncherOptions) -> None:
        self.told: list[EngineStatus] = []
        self.stopping = asyncio.Event()
        self.launcher = Launcher(engines, options, self._on_change)

    def _on_change(self, statuses: Sequence[EngineStatus]) -> None:
        self.told.extend(statuses)

    def states(self) -> list[str]:
        """The states in their order, each change once."""
        states = [status.state for status in self.told]
        return [state for n, state in enumerate(states) if n == 0 or states[n - 1] != state]

    async def until(self, condition: Callable[[EngineStatus], bool]) -> EngineStatus:
        deadline = time.monotonic() + 30
        while not condition(self.launcher.status()[0]):
            assert time.monotonic() < deadline, self.told[-3:]
            await asyncio.sleep(0.02)
        return self.launcher.status()[0]


@contextlib.asynccontextmanager
async def launched(
    engines: Sequence[LocalEngine], options: LauncherOptions
) -> AsyncIterator[Watched]:
    watched = Watched(engines, options)
    running = asyncio.create_task(watched.launcher.run(watched.stopping))
    try:
        yield watched
    finally:
        watched.stopping.set()
        await running


def group_is_empty(group: int) -> bool:
    """Whether no process of a group runs any more; the dead that nobody reaped do not count."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                return False
    return True


def child_of(pid: int) -> int:
    """The only child of a process."""
    (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)


async def test_an_engine_gets_ready_says_what_it_chose_and_leaves_nothing_behind(
    checkpoint: Path, options: LauncherOptions
) -> None:
    engine = engine_at(free_port(), checkpoint)
    async with launched([engine], options) as watched:
        status = await watched.until(lambda now: now.state == "ready")
        assert (status.mla, status.moe) == ("CPU_MLA", "FakeExperts")
        assert status.url == engine.url
        assert status.pid is not None
        group = status.pid
        assert not group_is_empty(group)
        assert status.typical_seconds is not None
    assert group_is_empty(group)
    assert watched.states() == ["warming", "ready", "stopped"]
    log = (options.log_dir / f"replica-demo-{engine.port}.log").read_text()
    assert "Using CPU_MLA backend" in log


async def test_an_engine_killed_by_sigkill_is_started_again(
    checkpoint: Path, options: LauncherOptions
) -> None:
    async with launched([engine_at(free_port(), checkpoint)], options) as watched:
        first = await watched.until(lambda now: now.state == "ready")
        assert first.pid is not None
        os.kill(child_of(first.pid), signal.SIGKILL)
        await watched.until(lambda now: now.state == "restarting")
        second = await watched.until(lambda now: now.state == "ready")
        assert second.pid != first.pid
        assert second.restarts == 1
    told = next(status for status in watched.told if status.state == "restarting")
    assert told.reason == "The engine was killed by signal 9."
    assert (told.mla, told.pid) == ("", None)


async def test_an_engine_whose_guard_is_killed_does_not_live_on(
    checkpoint: Path, options: LauncherOptions
) -> None:
    async with launched([engine_at(free_port(), checkpoint)], options) as watched:
        first = await watched.until(lambda now: now.state == "ready")
        assert first.pid is not None
        os.kill(first.pid, signal.SIGKILL)
        await watched.until(lambda now: now.restarts == 1 and now.state == "ready")
        assert group_is_empty(first.pid)


async def test_an_engine_that_keeps_failing_is_said_to_fail_with_its_own_reason(
    checkpoint: Path, options: LauncherOptions, tmp_path: Path
) -> None:
    text = "#!/bin/sh\necho 'ValueError: the latent must be 512'\nexit 3\n"
    failing = replace(options, python=script(tmp_path / "failing", text))
    async with launched([engine_at(free_port(), checkpoint)], failing) as watched:
        status = await watched.until(lambda now: now.state == "failed")
        assert status.reason == "The engine stopped: ValueError: the latent must be 512"
        assert status.restarts == 3
        await watched.until(lambda now: now.restarts > 3)


async def test_a_missing_checkpoint_is_waited_for(
    checkpoint: Path, options: LauncherOptions
) -> None:
    config = checkpoint / "config.json"
    config.rename(checkpoint / "later.json")
    async with launched([engine_at(free_port(), checkpoint)], options) as watched:
        status = await watched.until(lambda now: now.state == "failed")
        assert "checkpoint of demo is missing" in status.reason
        (checkpoint / "later.json").rename(config)
        await watched.until(lambda now: now.state == "ready")


async def test_an_engine_that_hangs_is_replaced(checkpoint: Path, options: LauncherOptions) -> None:
    async with launched([engine_at(free_port(), checkpoint)], options) as watched:
        first = await watched.until(lambda now: now.state == "ready")
        assert first.pid is not None
        os.kill(child_of(first.pid), signal.SIGSTOP)
        await watched.until(lambda now: now.restarts == 1)
    reasons = [status.reason for status in watched.told if status.state == "restarting"]
    assert reasons[0] == "The engine did not answer for 1 s."


PARENT = """
import subprocess, sys
guard = subprocess.Popen([sys.executable, "-I", "-S", {guard!r}, "1.0", *{command!r}],
                         start_new_session=True)
print(guard.pid, flush=True)
guard.wait()
"""
FAMILY = """
import os, subprocess, sys, time
for session in (False, True):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)", {mark!r}],
                     start_new_session=session)
signal = __import__("signal")
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(300)
"""


def alive_with(mark: str) -> int:
    """How many processes have this mark in their command line."""
    count = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            count += mark.encode() in (folder / "cmdline").read_bytes()
    return count


@pytest.mark.parametrize("victim", ["launcher", "engine", "asked"])
def test_the_guard_takes_the_whole_family_down(victim: str, tmp_path: Path) -> None:
    mark = f"family-{os.getpid()}-{time.monotonic_ns()}"
    command = [sys.executable, "-c", FAMILY.format(mark=mark), mark]
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(guard=str(GUARD), command=command)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    try:
        guard = int(parent.stdout.readline())
        assert parent.stdout.readline() == "up\n"
        # The guard's and the parent's own command lines hold the mark as well.
        wait_for(lambda: alive_with(mark) == 5)
        if victim == "launcher":
            parent.kill()
        elif victim == "asked":
            os.kill(guard, signal.SIGTERM)
        else:
            os.kill(child_of(guard), signal.SIGKILL)
        wait_for(lambda: alive_with(mark) == 0)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_guard_ends_with_the_engines_own_status() -> None:
    for text, status in (("exit 7", 7), ("kill -9 $$", 137)):
        command = [sys.executable, "-I", "-S", str(GUARD), "1", "/bin/sh", "-c", text]
        assert subprocess.run(command, check=False, timeout=20).returncode == status
