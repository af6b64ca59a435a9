"""The one error that set-up shows to a person."""

from __future__ import annotations

__all__ = ["SetupError"]


class SetupError(Exception):
    """Set-up cannot go on. The message is one sentence: what happened, why, and what to do."""
