"""Is each part there? Asked by /readyz and the status page; answered within two seconds.

The web process touches neither Docker nor an engine: what the runner and the generator last said of
themselves in Redis is what there is to know. A part that does not speak for STALE_SECONDS is away.
"""

from __future__ import annotations

import json
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from redis.backoff import NoBackoff
from redis.retry import Retry

from assistant.conversations import pool_view
from assistant.conversations.pool_view import PoolView

__all__ = ["EngineView", "Parts", "RunnerView", "read_parts"]

CHECK_SECONDS = 2.0
STALE_SECONDS = 15.0
RUNNER_KEYS = "runner:*"
REPLICA_KEYS = "replicas:*"

# Of this module's own, so that a database that hangs takes no thread of the pages'.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="health")


@dataclass(frozen=True)
class RunnerView:
    """A runner as it last described itself. `docker` is "ok" or why the engine is out of reach."""

    id: str
    docker: str
    running: int


@dataclass(frozen=True)
class EngineView:
    """An engine as the launcher on its host describes it.

    `attention` and `experts` name the implementations of MLA and of the mixture of experts that it
    chose, once it has.
    """

    url: str
    model: str
    state: str
    reason: str
    attention: str
    experts: str
    restarts: int


@dataclass
class Parts:
    """Every part by name: "ok", or one sentence that says what is wrong."""

    states: dict[str, str] = field(default_factory=dict)
    pool: PoolView = field(default_factory=lambda: PoolView(running=False))
    runners: list[RunnerView] = field(default_factory=list)
    engines: list[EngineView] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every part is well."""
        return all(state == "ok" for state in self.states.values())


@dataclass(frozen=True)
class _Heard:
    """What Redis holds of the other processes."""

    pool: str | None
    runners: dict[str, str]
    engines: dict[str, str]


def read_parts() -> Parts:
    """Ask all parts at once. Never raises; a part that does not answer in time says so."""
    database = _threads.submit(_ask_database)
    listening = _threads.submit(_listen)
    deadline = time.monotonic() + CHECK_SECONDS
    parts = Parts()
    parts.states["database"] = _reason(database, deadline, DatabaseError, "The database")
    parts.states["redis"] = _reason(listening, deadline, redis.RedisError, "Redis")
    if parts.states["redis"] != "ok":
        for name in ("generator", "runner", "docker", "replicas"):
            parts.states[name] = "Unknown while Redis does not answer."
        return parts
    heard = listening.result()
    parts.pool = pool_view.parse_pool(heard.pool)
    parts.runners = _runners(heard.runners)
    parts.engines = _engines(heard.engines)
    parts.states["generator"] = (
        "ok"
        if parts.pool.running
        else "No generator speaks; start one with `manage.py run_generations`."
    )
    parts.states["runner"] = (
        "ok"
        if parts.runners
        else "No runner speaks; start one with `celery -A assistant worker -Q runs -P threads`."
    )
    parts.states["docker"] = _docker(parts.runners)
    parts.states["replicas"] = _replicas(parts.pool)
    return parts


def _reason(
    future: Future[_Heard] | Future[None],
    deadline: float,
    error: type[Exception],
    name: str,
) -> str:
    try:
        future.result(timeout=max(0.0, deadline - time.monotonic()))
    except Late:
        return f"{name} did not answer within {CHECK_SECONDS:g} s."
    except error as problem:
        first = str(problem).strip().partition("\n")[0]
        return f"{name} cannot be used: {first[:200]}"
    return "ok"


def _ask_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    finally:
        connection.close()


def _listen() -> _Heard:
    """Read what the others wrote, over a connection that gives up in time."""
    with redis.Redis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        socket_timeout=CHECK_SECONDS,
        socket_connect_timeout=CHECK_SECONDS,
        retry=Retry(NoBackoff(), 0),
    ) as connected:
        keys: dict[str, list[str]] = {}
        for pattern in (RUNNER_KEYS, REPLICA_KEYS):
            keys[pattern] = sorted(connected.scan_iter(pattern, count=1000, _type="string"))
        names = [pool_view.POOL_KEY, *keys[RUNNER_KEYS], *keys[REPLICA_KEYS]]
        found = dict(zip(names, connected.mget(names), strict=True))
    return _Heard(
        pool=found[pool_view.POOL_KEY],
        runners={key: found[key] for key in keys[RUNNER_KEYS] if found[key]},
        engines={key: found[key] for key in keys[REPLICA_KEYS] if found[key]},
    )


def _values(text: str) -> dict[str, object]:
    try:
        values = json.loads(text)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _runners(texts: dict[str, str]) -> list[RunnerView]:
    found: list[RunnerView] = []
    for key, text in sorted(texts.items()):
        values = _values(text)
        at, running = values.get("at"), values.get("running")
        if isinstance(at, int | float) and time.time() - at < STALE_SECONDS:
            found.append(
                RunnerView(
                    id=key.partition(":")[2],
                    docker=str(values.get("docker", ""))[:300],
                    running=running if isinstance(running, int) else 0,
                )
            )
    return found


def _engines(texts: dict[str, str]) -> list[EngineView]:
    """What `run_replicas` published on each host (see its `publish`)."""
    found: list[EngineView] = []
    for _key, text in sorted(texts.items()):
        listed = _values(text).get("replicas")
        for values in listed if isinstance(listed, list) else []:
            if isinstance(values, dict):
                restarts = values.get("restarts")
                found.append(
                    EngineView(
                        url=str(values.get("url", "")),
                        model=str(values.get("model", "")),
                        state=str(values.get("state", "")),
                        reason=str(values.get("reason", ""))[:300],
                        attention=str(values.get("mla", "")),
                        experts=str(values.get("moe", "")),
                        restarts=restarts if isinstance(restarts, int) else 0,
                    )
                )
    return found


def _docker(runners: list[RunnerView]) -> str:
    """Runs go on while one runner reaches its engine."""
    if not runners:
        return "Unknown while no runner speaks."
    if any(runner.docker == "ok" for runner in runners):
        return "ok"
    return runners[0].docker or "The runner does not say whether it reaches Docker."


def _replicas(pool: PoolView) -> str:
    if not pool.running:
        return "Unknown while no generator speaks."
    if pool.ready():
        return "ok"
    waited = pool.warming_seconds()
    if waited is not None:
        return f"The model is warming up ({waited:.0f} s)."
    reasons = [replica.reason for replica in pool.replicas if replica.reason]
    return reasons[0] if reasons else "No replica is ready; look at the log of `run_replicas`."
