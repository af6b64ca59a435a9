"""What Celery calls."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from sandbox.running import execute_run
from sandbox.services import RUN_TASK


@shared_task(name=RUN_TASK, ignore_result=True)
def run_program(run_id: str) -> None:
    """Execute one queued run."""
    execute_run(UUID(run_id))
