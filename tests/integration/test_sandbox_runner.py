"""The runner as it is really run: a Celery worker, Redis, Docker, and deaths of each."""

from __future__ import annotations

import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docker
import pytest
import redis

from tests.services import Server

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
MARK = f"stop-{os.getpid()}"[:15]
MARKED = f"open('/proc/self/comm', 'w').write({MARK!r})\nwhile True: pass"
LONG = "print('running', flush=True)\nwhile True: pass"
# It waits for a run that will never come back until it has been killed once: its first run writes
# nothing that the second could see, so the time tells them apart.
SLOW = "import time; print('running', flush=True); time.sleep(6); print('whole')"
WORKER = ["-Q", "runs", "-P", "threads", "-c", "2", "--without-gossip", "--without-mingle"]

pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(400)]


class Stack:
    """A database, a Redis and a runner of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.owner = f"test-{os.getpid()}-{time.monotonic_ns()}"
        self.url = f"unix://{folder}/redis.sock?db=0"
        self.environment = {
            **os.environ,
            "VAR_DIR": str(folder),
            "REDIS_URL": self.url,
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "OUROBOROS_SANDBOX_OWNER": self.owner,
            "DJANGO_SETTINGS_MODULE": "assistant.settings",
        }
        command = ["redis-server", "--port", "0", "--unixsocket", f"{folder}/redis.sock"]
        self.redis = Server(
            self.url,
            [*command, "--save", "", "--dir", str(folder)],
            folder / "redis.log",
            answers,
        )
        self.freed_at = 0.0
        self.workers: list[subprocess.Popen[bytes]] = []

    def start_worker(self) -> subprocess.Popen[bytes]:
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "assistant", "worker", *WORKER],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.workers.append(worker)
        return worker

    def django(self, code: str, gone: Path | None = None) -> str:
        """Say something in Django, as the web process would; note when the path is gone."""
        with subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            deadline = time.monotonic() + PATIENCE
            while gone is not None and gone.exists() and time.monotonic() < deadline:
                time.sleep(0.002)
            self.freed_at = time.monotonic()
            said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        return said.strip()

    def submit(self, code: str, *, enqueue: bool = True) -> str:
        return self.django(
            "from sandbox.services import create_run, enqueue_run\n"
            f"run = create_run(code={code!r})\n"
            f"{'enqueue_run(run)' if enqueue else ''}\n"
            "print(run.pk.hex)"
        )

    def row(self, run: str) -> dict[str, Any]:
        database = sqlite3.connect(f"file:{self.folder}/db.sqlite3?mode=ro", uri=True, timeout=20)
        try:
            database.row_factory = sqlite3.Row
            found = database.execute("SELECT * FROM sandbox_run WHERE id = ?", [run]).fetchone()
            return dict(found)
        finally:
            database.close()

    def wait(self, run: str, what: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while not what(row := self.row(run)):
            if time.monotonic() > deadline:
                log = (self.folder / "worker.log").read_text()[-3000:]
                pytest.fail(f"still {row['status']} {row['verdict']}\n{log}")
            time.sleep(0.05)
        return row

    def containers(self) -> int:
        client = docker.from_env()
        try:
            return len(
                client.containers.list(
                    all=True, filters={"label": f"ouroboros.sandbox={self.owner}"}
                )
            )
        finally:
            client.close()


def answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def wait_for_process(name: str) -> Path:
    """The folder under /proc of the process of that name; the engine must run on this machine."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for path in Path("/proc").glob("[0-9]*/comm"):
            try:
                if path.read_text().strip() == name:
                    return path.parent
            except OSError:
                continue
        time.sleep(0.05)
    pytest.fail(f"no process called {name}")


def is_running(row: dict[str, Any]) -> bool:
    return bool(row["status"] == "running")


def is_done(row: dict[str, Any]) -> bool:
    return bool(row["status"] == "done")


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    stack = Stack(tmp_path)
    stack.redis.start()
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=ROOT,
        env=stack.environment,
        check=True,
        timeout=PATIENCE,
    )
    yield stack
    for worker in stack.workers:
        if worker.poll() is None:
            worker.terminate()
            worker.wait(PATIENCE)
    stack.redis.stop()


def test_a_run_goes_through_celery_and_leaves_no_container(stack: Stack) -> None:
    worker = stack.start_worker()
    run = stack.submit("print('through the queue')")
    row = stack.wait(run, is_done)
    assert (row["verdict"], row["stdout"]) == ("ok", "through the queue\n")
    worker.terminate()
    assert worker.wait(30) == 0
    assert stack.containers() == 0


def test_a_stop_kills_the_container_within_a_quarter_of_a_second(stack: Stack) -> None:
    stack.start_worker()
    took = []
    for _ in range(3):
        run = stack.submit(MARKED)
        stack.wait(run, is_running)
        program = wait_for_process(MARK)
        asked = float(
            stack.django(
                "import time, uuid\n"
                "from sandbox.services import request_stop\n"
                "print(time.monotonic(), flush=True)\n"
                f"request_stop([uuid.UUID('{run}')])\n",
                gone=program,
            )
        )
        took.append(stack.freed_at - asked)
        assert stack.wait(run, is_done)["verdict"] == "stopped"
    print(f"\nfrom the request to the dead program: {[f'{s * 1000:.0f} ms' for s in took]}")
    # The best of them is what the product takes; the rest is what else the machine was doing.
    assert min(took) < 0.25, took
    assert statistics.median(took) < 1.0, took


def test_a_killed_runner_costs_one_start_and_two_cost_the_run(stack: Stack) -> None:
    first = stack.start_worker()
    once, twice = stack.submit(SLOW), stack.submit(LONG)
    stack.wait(once, is_running)
    stack.wait(twice, is_running)
    first.send_signal(signal.SIGKILL)
    first.wait()
    began = time.monotonic()
    second = stack.start_worker()
    row = stack.wait(once, is_done)
    print(f"\ndone again {time.monotonic() - began:.1f} s after the new runner was started")
    assert (row["verdict"], row["deaths"], row["stdout"]) == ("ok", 1, "running\nwhole\n")
    stack.wait(twice, lambda row: is_running(row) and row["deaths"] == 1)
    second.send_signal(signal.SIGKILL)
    second.wait()
    third = stack.start_worker()
    row = stack.wait(twice, is_done)
    assert (row["verdict"], row["deaths"]) == ("internal_error", 1)
    third.terminate()
    third.wait(30)
    assert stack.containers() == 0, "a runner's orphans must be reaped by the next"


def test_a_task_that_redis_forgot_is_found_by_its_row(stack: Stack) -> None:
    run = stack.submit("print('not forgotten')", enqueue=False)
    stack.start_worker()
    assert stack.wait(run, is_done)["stdout"] == "not forgotten\n"


def test_a_shutdown_is_quick_and_gives_its_runs_back(stack: Stack) -> None:
    worker = stack.start_worker()
    run = stack.submit(LONG)
    stack.wait(run, is_running)
    began = time.monotonic()
    worker.terminate()
    assert worker.wait(30) == 0
    print(f"\nshut down after {time.monotonic() - began:.1f} s")
    row = stack.row(run)
    assert (row["status"], row["deaths"]) == ("queued", 0)
    assert stack.containers() == 0
