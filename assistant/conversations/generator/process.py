"""The generator process: one event loop that writes many answers at once.

Four loops share it. `_claim_loop` takes queued and lost generations as far as there is room;
`_flush_loop` sends the new text of all answers to Redis in one round trip every few tens of
milliseconds, and an answer's first token at once; `_lease_loop` keeps the leases and stores the
text; `_listen_loop` hears the doorbell and Stop. Each answer is a task of its own, and whatever
happens to it ends in one conditional update of its row.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import socket
import time
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

import redis
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext_noop

from assistant.conversations import eventlog, publishing
from assistant.conversations.generator import claims
from assistant.conversations.generator.claims import Claim, Usage
from assistant.conversations.generator.stream import LiveText, safe_text
from assistant.conversations.pool_view import PoolView, ReplicaView, write_pool
from inference.errors import NoReplica, PoolError
from inference.pool import ChatRequest, Pool

__all__ = ["Generator"]

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

FLUSH_SECONDS = 0.03
LEASE_REFRESH_SECONDS = 1.5
CLAIM_SECONDS = 1.0
POOL_STATUS_SECONDS = 1.0
STOP_SECONDS = 5.0

OVERDUE = gettext_noop(
    "No model server became ready in time, so the answer was given up; press Retry, or ask your "
    "administrator to look at the status page."
)


def in_database(function: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """Run a synchronous database function in Django's thread, with fresh connections."""

    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return sync_to_async(call, thread_sensitive=True)


class Generator:
    """Writes answers until it is told to stop; then gives them back so that another goes on."""

    def __init__(self, pool: Pool, *, owner: str = "") -> None:
        self.owner = owner or f"{socket.gethostname()}:{os.getpid()}"
        self._pool = pool
        self._redis = eventlog.async_client()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._live: dict[int, LiveText] = {}
        self._member_stops: set[int] = set()
        self._bell = asyncio.Event()
        self._flush_lock = asyncio.Lock()
        self._log_lost = False
        self._ending = False

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until `stopping` is set; answers in progress then go back to the queue."""
        loops = [
            asyncio.create_task(self._forever(loop, pause), name=loop.__name__)
            for loop, pause in (
                (self._claim_once, 0.0),
                (self._flush_once, FLUSH_SECONDS),
                (self._lease_once, LEASE_REFRESH_SECONDS),
                (self._listen, 1.0),
                (self._report_once, POOL_STATUS_SECONDS),
            )
        ]
        await stopping.wait()
        self._ending = True
        for task in loops:
            task.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        writing = list(self._tasks.values())
        for task in writing:
            task.cancel()
        if writing:
            await asyncio.wait(writing, timeout=STOP_SECONDS)
        await self._redis.aclose()

    async def _forever(self, once: Callable[[], Awaitable[None]], pause: float) -> None:
        """Repeat a step; Redis or the database being away makes it wait, not die.

        The Redis client can swallow a cancellation, hence the flag.
        """
        wait = 0.5
        while not self._ending:
            try:
                await once()
                wait = 0.5
                await asyncio.sleep(pause)
            except (redis.RedisError, OSError) as error:
                self._log_lost = True
                logger.warning("Redis is away (%s); trying again in %.1f s.", error, wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 5.0)
            except DatabaseError as error:
                logger.warning("The database is away (%s); trying again in %.1f s.", error, wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 5.0)

    async def _claim_once(self) -> None:
        self._bell.clear()
        room = settings.GENERATIONS_AT_ONCE - len(self._tasks)
        ready = [model for model in self._pool.models() if self._pool.has_ready(model)]
        if room > 0 and ready:
            taken = await in_database(claims.take_over_lost)(owner=self.owner, limit=room)
            taken += await in_database(claims.claim_queued)(
                owner=self.owner, models=ready, limit=room - len(taken)
            )
            for claim in taken:
                self._start(claim)
        await in_database(claims.expire_overdue)(sentence=OVERDUE)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLAIM_SECONDS):
                await self._bell.wait()

    def _start(self, claim: Claim) -> None:
        live = LiveText(claim.generation_id, claim.conversation_id)
        self._live[claim.generation_id] = live
        task = asyncio.create_task(self._write(claim, live))
        self._tasks[claim.generation_id] = task
        task.add_done_callback(lambda _task: self._forget(claim.generation_id))

    def _forget(self, generation_id: int) -> None:
        self._tasks.pop(generation_id, None)
        self._live.pop(generation_id, None)
        self._member_stops.discard(generation_id)
        self._bell.set()

    async def _write(self, claim: Claim, live: LiveText) -> None:
        """Stream one answer from the pool and end its row, whatever happens."""
        pk = claim.generation_id
        try:
            await self._recover(claim, live)
            await self._stream(claim, live)
            await self._flush(live, last=True)
            await in_database(claims.finish)(
                owner=self.owner, generation_id=pk, text=live.text, usage=live.usage
            )
        except asyncio.CancelledError:
            await asyncio.shield(self._let_go(pk, live))
        except NoReplica:
            await self._flush(live)
            await in_database(claims.release)(owner=self.owner, generation_id=pk, text=live.text)
        except PoolError as error:
            await self._flush(live, last=True)
            await in_database(claims.fail)(
                owner=self.owner,
                generation_id=pk,
                text=live.text,
                usage=live.usage,
                failure=str(error),
            )
        except (DatabaseError, redis.RedisError, OSError) as error:
            # The row keeps its lease; when it runs out, the generation is taken over.
            logger.warning("Generation %s is left to a take-over: %s", pk, error)

    async def _let_go(self, pk: int, live: LiveText) -> None:
        """End as stopped when the member asked for it; otherwise give the row back to the queue."""
        if pk in self._member_stops:
            await self._flush(live, last=True)
            await in_database(claims.stop)(
                owner=self.owner, generation_id=pk, text=live.text, usage=live.usage
            )
        else:
            await self._flush(live)
            await in_database(claims.release)(owner=self.owner, generation_id=pk, text=live.text)

    async def _recover(self, claim: Claim, live: LiveText) -> None:
        """Begin from what an earlier owner wrote: the log knows more than the row, if it lives."""
        if not (claim.taken_over or claim.text):
            return
        events = eventlog.decode_all(await self._redis.xrange(live.stream_key))
        known = eventlog.fold(events).generations.get(claim.generation_id)
        text = known.text if known and len(known.text) >= len(claim.text) else claim.text
        live.add(text)
        await self._append(live, [live.snapshot()])

    async def _stream(self, claim: Claim, live: LiveText) -> None:
        request = ChatRequest(
            model=claim.model,
            messages=claim.messages,
            prefix=live.text,
            request_id=f"generation-{claim.generation_id}",
            cache_salt=f"member-{claim.member_id}",
            affinity=str(claim.conversation_id),
        )
        first = True
        prompt_tokens = completion_tokens = 0
        async with contextlib.aclosing(self._pool.stream(request)) as chunks:
            async for chunk in chunks:
                if claim.generation_id in self._member_stops:
                    raise asyncio.CancelledError
                live.add(safe_text(chunk.text))
                prompt_tokens = chunk.prompt_tokens or prompt_tokens
                completion_tokens = chunk.completion_tokens or completion_tokens
                live.usage = Usage(
                    prompt_tokens, completion_tokens, chunk.replica, chunk.finish_reason or ""
                )
                if first and chunk.text:
                    first = False
                    await self._flush(live)
                    await in_database(claims.mark_first_token)(generation_id=claim.generation_id)

    async def _flush(self, live: LiveText, *, last: bool = False) -> None:
        """Send what one answer owes the log; where Redis is away, a snapshot follows later."""
        async with self._flush_lock:
            try:
                await self._append(live, live.drain_last() if last else live.drain())
            except (redis.RedisError, OSError):
                self._log_lost = True

    async def _append(self, live: LiveText, entries: list[eventlog.Fields]) -> None:
        if not entries:
            return
        pipeline = self._redis.pipeline(transaction=False)
        for fields in entries:
            eventlog.put(pipeline, live.stream_key, fields)
        pipeline.expire(live.stream_key, settings.EVENT_LOG_SECONDS)
        await pipeline.execute()

    async def _flush_once(self) -> None:
        """Send what all answers have written since the last time, in one round trip."""
        async with self._flush_lock:
            if self._log_lost:
                for live in self._live.values():
                    await self._append(live, [live.snapshot()])
                self._log_lost = False
            batches = [(live, live.drain()) for live in self._live.values()]
            pipeline = self._redis.pipeline(transaction=False)
            for live, entries in batches:
                for fields in entries:
                    eventlog.put(pipeline, live.stream_key, fields)
            if len(pipeline):
                await pipeline.execute()

    async def _lease_once(self) -> None:
        texts = {pk: live.text for pk, live in self._live.items()}
        if texts:
            for pk in await in_database(claims.refresh)(owner=self.owner, texts=texts):
                self._stop_one(pk)

    def _stop_one(self, pk: int) -> None:
        if task := self._tasks.get(pk):
            self._member_stops.add(pk)
            task.cancel()

    async def _listen(self) -> None:
        """Hear the doorbell and Stop until the connection breaks."""
        async with self._redis.pubsub() as channel:
            await channel.subscribe(publishing.BELL_CHANNEL, publishing.STOP_CHANNEL)
            async for heard in channel.listen():
                if heard["type"] != "message":
                    continue
                if heard["channel"] == publishing.BELL_CHANNEL:
                    self._bell.set()
                else:
                    for pk in json.loads(heard["data"]):
                        self._stop_one(pk)

    async def _report_once(self) -> None:
        """Write the pool's state for the pages, and tell those who wait their place."""
        queue = await in_database(claims.queued_places)()
        replicas = [
            ReplicaView(
                url=status.url,
                models=list(status.models),
                state=status.state,
                in_flight=status.in_flight,
                reason=status.reason,
                warming_seconds=status.warming_seconds,
            )
            for status in self._pool.status()
        ]
        view = PoolView(
            running=True,
            queued=len(queue),
            streaming=len(self._tasks),
            replicas=replicas,
            written_at=time.time(),
        )
        await sync_to_async(write_pool, thread_sensitive=False)(eventlog.client(), view)
        pipeline = self._redis.pipeline(transaction=False)
        for place, (pk, conversation_id, model) in enumerate(queue[:50], start=1):
            data = {"generation": pk, "place": place}
            if not view.ready(model) and (warming := view.warming_seconds()) is not None:
                data["warming_seconds"] = int(warming)
            key = eventlog.stream_key(conversation_id)
            eventlog.put(pipeline, key, eventlog.entry("generation", data))
        if len(pipeline):
            await pipeline.execute()
