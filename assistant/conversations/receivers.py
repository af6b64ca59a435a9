"""What the product does when the sandbox says how a run goes. These run in the runner process."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from assistant.conversations import publishing
from assistant.conversations.models import Attempt
from assistant.conversations.repair import continue_after
from sandbox.models import Run
from sandbox.signals import run_ended, run_output, run_started

__all__: list[str] = []


@receiver(run_started)
def tell_page_of_start(sender: object, *, run: Run, **_kwargs: Any) -> None:
    """Show that the attempt is running."""
    if attempt := _attempt_of(run):
        publishing.publish(attempt.message.conversation_id, "attempt", {"attempt": attempt.pk})


@receiver(run_output)
def tell_page_of_output(
    sender: object, *, run: Run, stream: str, text: str, **_kwargs: Any
) -> None:
    """Show what the program prints, as it prints it."""
    if attempt := _attempt_of(run):
        publishing.publish(
            attempt.message.conversation_id,
            "output",
            {"attempt": attempt.pk, "stream": stream, "text": text},
        )


@receiver(run_ended)
def continue_turn(sender: object, *, run: Run, **_kwargs: Any) -> None:
    """Show the verdict, and repair where that is due."""
    if attempt := _attempt_of(run):
        publishing.publish(attempt.message.conversation_id, "attempt", {"attempt": attempt.pk})
        continue_after(attempt)


def _attempt_of(run: Run) -> Attempt | None:
    """The attempt that the run judges; None for a run that no conversation asked for."""
    return Attempt.objects.filter(run=run).select_related("message__conversation", "run").first()
