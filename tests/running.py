"""Ouroboros as a person starts it: `make run` in a terminal, on ports that nobody else uses."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from sandbox.engine import OWNER_LABEL
from scripts.paths import ROOT
from scripts.ports import free_port

READY = re.compile(r"^Ouroboros is ready at (http://127\.0\.0\.1:\d+)(/\S*)$", re.MULTILINE)
#: What the settings of the tests' own process must not hand on.
OWN = (
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "PORT",
    "REDIS_URL",
    "REPLICAS",
    "SECRET_KEY",
    "VAR_DIR",
)


class Running:
    """One `make run`. `url` and `link` (the one-time sign-in) are there once the pages answer."""

    def __init__(self, var: Path, *, port: int | None = None, **settings: str) -> None:
        self.var = var
        self.port = port or free_port()
        self.began = time.monotonic()
        kept = {name: value for name, value in os.environ.items() if name not in OWN}
        self.owner = f"setup-{self.port}"
        chosen = {
            "REPLICAS": f"demo@{free_port()}",
            "OUROBOROS_SANDBOX_OWNER": self.owner,
            **settings,
        }
        given = [f"{name}={value}" for name, value in chosen.items()]
        # A session of its own with a group of its own, as a terminal gives a command.
        self.process = subprocess.Popen(
            ["make", "run", f"PORT={self.port}", f"VAR_DIR={var}", *given],
            cwd=ROOT,
            env=kept,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def output(self) -> str:
        """What the terminal shows."""
        return "".join(self._lines)

    @property
    def url(self) -> str:
        """The address of the pages."""
        return self._ready()[1]

    @property
    def link(self) -> str:
        """The address that signs the first administrator in, once."""
        return "".join(self._ready().groups())

    def wait_for(self, text: str | re.Pattern[str], *, seconds: float) -> float:
        """Wait until the terminal shows this; how long after the start, in seconds."""
        deadline = time.monotonic() + seconds
        while not re.search(text, self.output):
            if self.process.poll() is not None:
                self._reader.join(5)
                if not re.search(text, self.output):
                    pytest.fail(f"make run ended before {text!r}:\n{self.output}\n{self.logs()}")
                break
            if time.monotonic() > deadline:
                pytest.fail(f"No {text!r} within {seconds} s:\n{self.output}\n{self.logs()}")
            time.sleep(0.05)
        return time.monotonic() - self.began

    def interrupt(self, *, seconds: float = 60) -> int:
        """Press Ctrl-C: the terminal sends SIGINT to the whole foreground group. The status."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        status = self.process.wait(seconds)
        self._reader.join(5)
        return status

    def containers(self) -> list[str]:
        """The containers that Docker holds for it."""
        label = f"label={OWNER_LABEL}={self.owner}"
        words = ["docker", "ps", "--all", "--quiet", "--filter", label]
        return subprocess.check_output(words, text=True, timeout=30).split()

    def logs(self) -> str:
        """The ends of the processes' logs."""
        files = sorted((self.var / "log").glob("*.log"))
        return "\n".join(f"== {file.name}\n{file.read_text()[-1500:]}" for file in files)

    def close(self) -> None:
        """Stop it, whatever it does."""
        try:
            self.interrupt()
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _ready(self) -> re.Match[str]:
        found = READY.search(self.output)
        assert found, self.output
        return found

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.append(line)
