"""docker-compose.yml brought up for real: all its services, and one question asked through them.

On the images that `make compose-images` builds on this machine's base image, with Debian's
docker-compose. The CPU replica is in it where memory allows.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.images import BASE
from scripts.paths import ROOT
from scripts.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.docker, pytest.mark.timeout(2400)]

#: What the whole of it takes with a replica, in GB, and how long it may take until all is well.
MEMORY = 5.5
PATIENCE = 420.0
PARTS = {"database", "redis", "generator", "runner", "docker", "replicas"}


class Stack:
    """A running Compose project of this test's own."""

    def __init__(self) -> None:
        self.port = free_port()
        self.with_replica = free_memory() > MEMORY
        self.environ = {
            **os.environ,
            "COMPOSE_PROJECT_NAME": f"ouroboros-test-{secrets.token_hex(3)}",
            "COMPOSE_IGNORE_ORPHANS": "1",
            "SECRET_KEY": secrets.token_hex(32),
            "POSTGRES_PASSWORD": secrets.token_hex(16),
            "BASE_IMAGE": BASE,
            "PORT": str(self.port),
        }

    def compose(self, *words: str, seconds: float = 300) -> str:
        """What a docker-compose command prints. A failure shows what it said."""
        files = ["-f", "docker-compose.yml", "-f", "deploy/compose.debian.yml"]
        profile = ["--profile", "cpu"] if self.with_replica else []
        done = subprocess.run(
            ["docker-compose", "--ansi", "never", *files, *profile, *words],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def containers(self) -> list[dict[str, object]]:
        """What Docker says of each container of the project."""
        ids = self.compose("ps", "-q").split()
        done = subprocess.run(
            ["docker", "inspect", *ids], capture_output=True, text=True, timeout=60, check=True
        )
        found: list[dict[str, object]] = json.loads(done.stdout)
        return found

    def parts(self) -> dict[str, str]:
        """What /readyz says of each part, or nothing while the pages do not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as page:
                answer = page.read()
        except urllib.error.HTTPError as error:
            answer = error.read()
        except OSError:
            return {}
        parts: dict[str, str] = json.loads(answer)["parts"]
        return parts


def free_memory() -> float:
    """In GB."""
    lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    return int(lines["MemAvailable"].split()[0]) / 1024**2


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The images built, the services up, and everything removed afterwards."""
    made = Stack()
    words = [] if made.with_replica else ["--no-replica"]
    built = subprocess.run(
        [sys.executable, "-m", "scripts.compose_images", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-4000:]
    try:
        made.compose("up", "-d", "--no-build", seconds=600)
        yield made
    finally:
        made.compose("down", "--volumes", "--timeout", "20")


def service(container: dict[str, object]) -> str:
    """The name of a container's service."""
    config = container["Config"]
    assert isinstance(config, dict)
    return str(config["Labels"]["com.docker.compose.service"])


def test_the_team_s_stack_answers_a_question(stack: Stack) -> None:
    wanted = PARTS if stack.with_replica else PARTS - {"replicas"}
    began = time.monotonic()
    parts: dict[str, str] = {}
    while any(parts.get(name) != "ok" for name in wanted):
        if time.monotonic() - began > PATIENCE:
            pytest.fail(f"Not well in time: {parts}\n{stack.compose('logs', '--tail', '30')}")
        time.sleep(1)
        parts = stack.parts()
    print(f"\nEverything was well {time.monotonic() - began:.0f} s after the start.")
    link = stack.compose("exec", "-T", "web", "python", "manage.py", "first_link").strip()
    with urllib.request.urlopen(f"http://127.0.0.1:{stack.port}{link}", timeout=20) as page:
        assert page.status == 200
    if not stack.with_replica:
        return
    command = ["docker-compose", "--ansi", "never", "-f", "docker-compose.yml", "exec", "-T", "web"]
    asked = subprocess.run(
        [*command, "python", "manage.py", "ask", "Write a snake game with pygame.", "--json"],
        cwd=ROOT,
        env=stack.environ,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    events = [json.loads(line) for line in asked.stdout.splitlines() if line.startswith("{")]
    # 0 and 1 are the program's doing, 2 would be ours: a run was made, whatever its verdict.
    assert asked.returncode in (0, 1), f"{asked.stdout[-3000:]}\n{asked.stderr[-3000:]}"
    assert events[-1]["type"] == "end", events[-3:]
    assert events[-1]["verdict"] not in (None, "", "internal_error"), events[-1]


def test_every_service_is_healthy_and_only_the_runner_keeps_the_socket(stack: Stack) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        containers = stack.containers()
        states = {}
        for container in containers:
            state = container["State"]
            assert isinstance(state, dict)
            if state["Running"]:
                states[service(container)] = state.get("Health", {}).get("Status", "none")
        if all(status == "healthy" for status in states.values()):
            break
        assert time.monotonic() < deadline, states
        time.sleep(2)
    expected = {"database", "redis", "web", "generator", "runner"}
    assert set(states) == (expected | {"replica-cpu"} if stack.with_replica else expected)
    keepers = set()
    for container in containers:
        mounts = container["Mounts"]
        assert isinstance(mounts, list)
        if service(container) in states and any("docker.sock" in str(mount) for mount in mounts):
            keepers.add(service(container))
    assert keepers == {"runner"}


def test_without_secrets_it_refuses_to_start(tmp_path: Path) -> None:
    environ = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SECRET_KEY", "POSTGRES_PASSWORD")
    }
    empty = tmp_path / "empty.env"
    empty.touch()
    done = subprocess.run(
        ["docker-compose", "--env-file", str(empty), "-f", "docker-compose.yml", "config"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "into .env, made with openssl" in done.stdout + done.stderr
