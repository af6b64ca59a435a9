"""`make run`: from a command to pages, and back to nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from scripts.paths import ROOT
from scripts.ready import is_serving
from tests.running import OWN, READY, Running

pytestmark = [pytest.mark.docker, pytest.mark.redis]

#: A server that is not there: these tests are about everything but the model.
NO_MODEL = "http://127.0.0.1:9"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts `make run` in a var folder of the test's own, and stops what is left of it."""
    with ExitStack() as stack:

        def begin(*, port: int | None = None, **settings: str) -> Running:
            chosen = {"REPLICAS": NO_MODEL, **settings}
            running = Running(tmp_path / "var", port=port, **chosen)
            stack.callback(running.close)
            return running

        yield begin


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One that runs, for the tests that leave it running."""
    running = Running(tmp_path_factory.mktemp("standing") / "var", REPLICAS=NO_MODEL)
    try:
        running.wait_for(READY, seconds=120)
        yield running
    finally:
        running.close()


def processes_of(var: Path) -> dict[int, str]:
    """The command lines of the processes that use this var folder."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            environ = (entry / "environ").read_bytes()
            line = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        # Redis writes its title over its environment; the title names the socket.
        if line and (f"VAR_DIR={var}".encode() in environ or str(var).encode() in line):
            found[int(entry.name)] = line.replace(b"\0", b" ").decode(errors="replace")
    return found


def test_it_serves_signs_in_leaves_nothing_behind_and_is_quick_again(
    start: Callable[..., Running],
) -> None:
    running = start()
    running.wait_for(READY, seconds=120)
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(running.link, timeout=20) as page:
        assert page.status == 200
    started = processes_of(running.var)
    for name in ("redis-server", "uvicorn", "run_generations", "celery", "run_replicas"):
        assert any(name in line for line in started.values()), (name, started)
    deadline = time.monotonic() + 60
    while not running.containers():
        assert time.monotonic() < deadline, "need a container for its end to mean anything"
        time.sleep(0.2)
    running.interrupt()
    assert running.containers() == []
    assert "Stopped everything that was started here" in running.output
    assert "Traceback" not in running.output
    assert processes_of(running.var) == {}
    assert not (running.var / "run" / "redis.sock").exists()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", running.port), timeout=2)
    again = start()
    seconds = again.wait_for(READY, seconds=60)
    print(f"\nThe second start was serving after {seconds:.1f} s.")
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert seconds < 10 * busy, again.output


def test_a_process_that_is_killed_comes_back(standing: Running) -> None:
    (web,) = [pid for pid, line in processes_of(standing.var).items() if "uvicorn" in line]
    os.kill(web, signal.SIGKILL)
    standing.wait_for("web was killed by signal 9", seconds=20)
    deadline = time.monotonic() + 60
    while not is_serving(standing.port):
        assert time.monotonic() < deadline, standing.output + standing.logs()
        time.sleep(0.2)


def test_a_second_one_from_the_same_folder_is_refused(standing: Running) -> None:
    second = Running(standing.var, REPLICAS=NO_MODEL)
    assert second.process.wait(60) != 0
    second.close()
    assert "Ouroboros already runs from this folder" in second.output
    assert f"port {standing.port}" in second.output
    assert standing.process.poll() is None


def test_other_commands_find_the_redis_that_runs(standing: Running) -> None:
    program = "from django.conf import settings; print(settings.REDIS_URL)"
    shown = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", program],
        cwd=ROOT,
        env={**{k: v for k, v in os.environ.items() if k not in OWN}, "VAR_DIR": str(standing.var)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert shown.stdout.strip() == f"unix://{standing.var}/run/redis.sock?db=0"


def test_a_taken_port_is_one_sentence_and_leaves_nothing_running(
    start: Callable[..., Running],
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        running = start(port=other.getsockname()[1])
        assert running.process.wait(60) != 0
        running.interrupt()
    lines = [line for line in running.output.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, running.output
    assert "cannot be used" in lines[0]
    assert "PORT=" in lines[0]
    assert processes_of(running.var) == {}


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (
            {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"},
            "The database could not be brought up to date",
        ),
        (
            {"DOCKER_HOST": "tcp://127.0.0.1:9"},
            "No Docker engine answers at DOCKER_HOST=tcp://127.0.0.1:9",
        ),
        ({"REPLICAS": "no-such-model@8100"}, "The replica 'no-such-model@8100' cannot be started"),
    ],
)
def test_what_cannot_start_is_said_with_the_reason_and_leaves_nothing_running(
    start: Callable[..., Running], settings: dict[str, str], why: str
) -> None:
    running = start(**settings)
    assert running.process.wait(120) != 0
    running.interrupt()
    assert why in running.output
    assert "Traceback" not in running.output
    assert processes_of(running.var) == {}
