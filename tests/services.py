"""Real servers for tests: Redis and PostgreSQL, the tests' own, on addresses nobody else uses.

A server is started when the first test asks for it and stopped at the end. A test that kills one
starts it again with `start()`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from scripts.ports import free_port

#: The longest that a server may take until it answers, and until it has stopped, in seconds.
PATIENCE = 20.0


class Server:
    """A server process of the tests. `url` is its address, the same after every start."""

    def __init__(
        self, url: str, command: list[str], log: Path, answers: Callable[[str], bool]
    ) -> None:
        self.url = url
        self._command = command
        self._log = log
        self._answers = answers
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers(self.url):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                pytest.fail(f"{self._command[0]} does not answer:\n{self._log.read_text()[-2000:]}")
            time.sleep(0.02)

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, or kill it with SIGKILL, and wait until it has gone."""
        if self._process is None:
            return
        self._process.send_signal(sign)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(PATIENCE)
        self._process = None


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Server]:
    """A Redis at the address of the tests' settings."""
    from django.conf import settings

    path = Path(settings.REDIS_URL.removeprefix("unix://").partition("?")[0])
    command = ["redis-server", "--port", "0", "--unixsocket", str(path), "--save", ""]
    server = Server(
        settings.REDIS_URL,
        [*command, "--appendonly", "no", "--dir", str(path.parent)],
        path.with_suffix(".log"),
        _redis_answers,
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture
def empty_redis(redis_server: Server) -> Server:
    """The same, holding nothing. Tests marked `redis` have it without asking."""
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL with one role, `postgres`, and no password, on a port of its own."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.fail("PostgreSQL's server is not installed: run `apt-get install postgresql`.")
    folder = Path(tempfile.mkdtemp(prefix="ouroboros-postgres-"))
    # PostgreSQL refuses to run as root.
    become = _as_postgres()
    if become:
        shutil.chown(folder, "postgres", "postgres")
    data = str(folder / "data")
    initdb = [str(programs[-1] / "initdb"), "--no-sync", "--auth=trust", "-U", "postgres"]
    subprocess.run(
        [*become, *initdb, "-E", "UTF8", "--locale=C.UTF-8", "-D", data],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    port = free_port()
    options = {"port": str(port), "unix_socket_directories": str(folder), "fsync": "off"}
    words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    server = Server(
        f"postgres://postgres@127.0.0.1:{port}/postgres",
        [*become, str(programs[-1] / "postgres"), "-D", data, *words],
        folder.with_suffix(".log"),
        _postgres_answers,
    )
    server.start()
    yield server
    server.stop(signal.SIGINT)
    shutil.rmtree(folder)
    folder.with_suffix(".log").unlink()


def _as_postgres() -> list[str]:
    """Words before a command; setpriv becomes it, so that a signal reaches the server itself."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]


def _redis_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(url.replace("postgres://", "postgresql://"), connect_timeout=1).close()
    except psycopg.OperationalError:
        return False
    return True
