"""Tell the pages and the generator what was committed. The rows stand without Redis.

An event that could not be published costs a page a moment of staleness, never a row: pages refetch
when the log comes back, and the generator looks at the table every second.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import redis
from django.db import transaction

from assistant.conversations import eventlog

__all__ = ["BELL_CHANNEL", "STOP_CHANNEL", "publish", "ring_generator", "stop_generations"]

BELL_CHANNEL = "generations:bell"
STOP_CHANNEL = "generations:stop"

logger = logging.getLogger(__name__)


def publish(conversation_id: uuid.UUID, event_type: str, data: Mapping[str, Any]) -> None:
    """Append an event to the conversation's log once the transaction is committed."""
    transaction.on_commit(partial(_append, conversation_id, event_type, dict(data)))


def ring_generator() -> None:
    """Tell the generators, once the transaction is committed, that a generation is queued."""
    transaction.on_commit(partial(_send, BELL_CHANNEL, ""))


def stop_generations(generation_ids: Iterable[int]) -> None:
    """Tell the generators, once the transaction is committed, to let these go."""
    transaction.on_commit(partial(_send, STOP_CHANNEL, json.dumps(sorted(generation_ids))))


def _append(conversation_id: uuid.UUID, event_type: str, data: Mapping[str, Any]) -> None:
    try:
        eventlog.append(conversation_id, event_type, data)
    except redis.RedisError as error:
        logger.warning("An event of %s was not published: %s", conversation_id, error)


def _send(channel: str, text: str) -> None:
    try:
        eventlog.client().publish(channel, text)
    except redis.RedisError as error:
        logger.warning("The channel %s could not be reached: %s", channel, error)
