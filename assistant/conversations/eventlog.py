"""The event log: one Redis Stream a conversation, and the fold that turns it back into a page.

An event is a type and a few plain values. `delta`, `block` and `output` are appended to what the
page shows; `text` says the whole of a generation's text afresh; all others only say which row has
changed. The log is what is in flight and may be lost: then a cursor is unknown here, and the page
fetches itself again.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import redis
from django.conf import settings
from redis.asyncio import Redis as AsyncRedis

__all__ = [
    "BEGINNING",
    "POOL_STREAM",
    "Event",
    "Fields",
    "Fold",
    "OpenText",
    "append",
    "async_client",
    "client",
    "decode",
    "decode_all",
    "entry",
    "fold",
    "put",
    "read_all",
    "stream_key",
]

# What redis-py calls a mapping of fields, whose keys it lets be more than text.
Fields = dict[Any, Any]
BEGINNING = "0-0"
POOL_STREAM = "events:pool"
TYPES = frozenset(
    {"message", "generation", "delta", "block", "text", "attempt", "output", "conversation"}
)


@dataclass(frozen=True)
class Event:
    """One entry of the log. `id` is the cursor of a reader that has seen it."""

    type: str
    data: Mapping[str, Any]
    id: str = ""


@dataclass
class OpenText:
    """What the log knows of one generation: its text, the HTML of its closed blocks, the rest."""

    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    open_from: int = 0

    @property
    def open(self) -> str:
        """The text after the last closed block."""
        return self.text[self.open_from :]


@dataclass
class Fold:
    """The state that the events up to `cursor` add up to."""

    cursor: str = BEGINNING
    generations: dict[int, OpenText] = field(default_factory=dict)
    outputs: dict[int, list[tuple[str, str]]] = field(default_factory=dict)


@cache
def client() -> redis.Redis:
    """This process's connection pool to Redis, for synchronous code."""
    return redis.Redis.from_url(
        settings.REDIS_URL, decode_responses=True, socket_timeout=5, socket_connect_timeout=2
    )


def async_client() -> AsyncRedis:
    """A new asynchronous client; whoever asks closes it."""
    return AsyncRedis.from_url(settings.REDIS_URL, decode_responses=True, socket_connect_timeout=2)


def stream_key(conversation_id: uuid.UUID | str) -> str:
    """The key of a conversation's stream."""
    return f"events:{conversation_id}"


def entry(event_type: str, data: Mapping[str, Any]) -> Fields:
    """The fields of a stream entry. Raises ValueError for a type that readers do not know."""
    if event_type not in TYPES:
        raise ValueError(f"{event_type!r} is not a type of event")
    return {"type": event_type, "data": json.dumps(data, ensure_ascii=False)}


def decode(entry_id: str, fields: Mapping[str, str]) -> Event:
    """The event of a stream entry."""
    return Event(type=fields["type"], data=json.loads(fields["data"]), id=entry_id)


def decode_all(entries: Any) -> list[Event]:
    """The events of what XRANGE or a stream of XREAD answers; none for None."""
    return [decode(entry_id, fields) for entry_id, fields in entries or ()]


def put(pipeline: Any, key: str, fields: Fields) -> None:
    """Add an entry to a bounded stream once the pipeline, of either client, is executed."""
    pipeline.xadd(key, fields, maxlen=settings.EVENT_LOG_MAX_ENTRIES, approximate=True)


def append(conversation_id: uuid.UUID | str, event_type: str, data: Mapping[str, Any]) -> None:
    """Append one event. Raises redis.RedisError when Redis cannot be reached."""
    key = stream_key(conversation_id)
    pipeline = client().pipeline(transaction=False)
    put(pipeline, key, entry(event_type, data))
    pipeline.expire(key, settings.EVENT_LOG_SECONDS)
    pipeline.execute()


def read_all(conversation_id: uuid.UUID | str) -> list[Event]:
    """Every event that is still in a conversation's log, oldest first."""
    return decode_all(client().xrange(stream_key(conversation_id)))


def fold(events: Iterable[Event]) -> Fold:
    """Add events up. A delta that does not continue the text cuts it at its offset first."""
    state = Fold()
    for event in events:
        state.cursor = event.id or state.cursor
        data = event.data
        if event.type == "delta":
            known = state.generations.setdefault(data["generation"], OpenText())
            known.text = known.text[: data["offset"]] + data["text"]
        elif event.type == "block":
            known = state.generations.setdefault(data["generation"], OpenText())
            known.blocks.append(dict(data))
            known.open_from = data["end"]
        elif event.type == "text":
            state.generations[data["generation"]] = OpenText(
                text=data["text"],
                blocks=list(data["blocks"]),
                open_from=data["blocks"][-1]["end"] if data["blocks"] else 0,
            )
        elif event.type == "output":
            state.outputs.setdefault(data["attempt"], []).append((data["stream"], data["text"]))
    return state
