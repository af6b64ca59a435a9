"""Puts right what a death left behind: lost tasks, runs whose runner died, orphaned containers."""

from __future__ import annotations

import logging
from datetime import timedelta

import redis
from celery import current_app
from django.conf import settings
from django.utils import timezone

from sandbox.claims import holder_is_gone
from sandbox.errors import SandboxUnavailable
from sandbox.models import Run
from sandbox.outcome import Outcome
from sandbox.pool import default_pool
from sandbox.running import end_run
from sandbox.services import enqueue_run
from sandbox.verdicts import Verdict

__all__ = ["sweep"]

LOST_AFTER = timedelta(seconds=10)
AT_ONCE = 50

logger = logging.getLogger(__name__)


def sweep() -> None:
    """Look once over rows and containers. Any number of runners may do this at the same time."""
    start_again_what_died()
    queue_again_what_was_lost()
    try:
        reaped = default_pool().reap_orphans()
    except SandboxUnavailable as error:
        logger.debug("Orphans are left for later: %s", error)
        return
    if reaped:
        logger.warning("Removed %d containers of runners that are gone", reaped)


def start_again_what_died() -> None:
    """A run whose runner is gone starts again once; the second time it is ours to answer for."""
    now = timezone.now()
    for run in Run.objects.filter(status=Run.Status.RUNNING).only(
        "pk", "claimed_by", "lease_until", "deaths", "stop_requested"
    ):
        expired = run.lease_until is None or run.lease_until < now
        if expired or holder_is_gone(run.claimed_by):
            after_a_death(run)


def after_a_death(run: Run) -> None:
    """Decide what becomes of a run that nobody executes any more."""
    if run.stop_requested:
        stopped = Outcome(verdict=Verdict.STOPPED, reason="The run was stopped.")
        end_run(run, stopped, holder=run.claimed_by)
        return
    if run.deaths:
        reason = "The runner died twice while this program ran; it is not tried again."
        died = Outcome(verdict=Verdict.INTERNAL_ERROR, reason=reason)
        end_run(run, died, holder=run.claimed_by)
        return
    again = Run.objects.filter(
        pk=run.pk,
        status=Run.Status.RUNNING,
        claimed_by=run.claimed_by,
        lease_until=run.lease_until,
    ).update(status=Run.Status.QUEUED, deaths=1, claimed_by="", lease_until=None, started_at=None)
    if again:
        logger.warning("The runner of run %s died; it starts again", run.pk)
        enqueue_run(run)


def queue_again_what_was_lost() -> None:
    """Send tasks again when runs wait while the queue is empty: Redis forgot them.

    A task too many does no harm, for only one runner can claim a run.
    """
    waiting = Run.objects.filter(
        status=Run.Status.QUEUED, queued_at__lt=timezone.now() - LOST_AFTER
    ).order_by("queued_at")
    if not waiting.exists() or tasks_in_queue():
        return
    for run in waiting.only("pk")[:AT_ONCE]:
        enqueue_run(run)


def tasks_in_queue() -> int:
    """How many calls the broker holds; more than none when it cannot be asked."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2) as client:
            return int(client.llen(current_app.conf.task_default_queue))
    except redis.RedisError as error:
        logger.debug("Redis cannot be asked for its queue: %s", error)
        return 1
