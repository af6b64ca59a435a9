"""The whole product as `make run` starts it, with hands on its parts.

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
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.paths import ROOT
from scripts.ports import free_port
from scripts.process_tree import descendants
from tests.running import Running

#: Seconds until the pages answer, and until the model is warm, on a busy machine.
PAGES_PATIENCE = 180.0
WARM_PATIENCE = 400.0
PROCESSES = {
    "web": "assistant.asgi",
    "generator": "run_generations",
    "runner": "celery",
    "replica": "vllm.entrypoints",
}


class Stack(Running):
    """One running Ouroboros. `address` is where its pages are."""

    def __init__(self, var: Path) -> None:
        self.engine_port = free_port()
        super().__init__(var, REPLICAS=f"demo@{self.engine_port}")
        self.wait_for(re.compile(r"Ouroboros is ready at http\S+/\S+\n"), seconds=PAGES_PATIENCE)
        self.address = self.url

    def wait_until_warm(self) -> float:
        """Wait for the line that says that the model is ready; how long after the start."""
        return self.wait_for("The model is ready", seconds=WARM_PATIENCE)

    def pids(self, name: str = "") -> list[int]:
        """The processes of one part, by the words of their command; of all parts without a name."""
        found = []
        for pid in (process.pid for process in descendants(self.process.pid)):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, UnicodeDecodeError):
                continue
            if PROCESSES.get(name, "") in command:
                found.append(pid)
        return found

    def kill(self, name: str) -> None:
        """SIGKILL every process of one part; the supervisor starts it again."""
        self._signal(name, signal.SIGKILL)

    @contextmanager
    def paused(self, name: str) -> Iterator[Callable[[float], None]]:
        """One part stands still meanwhile, so that what it is doing cannot end too soon.

        What is given lets it go on for some seconds.
        """

        def go_on(seconds: float) -> None:
            self._signal(name, signal.SIGCONT)
            time.sleep(seconds)
            self._signal(name, signal.SIGSTOP)

        self._signal(name, signal.SIGSTOP)
        try:
            yield go_on
        finally:
            self._signal(name, signal.SIGCONT)

    def _signal(self, name: str, number: signal.Signals) -> None:
        pids = self.pids(name)
        assert pids, f"{name} does not run"
        for pid in pids:
            os.kill(pid, number)

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Rows of the stack's database."""
        with sqlite3.connect(f"file:{self.var / 'db.sqlite3'}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            found = [dict(row) for row in database.execute(query, values)]
        database.close()
        return found

    def engine_running(self) -> float:
        """How many requests the engine works on."""
        with urllib.request.urlopen(
            f"http://127.0.0.1:{self.engine_port}/metrics", timeout=10
        ) as answer:
            text = answer.read().decode()
        return sum(
            float(line.rpartition(" ")[2])
            for line in text.splitlines()
            if line.startswith("vllm:num_requests_running{")
        )

    def manage(self, *words: str, seconds: float = 600) -> subprocess.CompletedProcess[str]:
        """Run a management command in a second terminal, as the README says."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "VAR_DIR": str(self.var),
                "REPLICAS": f"demo@{self.engine_port}",
                "OUROBOROS_SANDBOX_OWNER": f"{self.owner}-terminal",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until the condition holds. Raises AssertionError otherwise."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"nothing of the kind within {seconds:g} s"
        time.sleep(0.01)
