"""What a runner says of itself in Redis, with a real Redis and a real Docker."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings

from sandbox import config
from sandbox.heartbeat import BEAT_SECONDS, KEY_SECONDS, DockerWatch, Heartbeat
from scripts.ports import free_port
from tests.services import Server

pytestmark = pytest.mark.redis


class SilentDocker(DockerWatch):
    """A watch that asks nobody, for tests that are about Redis."""

    def state(self) -> str:
        """Nothing to say."""
        return "not asked"


def beating() -> Heartbeat:
    return Heartbeat(redis_url=settings.REDIS_URL, runner_id="test", watch=SilentDocker())


def said() -> dict[str, object] | None:
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        text = client.get("runner:test")
    return json.loads(text) if text else None


def test_a_beat_says_when_and_how_many_and_is_soon_forgotten() -> None:
    beating().beat()
    words = said()
    assert words is not None
    assert abs(float(str(words["at"])) - time.time()) < 5
    assert words["running"] == 0
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        assert BEAT_SECONDS < client.ttl("runner:test") <= KEY_SECONDS


def test_a_runner_that_stops_takes_its_word_back() -> None:
    heartbeat = beating()
    heartbeat.start()
    deadline = time.monotonic() + 5
    while said() is None:
        assert time.monotonic() < deadline, "nothing was said"
        time.sleep(0.01)
    heartbeat.stop()
    heartbeat.join(5)
    assert said() is None


def test_a_redis_that_was_away_hears_the_next_beat(redis_server: Server) -> None:
    heartbeat = beating()
    redis_server.stop()
    heartbeat.beat()
    redis_server.start()
    heartbeat.beat()
    assert said() is not None


@pytest.fixture
def watch() -> Iterator[DockerWatch]:
    """A watch whose connection is let go in the end."""
    watching = DockerWatch()
    yield watching
    watching.close()


@pytest.mark.docker
def test_docker_with_the_image_is_ok(watch: DockerWatch) -> None:
    assert [watch.state(), watch.state()] == ["ok", "ok"]


@pytest.mark.docker
def test_a_missing_image_is_named(watch: DockerWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUROBOROS_SANDBOX_IMAGE", "ouroboros-nowhere:none")
    config.current.cache_clear()
    try:
        assert "ouroboros-nowhere:none" in watch.state()
    finally:
        config.current.cache_clear()


def test_a_docker_that_does_not_answer_is_a_sentence(
    watch: DockerWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{free_port()}")
    assert watch.state().startswith("The sandbox is unavailable: Docker does not answer")
