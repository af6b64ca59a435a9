"""Executes a stored run, in a runner or in a command: claim, execute, store, tell."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sandbox.claims import LEASE, Claim, claims, new_holder
from sandbox.errors import SandboxUnavailable
from sandbox.execution import Program, execute
from sandbox.models import Artifact, Run
from sandbox.outcome import Outcome
from sandbox.signals import run_ended, run_output, run_started
from sandbox.verdicts import Verdict

__all__ = ["end_run", "execute_run"]

logger = logging.getLogger(__name__)


def execute_run(run_id: UUID) -> Run | None:
    """Run a queued program to its end. None when it is not queued or another runner got it."""
    holder = new_holder()
    run = claim_run(run_id, holder)
    if run is None:
        return None
    with claims().held(run.pk, holder) as claim:
        outcome = attempt(run, claim)
    if claim.abandoned:
        release_run(run, holder)
        return None
    return end_run(run, outcome, holder=holder)


def claim_run(run_id: UUID, holder: str) -> Run | None:
    """Take a queued run for this process; None when somebody was quicker."""
    now = timezone.now()
    with transaction.atomic():
        claimed = Run.objects.filter(pk=run_id, status=Run.Status.QUEUED).update(
            status=Run.Status.RUNNING,
            claimed_by=holder,
            started_at=now,
            lease_until=now + LEASE,
        )
        if not claimed:
            return None
        run = Run.objects.get(pk=run_id)
        run_started.send(sender=Run, run=run)
    return run


def attempt(run: Run, claim: Claim) -> Outcome:
    """Execute the program; a sandbox that is not to be had becomes an outcome too."""

    def tell(stream: str, text: str) -> None:
        run_output.send_robust(sender=Run, run=run, stream=stream, text=text)

    program = Program(code=run.code, stdin=run.stdin, tests=run.tests or None)
    try:
        return execute(program, limits=run.limits, on_output=tell, stop=claim.stop)
    except SandboxUnavailable as error:
        return Outcome(verdict=Verdict.INTERNAL_ERROR, reason=str(error)[:300])
    except ValueError as error:
        return Outcome(verdict=Verdict.ERROR, reason=str(error)[:300])


def end_run(run: Run, outcome: Outcome, *, holder: str) -> Run | None:
    """Store what came of a run and tell the product; None when the claim was lost meanwhile."""
    error = outcome.error
    with transaction.atomic():
        ended = Run.objects.filter(pk=run.pk, status=Run.Status.RUNNING, claimed_by=holder).update(
            status=Run.Status.DONE,
            verdict=outcome.verdict,
            reason=outcome.reason,
            exit_code=outcome.exit_code,
            signal=outcome.signal,
            duration_ms=outcome.duration_ms,
            memory_peak_bytes=outcome.memory_peak_bytes,
            stdout=outcome.stdout,
            stderr=outcome.stderr,
            truncated=outcome.truncated,
            error_type=error.type if error else "",
            error_message=error.message if error else "",
            error_line=error.line if error else None,
            error_function=error.function if error else "",
            error_source=error.source if error else "",
            error_values=error.values if error else {},
            finished_at=timezone.now(),
            lease_until=None,
        )
        if not ended:
            logger.warning("Run %s went to another runner; what came of it here is dropped", run.pk)
            return None
        Artifact.objects.bulk_create(
            Artifact(
                run=run,
                name=artifact.name,
                media_type=artifact.media_type,
                size=len(artifact.content),
                content=artifact.content,
                is_frame=artifact.is_frame,
            )
            for artifact in outcome.artifacts
        )
        run.refresh_from_db()
        run_ended.send(sender=Run, run=run)
    return run


def release_run(run: Run, holder: str) -> None:
    """Give a run back to the queue unharmed: this runner is shutting down."""
    Run.objects.filter(pk=run.pk, status=Run.Status.RUNNING, claimed_by=holder).update(
        status=Run.Status.QUEUED, claimed_by="", lease_until=None, started_at=None
    )
