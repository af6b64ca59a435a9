"""Every two seconds the runner says in Redis that it lives, and whether it reaches Docker.

The web process has no way to Docker; what it shows of runners is what they say here, as
`runner:<id>` with {"at": seconds since the epoch, "docker": "ok" or a sentence, "running": runs in
progress}. A runner that is gone is forgotten with the key, after KEY_SECONDS at most.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
import time

import docker
import redis
from celery.signals import worker_ready, worker_shutting_down
from celery.worker import state
from docker.errors import ImageNotFound

from sandbox import config
from sandbox.engine import FAILURES, unavailable

__all__ = ["Heartbeat"]

BEAT_SECONDS = 2.0
KEY_SECONDS = 10
ANSWER_SECONDS = 2

logger = logging.getLogger(__name__)


class Heartbeat(threading.Thread):
    """Beats until it is stopped. Neither a Redis nor a Docker that is away ends it."""

    def __init__(self, *, redis_url: str, runner_id: str) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.key = f"runner:{runner_id}"
        self._redis_url = redis_url
        self._ended = threading.Event()

    def run(self) -> None:
        """Beat, wait, and beat again."""
        while not self._ended.is_set():
            self.beat()
            self._ended.wait(BEAT_SECONDS)
        try:
            with self._connected() as client:
                client.delete(self.key)
        except redis.RedisError as error:
            logger.debug("The heartbeat could not be taken back: %s", error)

    def stop(self) -> None:
        """Take the heartbeat back, so that nobody waits for it to grow old."""
        self._ended.set()

    def beat(self) -> None:
        """Say once how it is."""
        text = json.dumps(
            {"at": time.time(), "docker": docker_state(), "running": len(state.active_requests)}
        )
        try:
            with self._connected() as client:
                client.set(self.key, text, ex=KEY_SECONDS)
        except redis.RedisError as error:
            logger.warning("The heartbeat did not reach Redis: %s", error)

    def _connected(self) -> redis.Redis:
        return redis.Redis.from_url(
            self._redis_url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
        )


def docker_state() -> str:
    """Give "ok" where the engine answers and has the sandbox's image; else say why it is not."""
    image = config.current().image
    try:
        client = docker.from_env(timeout=ANSWER_SECONDS)
        try:
            client.images.get(image)
        finally:
            client.close()
    except ImageNotFound:
        return f"The sandbox is unavailable: Docker has no image {image}; `make run` builds it."
    except FAILURES as error:
        return str(unavailable(error))
    return "ok"


_beating: list[Heartbeat] = []


def _begin(**_kwargs: object) -> None:
    heartbeat = Heartbeat(
        redis_url=config.read("REDIS_URL", "redis://127.0.0.1:6379/0"),
        runner_id=f"{socket.gethostname()}-{os.getpid()}",
    )
    _beating.append(heartbeat)
    heartbeat.start()


def _end(**_kwargs: object) -> None:
    for heartbeat in _beating:
        heartbeat.stop()


worker_ready.connect(_begin, weak=False)
worker_shutting_down.connect(_end, weak=False)
