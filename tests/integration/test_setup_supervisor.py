"""The supervisor, on real processes."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.paths import ROOT
from scripts.process_tree import Seen, descendants, kill_left
from scripts.supervisor import Process, Supervisor

PATIENCE = 10.0


def shell(name: str, text: str, *, grace: float = 5.0) -> Process:
    """A process that a shell runs."""
    return Process(name, ["sh", "-c", text], dict(os.environ), grace=grace)


async def until(fact: object, what: str) -> None:
    """Wait until a condition holds."""
    assert callable(fact)
    deadline = time.monotonic() + PATIENCE
    while not fact():
        assert time.monotonic() < deadline, f"not in time: {what}"
        await asyncio.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def test_a_process_that_ends_is_started_again_with_a_growing_wait(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append, logs=tmp_path)
    process = shell("web", "echo port is taken; exit 7")
    supervisor.start(process)
    await until(lambda: len(said) >= 2, "two restarts")
    await supervisor.stop_all()
    assert "web ended with status 7" in said[0]
    assert "again in 0.5 s" in said[0]
    assert "port is taken" in said[0]
    assert "again in 1 s" in said[1]
    assert (tmp_path / "web.log").read_text().count("port is taken\n") == process.restarts


async def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append, logs=tmp_path)
    process = shell("generator", "echo here; exec sleep 60")
    supervisor.start(process)
    await until(lambda: process.last_lines, "the first start")
    assert process.handle is not None
    first = process.handle.pid
    os.kill(first, signal.SIGKILL)
    await until(lambda: process.handle and process.handle.pid != first, "the second start")
    await supervisor.stop_all()
    assert "was killed by signal 9" in said[0]
    assert not is_alive(process.handle.pid)


async def test_stopping_leaves_nothing_of_a_process_that_hides_its_children(
    tmp_path: Path,
) -> None:
    supervisor = Supervisor(lambda _: None, logs=tmp_path)
    process = shell("replicas", "trap '' TERM; setsid sleep 61 & sleep 62 & echo up; wait", grace=1)
    supervisor.start(process)
    await until(lambda: "up" in process.last_lines, "its children")
    assert process.handle is not None
    children = [seen.pid for seen in descendants(process.handle.pid)]
    assert len(children) == 2, "need children that outlive a signal for this test to mean anything"
    began = time.monotonic()
    await supervisor.stop_all()
    assert time.monotonic() - began < 4
    await until(lambda: not any(map(is_alive, children)), "the children's end")
    assert not supervisor.processes


async def test_those_named_last_stop_after_the_others(tmp_path: Path) -> None:
    order = tmp_path / "order"
    supervisor = Supervisor(lambda _: None, logs=tmp_path)
    text = f"trap 'sleep $D; echo $N >> {order}; exit' TERM; echo up; while :; do sleep 0.05; done"
    redis = Process("redis", ["sh", "-c", text], {**os.environ, "N": "redis", "D": "0"})
    web = Process("web", ["sh", "-c", text], {**os.environ, "N": "web", "D": "0.4"})
    for process in (redis, web):
        supervisor.start(process)
    await until(lambda: redis.last_lines and web.last_lines, "both")
    await supervisor.stop_all(last=["redis"])
    assert order.read_text().split() == ["web", "redis"]


async def test_stopping_while_it_waits_to_restart_does_not_start_it(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append, logs=tmp_path)
    process = shell("web", "exit 1")
    supervisor.start(process)
    await until(lambda: said, "the first end")
    await supervisor.stop_all()
    starts = (tmp_path / "web.log").read_text().count("---")
    await asyncio.sleep(0.8)
    assert (tmp_path / "web.log").read_text().count("---") == starts


async def test_a_line_longer_than_the_buffer_does_not_end_the_reading(tmp_path: Path) -> None:
    supervisor = Supervisor(lambda _: None, logs=tmp_path)
    process = shell("web", "head -c 300000 /dev/zero | tr '\\0' x; echo; echo end; exec sleep 60")
    supervisor.start(process)
    await until(lambda: "end" in process.last_lines, "the line after")
    await supervisor.stop_all()
    assert (tmp_path / "web.log").stat().st_size > 300_000


def test_processes_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    """SIGKILL leaves it no time to stop anything: the kernel does."""
    program = (
        "import asyncio, os\n"
        "from pathlib import Path\n"
        "from scripts.supervisor import Process, Supervisor\n"
        "async def main():\n"
        f"    supervisor = Supervisor(print, logs=Path({str(tmp_path)!r}))\n"
        "    process = Process('web', ['sh', '-c', 'echo up; exec sleep 63'], dict(os.environ))\n"
        "    supervisor.start(process)\n"
        "    while not process.last_lines:\n"
        "        await asyncio.sleep(0.02)\n"
        "    print(process.handle.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=-1) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
        parent.wait(5)
    deadline = time.monotonic() + PATIENCE
    while is_alive(child):
        assert time.monotonic() < deadline, "the child outlived its parent"
        time.sleep(0.02)


def test_a_number_used_again_by_another_process_is_left_alone() -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        try:
            assert kill_left([Seen(other.pid, began=1)]) == []
            assert other.poll() is None
        finally:
            other.kill()


@pytest.mark.redis
def test_the_tests_redis_answers_and_is_empty() -> None:
    import redis
    from django.conf import settings

    with redis.Redis.from_url(settings.REDIS_URL) as client:
        assert client.dbsize() == 0
        client.set("something", "left")
