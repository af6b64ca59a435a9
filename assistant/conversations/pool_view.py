"""What the generator last said of the pool and the queue, for pages and health.

The generator writes one small JSON to Redis every second or so; where it is older than
STALE_SECONDS, the generator is not running.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field

import redis
from django.conf import settings

from assistant.conversations import eventlog
from inference.addresses import addresses

__all__ = [
    "PoolView",
    "ReplicaView",
    "default_model",
    "parse_pool",
    "read_pool",
    "served_models",
    "write_pool",
]

POOL_KEY = "pool:status"
STALE_SECONDS = 10.0


@dataclass(frozen=True)
class ReplicaView:
    """One replica as the pool sees it. `warming_seconds` counts since its start."""

    url: str
    models: list[str]
    state: str
    in_flight: int = 0
    reason: str = ""
    warming_seconds: float | None = None


@dataclass(frozen=True)
class PoolView:
    """The pool at one moment. `running` is false where no generator has spoken of late."""

    running: bool
    queued: int = 0
    streaming: int = 0
    replicas: list[ReplicaView] = field(default_factory=list)
    written_at: float = 0.0

    def ready(self, model: str | None = None) -> bool:
        """Whether a replica is ready for the model, or for any."""
        return any(
            replica.state == "ready" and (model is None or model in replica.models)
            for replica in self.replicas
        )

    def warming_seconds(self) -> float | None:
        """How long the longest-warming replica has been at it, or None if none is."""
        waits = [
            replica.warming_seconds or 0.0
            for replica in self.replicas
            if replica.state in ("starting", "warming")
        ]
        return max(waits, default=None)


def write_pool(connection: redis.Redis, view: PoolView) -> None:
    """Publish the pool's state (the generator calls this)."""
    text = json.dumps(asdict(view))
    connection.set(POOL_KEY, text, ex=60)
    connection.xadd(eventlog.POOL_STREAM, {"pool": text}, maxlen=1)


def parse_pool(text: str | bytes | None) -> PoolView:
    """The state in a text that `write_pool` wrote; not running where it is missing or stale."""
    if not text:
        return PoolView(running=False)
    raw = json.loads(text)
    fresh = time.time() - raw["written_at"] < STALE_SECONDS
    return PoolView(
        running=raw["running"] and fresh,
        queued=raw["queued"],
        streaming=raw["streaming"],
        replicas=[ReplicaView(**replica) for replica in raw["replicas"]] if fresh else [],
        written_at=raw["written_at"],
    )


def read_pool() -> PoolView:
    """The pool as the generator last described it; not running where Redis is away."""
    try:
        return parse_pool(eventlog.client().get(POOL_KEY))
    except redis.RedisError:
        return PoolView(running=False)


def served_models() -> tuple[str, ...]:
    """The names of the models that can be asked for, in the order of the settings' replicas.

    A replica that the settings name no model for is asked what it serves; until it has answered,
    its models are not among these.
    """
    replicas = addresses(settings.REPLICAS)
    names = [replica.model for replica in replicas if replica.model]
    if any(replica.model is None for replica in replicas):
        names += [model for replica in read_pool().replicas for model in replica.models]
    return tuple(dict.fromkeys(names))


def default_model() -> str:
    """The model of a new conversation."""
    models = served_models()
    if settings.DEFAULT_MODEL in models:
        return str(settings.DEFAULT_MODEL)
    return models[0] if models else "demo"
