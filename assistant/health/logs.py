"""What the log need not repeat every second."""

from __future__ import annotations

import logging

__all__ = ["ExpectedAnswers"]


class ExpectedAnswers(logging.Filter):
    """Leaves out Django's line for a /readyz of 503: it is an answer, asked for every second."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        request = getattr(record, "request", None)
        not_ready = getattr(record, "status_code", None) == 503
        return not (not_ready and getattr(request, "path", "") == "/readyz")
