"""What can be wrong with what a member asks for. The text of each is shown to the member.

ConversationError
├── InvalidMessage      empty, too long, or not text
├── UnknownModel        a model that is not served here
└── NotPossible         the thing asked for does not fit the state it is in
"""

from __future__ import annotations

__all__ = ["ConversationError", "InvalidMessage", "NotPossible", "UnknownModel"]


class ConversationError(Exception):
    """One sentence for the member: what happened, why, and what to do."""

    status = 400


class InvalidMessage(ConversationError):
    """The message cannot be taken as it is."""


class UnknownModel(ConversationError):
    """The model is not served here."""


class NotPossible(ConversationError):
    """The thing asked for does not fit the state it is in."""

    status = 409
