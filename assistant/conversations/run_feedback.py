"""A run as the words that go back to the model."""

from __future__ import annotations

from inference.feedback import ErrorPlace, Feedback
from sandbox.models import Run

__all__ = ["feedback_of"]


def feedback_of(run: Run) -> Feedback:
    """What the run tells the model."""
    error = None
    if run.error_type:
        error = ErrorPlace(
            type=run.error_type,
            message=run.error_message,
            line=run.error_line,
            function=run.error_function or None,
            source=run.error_source or None,
            values=run.error_values,
        )
    return Feedback(
        verdict=run.verdict,
        reason=run.reason,
        error=error,
        output_tail=run.stdout if error else f"{run.stdout}\n{run.stderr}",
    )
