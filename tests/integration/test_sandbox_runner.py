"""The runner as it is really run: a Celery worker, Redis, Docker, and deaths of each."""

from __future__ import annotations

import os
import signal
import sqlite3
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
        self.workers: list[subprocess.Popen[bytes]] = []

    def start_worker(self) -> subprocess.Popen[bytes]:
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "assistant", "worker"]
                + [
                    "-Q",
                    "runs",
                    "-P",
                    "threads",
                    "-c",
                    "2",
                    "--without-gossip",
                    "--without-mingle",
                ],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.workers.append(worker)
        return worker

    def django(self, code: str) -> str:
        """Say something in Django, as the web process would."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return done.stdout.strip()

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


def test_a_stop_reaches_the_runner_at_once(stack: Stack) -> None:
    stack.start_worker()
    run = stack.submit(LONG)
    stack.wait(run, is_running)
    time.sleep(1)
    took = stack.django(
        "import time\n"
        "from sandbox.models import Run\n"
        "from sandbox.services import request_stop\n"
        "began = time.monotonic()\n"
        f"request_stop(['{run}'])\n"
        f"while Run.objects.get(pk='{run}').status != 'done': time.sleep(0.005)\n"
        "print(time.monotonic() - began)"
    )
    print(f"\nfrom the request to the stored verdict: {float(took) * 1000:.0f} ms")
    assert stack.row(run)["verdict"] == "stopped"
    assert float(took) < 1.0


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
