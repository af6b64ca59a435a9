"""What the product asks of the sandbox. Nothing here touches Docker: the web may call it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial
from uuid import UUID

import redis
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from sandbox.limits import Limits
from sandbox.models import Run
from sandbox.verdicts import Verdict

__all__ = ["RUN_TASK", "create_run", "enqueue_run", "request_stop", "stop_channel"]

RUN_TASK = "sandbox.run_program"
logger = logging.getLogger(__name__)


def create_run(
    *, code: str, stdin: str = "", tests: str = "", wall_seconds: float | None = None
) -> Run:
    """Store a run that is to be done. Raises ValueError for a limit that is not more than 0."""
    limits = Limits() if wall_seconds is None else Limits(wall_seconds=wall_seconds)
    return Run.objects.create(code=code, stdin=stdin, tests=tests, wall_seconds=limits.wall_seconds)


def enqueue_run(run: Run) -> None:
    """Hand the run to a runner once the transaction is committed.

    Where Redis is away the run stays queued, and the sweeper hands it over later.
    """
    transaction.on_commit(partial(_send, run.pk))


def request_stop(run_ids: Iterable[UUID]) -> None:
    """Have runs stopped: a queued one ends here, a running one within a quarter of a second."""
    ids = list(run_ids)
    Run.objects.filter(pk__in=ids).exclude(status=Run.Status.DONE).update(stop_requested=True)
    stopped = Run.objects.filter(pk__in=ids, status=Run.Status.QUEUED).update(
        status=Run.Status.DONE,
        verdict=Verdict.STOPPED,
        reason="The run was stopped before it began.",
        finished_at=timezone.now(),
    )
    if stopped < len(ids):
        transaction.on_commit(partial(_publish_stop, ids))


def stop_channel(run_id: UUID | str) -> str:
    """The Redis channel on which the runner of a run hears that it is to stop."""
    return f"stop:run:{run_id}"


def _send(run_id: UUID) -> None:
    try:
        current_app.send_task(RUN_TASK, args=[str(run_id)], queue="runs", retry=False)
    except (OperationalError, redis.RedisError) as error:
        logger.warning("Run %s waits for the sweeper: %s", run_id, error)


def _publish_stop(ids: list[UUID]) -> None:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2) as client:
            for run_id in ids:
                client.publish(stop_channel(run_id), "stop")
    except redis.RedisError as error:
        logger.warning("The runner hears of a stop only when it looks at the row: %s", error)
