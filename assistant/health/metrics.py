"""Figures for Prometheus, counted at the scrape from the rows and from what the others said.

Rows can be deleted, so these are gauges and not counters. A database that is away costs its own
families only. Every web process answers the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DatabaseError
from django.db.models import Count, Sum
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant.accounts.models import Member
from assistant.conversations.models import Attempt, Generation
from assistant.health import figures
from assistant.health.parts import Parts, read_parts
from sandbox.models import Run

__all__ = ["exposition"]

QUANTILES = (0.5, 0.95)


def exposition() -> bytes:
    """All figures in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Product())
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class _Product(Collector):
    """The families of one scrape."""

    def collect(self) -> Iterable[Metric]:
        """What is there now."""
        parts = read_parts()
        yield from _parts(parts)
        if parts.states["database"] != "ok":
            return
        try:
            yield from list(_rows())
        except DatabaseError:
            return


def _parts(parts: Parts) -> Iterable[Metric]:
    up = _family("part_up", "Whether a part is well (1) or not (0).", ["part"])
    for name, state in parts.states.items():
        up.add_metric([name], float(state == "ok"))
    yield up
    if parts.states["redis"] != "ok":
        return
    yield _value("queue_depth", "Answers waiting in the queue.", parts.pool.queued)
    yield _value("streaming", "Answers being written now.", parts.pool.streaming)
    ready = _family("replica_ready", "Whether a replica is ready (1) or not (0).", ["replica"])
    busy = _family("replica_in_flight", "Requests that a replica works on.", ["replica"])
    for replica in parts.pool.replicas:
        ready.add_metric([replica.url], float(replica.state == "ready"))
        busy.add_metric([replica.url], replica.in_flight)
    yield ready
    yield busy
    running = _family("runner_running", "Runs that a runner works on.", ["runner"])
    for runner in parts.runners:
        running.add_metric([runner.id], runner.running)
    yield running


def _rows() -> Iterable[Metric]:
    generations = _family(
        "generations", "Answers stored, by status and kind.", ["model", "kind", "status"]
    )
    tokens = _family("tokens", "Tokens of the answers stored.", ["model", "of"])
    spent: dict[tuple[str, str], int] = {}
    for row in (
        Generation.objects.order_by()
        .values("model", "kind", "status")
        .annotate(n=Count("pk"), prompt=Sum("prompt_tokens"), completion=Sum("completion_tokens"))
    ):
        generations.add_metric([row["model"], row["kind"], row["status"]], row["n"])
        for of in ("prompt", "completion"):
            key = (row["model"], of)
            spent[key] = spent.get(key, 0) + row[of]
    for key, count in spent.items():
        tokens.add_metric(key, count)
    yield generations
    yield tokens
    runs = _family("runs", "Runs stored, by verdict; without one while not over.", ["verdict"])
    for verdict, count in Run.objects.order_by().values_list("verdict").annotate(n=Count("pk")):
        runs.add_metric([verdict], count)
    yield runs
    attempts = _family(
        "attempts", "Programs stored, by who wrote them and verdict.", ["origin", "verdict"]
    )
    judged = Attempt.objects.order_by().values_list("origin", "run__verdict")
    for origin, verdict, count in judged.annotate(n=Count("pk")):
        attempts.add_metric([origin, verdict or ""], count)
    yield attempts
    yield _value(
        "members", "Members who may sign in.", Member.objects.filter(is_active=True).count()
    )
    first = _family(
        "first_token_seconds",
        "Seconds from the queue to the first token of the last hour's answers.",
        ["quantile"],
    )
    seconds = figures.seconds_to_first_token()
    for quantile in QUANTILES if seconds else ():
        first.add_metric([str(quantile)], seconds[int(quantile * (len(seconds) - 1))])
    yield first


def _family(name: str, words: str, labels: list[str]) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"ouroboros_{name}", words, labels=labels)


def _value(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"ouroboros_{name}", words, value=value)
