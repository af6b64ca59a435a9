"""What can go wrong between a request and its answer.

    PoolError                  the base of them all
    ├── NoReplica              wait, then ask again: nothing was lost, nothing can take it now
    ├── PromptTooLong          never retry: shorten the prompt
    ├── EngineRefused          never retry as it is: the engine finds fault with the request
    ├── EngineFailed           a retry may help: the engine broke down over it
    │   ├── EngineBusy         its queue is full
    │   └── EngineUnreachable  it does not answer at all, or connecting took too long
    ├── EngineTimeout          a retry may help: the engine was silent or slow for too long
    └── StreamBroken           a retry may help: the answer was cut, and no replica could finish it

`str(error)` is one sentence for the person who asked; `retry` says whether asking again can help.
The pool itself has by then tried every replica that could help, so a caller only has to wait for
`NoReplica` (its `retry_after` says how long) and to show the rest.
"""

from __future__ import annotations

from typing import Literal

__all__ = [
    "EngineBusy",
    "EngineFailed",
    "EngineRefused",
    "EngineTimeout",
    "EngineUnreachable",
    "NoReplica",
    "PoolError",
    "PromptTooLong",
    "StreamBroken",
    "TimeoutPhase",
]

TimeoutPhase = Literal["first token", "between tokens", "in all"]

MAX_DETAIL_CHARS = 300


class PoolError(Exception):
    """An answer cannot be had; the message is one sentence for people."""

    retry = False


class NoReplica(PoolError):
    """No replica can take the request at this moment. `retry_after` is in seconds."""

    retry = True

    def __init__(self, message: str, *, retry_after: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class PromptTooLong(PoolError):
    """The prompt does not fit in the model's context, which is `limit` tokens where it is known."""

    def __init__(self, limit: int | None = None) -> None:
        room = f" of {limit:,} tokens" if limit else ""
        super().__init__(
            f"The message and what it refers to do not fit in the model's context{room}: "
            "shorten the message or begin a new conversation."
        )
        self.limit = limit


class EngineRefused(PoolError):
    """The engine says that the request is wrong; `status` is its HTTP status."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"The model server refused the request ({status}): {clean_detail(detail)}")
        self.status = status


class EngineFailed(PoolError):
    """The engine answered with an error of its own, or with nonsense."""

    retry = True

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"The model server failed over this request, try again: {clean_detail(detail)}"
        )


class EngineBusy(EngineFailed):
    """The replica takes no more for now; `retry_after` is in seconds."""

    def __init__(self, retry_after: float = 1.0) -> None:
        super().__init__("its queue is full")
        self.retry_after = retry_after


class EngineUnreachable(EngineFailed):
    """The replica could not be connected to, or hung up before it said anything."""


class EngineTimeout(PoolError):
    """The engine took longer than `limit` seconds for the phase named by `phase`."""

    retry = True

    _SENTENCES = {
        "first token": "The model server did not begin its answer within {limit:g} s; try again.",
        "between tokens": (
            "The model server fell silent for {limit:g} s in the middle of its answer; try again."
        ),
        "in all": "The answer took longer than the {limit:g} s that one answer may take.",
    }

    def __init__(self, phase: TimeoutPhase, limit: float) -> None:
        super().__init__(self._SENTENCES[phase].format(limit=limit))
        self.phase = phase
        self.limit = limit


class StreamBroken(PoolError):
    """An answer was cut in the middle."""

    retry = True

    def __init__(self, detail: str) -> None:
        super().__init__(f"The answer was cut in the middle, try again: {clean_detail(detail)}")


def clean_detail(detail: str) -> str:
    """Somebody else's words, made into the end of one sentence: one line, bounded, printable."""
    line = " ".join("".join(c if c.isprintable() else " " for c in detail).split())
    if len(line) > MAX_DETAIL_CHARS:
        line = line[: MAX_DETAIL_CHARS - 1] + "…"
    return line if line.endswith((".", "!", "?", "…")) else f"{line or 'no reason given'}."
