"""One reader of the event log for all the sockets of a web process.

A single XREAD waits for every conversation that somebody has open. Each subscription first gets
what came after its cursor, then what the reader sees; entry ids keep the two apart, so nothing is
lost or doubled between them. A subscriber that is too slow is cut off, and comes back with its
cursor.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import redis
from redis.asyncio import Redis as AsyncRedis

from assistant.conversations import eventlog
from assistant.conversations.eventlog import BEGINNING, POOL_STREAM, Event
from assistant.conversations.pool_view import PoolView, parse_pool

__all__ = ["CursorLost", "LogReader", "Subscription", "TooSlow"]

logger = logging.getLogger(__name__)

MAX_BACKLOG = 5_000
MAX_BATCHES = 500
BLOCK_MS = 2_000


class CursorLost(Exception):
    """The log no longer holds what follows the cursor: the page must fetch itself again."""


class TooSlow(Exception):
    """The subscriber does not keep up; it may come back with its cursor."""


@dataclass(eq=False)
class Subscription:
    """One socket's view of one conversation. `cursor` is the last entry that it was given."""

    key: str
    cursor: str
    _batches: asyncio.Queue[list[Event] | PoolView | Exception] = field(
        default_factory=lambda: asyncio.Queue(MAX_BATCHES)
    )
    _held: list[list[Event] | PoolView | Exception] | None = field(default_factory=list)

    async def next(self) -> list[Event] | PoolView:
        """Wait for what comes next. Raises CursorLost or TooSlow."""
        while True:
            item = await self._batches.get()
            if isinstance(item, Exception):
                raise item
            if isinstance(item, PoolView):
                return item
            fresh = [event for event in item if _after(event.id, self.cursor)]
            if fresh:
                self.cursor = fresh[-1].id
                return fresh

    def begin(self, missed: list[Event]) -> None:
        """Give what was missed first; what came in meanwhile waited for it."""
        held, self._held = self._held or [], None
        for item in [missed, *held]:
            self.put(item)

    def put(self, item: list[Event] | PoolView | Exception) -> None:
        """Give the subscriber something without waiting; a full queue cuts it off."""
        if self._held is not None:
            self._held.append(item)
            return
        try:
            self._batches.put_nowait(item)
        except asyncio.QueueFull:
            while not self._batches.empty():
                self._batches.get_nowait()
            self._batches.put_nowait(TooSlow())


class LogReader:
    """Reads the log for all subscriptions of one event loop."""

    def __init__(self, client: AsyncRedis | None = None) -> None:
        self._redis = client or eventlog.async_client()
        self._subscribers: dict[str, set[Subscription]] = defaultdict(set)
        self._last_ids: dict[str, str] = {POOL_STREAM: "$"}
        self._wake_key = f"events:wake:{id(self):x}"
        self._pool: PoolView | None = None
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    async def subscribe(self, key: str, cursor: str) -> Subscription:
        """Follow a stream from a cursor. The subscription is given what it missed first.

        Raises CursorLost when that is no longer known, redis.RedisError when Redis is away.
        """
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read_forever())
        subscription = Subscription(key, cursor)
        if key not in self._last_ids:
            newest = eventlog.decode_all(await self._redis.xrevrange(key, count=1))
            self._last_ids.setdefault(key, newest[0].id if newest else BEGINNING)
        self._subscribers[key].add(subscription)
        try:
            missed = await self._missed(key, cursor)
            await self._redis.xadd(self._wake_key, {"key": key}, maxlen=1)
        except BaseException:
            self.unsubscribe(subscription)
            raise
        subscription.begin(missed)
        if self._pool is not None:
            subscription.put(self._pool)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Stop following. Safe to call twice."""
        followers = self._subscribers.get(subscription.key)
        if followers is None:
            return
        followers.discard(subscription)
        if not followers:
            del self._subscribers[subscription.key]
            self._last_ids.pop(subscription.key, None)

    async def close(self) -> None:
        """Stop reading. A cancellation that the client swallows ends at the next entry."""
        self._closing = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._redis.aclose()

    async def _missed(self, key: str, cursor: str) -> list[Event]:
        """What came after the cursor; the cursor's own entry proves that nothing is gone."""
        if cursor == BEGINNING:
            events = eventlog.decode_all(await self._redis.xrange(key, count=MAX_BACKLOG + 1))
        else:
            answer = await self._redis.xrange(key, min=cursor, count=MAX_BACKLOG + 2)
            events = eventlog.decode_all(answer)
            if not events or events[0].id != cursor:
                raise CursorLost
            events = events[1:]
        if len(events) > MAX_BACKLOG:
            raise CursorLost
        return events

    async def _read_forever(self) -> None:
        wait = 0.2
        while not self._closing:
            try:
                await self._read_once()
                wait = 0.2
            except (redis.RedisError, OSError) as error:
                logger.warning("Redis is away (%s); trying again in %.1f s.", error, wait)
                for followers in list(self._subscribers.values()):
                    for subscription in followers:
                        subscription.put(CursorLost())
                await asyncio.sleep(wait)
                wait = min(wait * 2, 5.0)

    async def _read_once(self) -> None:
        streams: eventlog.Fields = {self._wake_key: "$", **self._last_ids}
        answer: Any = await self._redis.xread(streams, block=BLOCK_MS, count=1_000)
        for key, entries in answer or ():
            if key == POOL_STREAM:
                self._last_ids[key] = entries[-1][0]
                self._tell_pool(parse_pool(entries[-1][1]["pool"]))
            elif key == self._wake_key:
                self._last_ids[key] = entries[-1][0]
            elif key in self._last_ids:
                self._last_ids[key] = entries[-1][0]
                events = eventlog.decode_all(entries)
                for subscription in self._subscribers.get(key, ()):
                    subscription.put(events)

    def _tell_pool(self, view: PoolView) -> None:
        """Tell all sockets when something that the page shows of the pool has changed."""
        if self._pool is not None and _shown(view) == _shown(self._pool):
            return
        self._pool = view
        for followers in self._subscribers.values():
            for subscription in followers:
                subscription.put(view)


def _shown(view: PoolView) -> tuple[object, ...]:
    warming = view.warming_seconds()
    states = tuple((replica.url, replica.state) for replica in view.replicas)
    return view.running, view.queued, states, None if warming is None else int(warming)


def _after(entry_id: str, cursor: str) -> bool:
    return _parts(entry_id) > _parts(cursor)


def _parts(entry_id: str) -> tuple[int, int]:
    milliseconds, _, sequence = entry_id.partition("-")
    return int(milliseconds), int(sequence or 0)
