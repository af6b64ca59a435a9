"""`manage.py run_replicas` as a process, what it tells Redis, and the checks of the settings."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from django.core.checks import run_checks
from django.test import override_settings

from inference.management.commands.run_replicas import status_key
from scripts.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def run_replicas(replicas: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    environ = {**os.environ, "REPLICAS": replicas, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_replicas", *arguments],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def report(*, state: str | None) -> dict[str, Any]:
    """What the command tells Redis, once its first engine is in that state."""
    deadline = time.monotonic() + 30
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        while time.monotonic() < deadline:
            if text := client.get(status_key()):
                told: dict[str, Any] = json.loads(text)  # type: ignore[arg-type]
                assert 0 < int(client.ttl(status_key())) <= 15  # type: ignore[arg-type]
                if state is None or told["replicas"][0]["state"] == state:
                    return told
            time.sleep(0.05)
    pytest.fail("Redis was not told.")


@pytest.mark.redis
def test_it_tells_redis_why_an_engine_cannot_start_and_ends_when_asked(tmp_path: Path) -> None:
    port = free_port()
    with run_replicas(f"demo@{port},http://elsewhere:8000", "--venv", str(tmp_path)) as process:
        told = report(state="failed")
        (status,) = told["replicas"]
        assert (status["model"], status["state"]) == ("demo", "failed")
        assert "run `python3 inference/engine_env.py`" in status["reason"]
        assert status["url"] == f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        assert client.get(status_key()) is None


@pytest.mark.redis
def test_with_nothing_to_start_it_waits_until_it_is_asked_to_end() -> None:
    with run_replicas("http://elsewhere:8000") as process:
        assert report(state=None)["replicas"] == []
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("replicas", "found"),
    [
        (["demo@8100", "http://host:8000"], []),
        (["gpt"], ["inference.E002"]),
        (["demo@8100", "demo@8100"], ["inference.E002"]),
        ([], ["inference.W001"]),
    ],
)
def test_the_settings_are_checked(replicas: list[str], found: list[str]) -> None:
    with override_settings(REPLICAS=replicas):
        messages = run_checks(tags=["inference"])
    assert [message.id for message in messages] == found
    assert all(message.hint for message in messages)
