"""The whole product as `make run` starts it, in a var folder and on ports of its own.

Nothing is faked: real Redis, Docker, vLLM with the shipped checkpoint, Chromium. Tests kill its
processes by SIGKILL and read its database as rows, over its own file.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.services import free_port

ROOT = Path(__file__).resolve().parents[2]
READY = re.compile(r"Ouroboros is ready at (http://127\.0\.0\.1:\d+)(/\S*)")
#: Seconds until the pages answer, and until the model is warm, on a busy machine.
PAGES_PATIENCE = 180.0
WARM_PATIENCE = 240.0
PROCESSES = {
    "web": "assistant.asgi",
    "generator": "run_generations",
    "runner": "celery",
    "replica": "vllm.entrypoints",
}


class Stack:
    """One running Ouroboros."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.engine_port = free_port()
        self.owner = f"e2e-{self.port}"
        self.lines: list[str] = []
        self.address = ""
        self.link = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it as a person would, and wait for the line with the address."""
        environ = {
            **os.environ,
            "PORT": str(self.port),
            "VAR_DIR": str(self.folder),
            "REPLICAS": f"demo@{self.engine_port}",
            "OUROBOROS_SANDBOX_OWNER": self.owner,
        }
        for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE"):
            environ.pop(name, None)
        self._process = subprocess.Popen(
            ["make", "--no-print-directory", "run"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        wait_for(lambda: bool(self.address) or self._ended(), PAGES_PATIENCE, self.said)
        if self._ended():
            raise AssertionError(f"make run ended:\n{self.said()}")

    def wait_until_warm(self) -> None:
        """Wait until a replica is ready."""
        wait_for(self._replica_answers, WARM_PATIENCE, self.said)

    def stop(self) -> None:
        """Press Ctrl-C and wait for the end."""
        if self._process is None or self._ended():
            return
        os.killpg(self._process.pid, signal.SIGINT)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            raise

    def pids(self, name: str) -> list[int]:
        """The processes of one part, by the words of their command and by our var folder."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environ = (entry / "environ").read_bytes()
            except (OSError, UnicodeDecodeError):
                continue
            if PROCESSES[name] in command and f"VAR_DIR={self.folder}".encode() in environ:
                found.append(int(entry.name))
        return found

    def kill(self, name: str) -> None:
        """SIGKILL every process of one part; the supervisor starts it again."""
        pids = self.pids(name)
        assert pids, f"{name} does not run"
        for pid in pids:
            os.kill(pid, signal.SIGKILL)

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Rows of the stack's database."""
        with sqlite3.connect(f"file:{self.folder / 'db.sqlite3'}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query, values)]

    def engine_running(self) -> float:
        """How many requests the engine works on."""
        with urllib.request.urlopen(
            f"http://127.0.0.1:{self.engine_port}/metrics", timeout=5
        ) as answer:
            text = answer.read().decode()
        return sum(
            float(line.rpartition(" ")[2])
            for line in text.splitlines()
            if line.startswith("vllm:num_requests_running{")
        )

    def said(self) -> str:
        """What `make run` printed."""
        return "\n".join(self.lines[-80:])

    def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.rstrip())
            print("make run |", line.rstrip(), file=sys.stderr)
            if found := READY.search(line):
                self.link = found.group(2)
                self.address = found.group(1)

    def _ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _replica_answers(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.engine_port}/health", timeout=2
            ) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def wait_for(
    condition: Callable[[], bool], seconds: float, explain: Callable[[], str] = str
) -> None:
    """Wait until the condition holds. Raises AssertionError with an explanation otherwise."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"nothing of the kind within {seconds:g} s\n{explain()}")
        time.sleep(0.05)
