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
from typing import Any

import docker
import docker.utils
import redis
from celery.signals import worker_ready, worker_shutting_down
from celery.worker import state
from docker.errors import ImageNotFound

from sandbox import config
from sandbox.engine import FAILURES, unavailable

__all__ = ["DockerWatch", "Heartbeat"]

BEAT_SECONDS = 2.0
KEY_SECONDS = 15
REDIS_SECONDS = 2
# A machine that runs programs is busy: Docker is slow before it is away.
DOCKER_SECONDS = 5

logger = logging.getLogger(__name__)


class Heartbeat(threading.Thread):
    """Beats until it is stopped. Neither a Redis nor a Docker that is away ends it."""

    def __init__(self, *, redis_url: str, runner_id: str, watch: DockerWatch) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.key = f"runner:{runner_id}"
        self._redis_url = redis_url
        self._docker = watch
        self._ended = threading.Event()

    def run(self) -> None:
        """Beat, wait, and beat again."""
        while not self._ended.is_set():
            self.beat()
            self._ended.wait(BEAT_SECONDS)
        self._docker.close()
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
            {
                "at": time.time(),
                "docker": self._docker.state(),
                "running": len(state.active_requests),
            }
        )
        try:
            with self._connected() as client:
                client.set(self.key, text, ex=KEY_SECONDS)
        except redis.RedisError as error:
            logger.warning("The heartbeat did not reach Redis: %s", error)

    def _connected(self) -> redis.Redis:
        return redis.Redis.from_url(
            self._redis_url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
        )


class DockerWatch:
    """Asks Docker for the sandbox's image, over one connection that is kept while it works."""

    def __init__(self) -> None:
        self._api: Any = None

    def state(self) -> str:
        """Give "ok" where the engine answers and has the image; else say why it is not."""
        image = config.current().image
        try:
            if self._api is None:
                self._api = docker.APIClient(
                    version="auto", timeout=DOCKER_SECONDS, **docker.utils.kwargs_from_env()
                )
            self._api.inspect_image(image)
        except ImageNotFound:
            return f"The sandbox is unavailable: Docker has no image {image}; `make run` builds it."
        except FAILURES as error:
            self.close()
            return str(unavailable(error))
        return "ok"

    def close(self) -> None:
        """Let the connection go; the next question makes another."""
        if self._api is not None:
            self._api.close()
            self._api = None


_beating: list[Heartbeat] = []


def _begin(**_kwargs: object) -> None:
    heartbeat = Heartbeat(
        redis_url=config.read("REDIS_URL", "redis://127.0.0.1:6379/0"),
        runner_id=f"{socket.gethostname()}-{os.getpid()}",
        watch=DockerWatch(),
    )
    _beating.append(heartbeat)
    heartbeat.start()


def _end(**_kwargs: object) -> None:
    for heartbeat in _beating:
        heartbeat.stop()


worker_ready.connect(_begin, weak=False)
worker_shutting_down.connect(_end, weak=False)
