"""The pool: many replicas behind one call that streams an answer.

`stream` finds a replica, and when that fails before its first token finds another. When one dies in
the middle of an answer, another continues from what was written: the caller sees one unbroken
iterator. That is safe because a prefix is all the state that an answer has.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncGenerator, Callable, Sequence
from types import TracebackType

import aiohttp

from inference.addresses import ReplicaAddress
from inference.answer import Answer
from inference.chat import ChatRequest, Chunk, Timeouts, with_defaults
from inference.client import new_session, stream_chat
from inference.errors import (
    EngineBusy,
    EngineFailed,
    EngineRefused,
    EngineTimeout,
    EngineUnreachable,
    NoReplica,
    PoolError,
    PromptTooLong,
    StreamBroken,
)
from inference.probing import probe_forever
from inference.replica import Replica, ReplicaStatus, Thresholds

__all__ = [
    "ChatRequest",
    "Chunk",
    "Pool",
    "ReplicaAddress",
    "ReplicaStatus",
    "Thresholds",
    "Timeouts",
]

#: How often one answer may break in its middle: a request that kills engines must not kill all.
MAX_BREAKS = 3
#: The pause before the replica that broke off is asked to go on itself, in seconds.
RESUME_SECONDS = 1.0
#: Refusals that may be one replica's own fault: its key is wrong, or it lacks the model.
ONE_REPLICA_ONLY = {401, 403, 404}
#: How much busier, in answers, a request's own replica may be before it goes elsewhere.
AFFINITY_SLACK = 2


class Pool:
    """Replicas, kept under watch between `__aenter__` and `__aexit__`, in one event loop."""

    def __init__(
        self,
        replicas: Sequence[ReplicaAddress],
        timeouts: Timeouts | None = None,
        *,
        thresholds: Thresholds | None = None,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        """`on_change` is called whenever a replica's state or models have changed."""
        self._timeouts = timeouts or Timeouts()
        self._thresholds = thresholds or Thresholds()
        self._on_change = on_change or (lambda: None)
        self._replicas = [Replica(address, self._thresholds) for address in replicas]
        self._session: aiohttp.ClientSession | None = None
        self._probes: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Pool:
        self._session = new_session(self._timeouts)
        self._probes = [
            asyncio.create_task(
                probe_forever(replica, self._session, self._thresholds, self._on_change)
            )
            for replica in self._replicas
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for probe in self._probes:
            probe.cancel()
        await asyncio.gather(*self._probes, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def status(self) -> list[ReplicaStatus]:
        """Every replica now, in the order in which they were given."""
        return [replica.status() for replica in self._replicas]

    def models(self) -> list[str]:
        """The models that the replicas serve, each once, in the replicas' order."""
        return list(dict.fromkeys(model for each in self._replicas for model in each.models))

    def has_ready(self, model: str) -> bool:
        """Whether a request for this model would go somewhere now."""
        return any(replica.routable and replica.serves(model) for replica in self._replicas)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Chunk, None]:
        """One answer. Its last chunk has a `finish_reason`; closing it early frees the engine.

        Raises `NoReplica` when none can take it or go on with it: what was streamed is good, and
        asking again with it as the prefix goes on. The other errors of the tree are final.
        """
        answer = Answer(with_defaults(request))
        deadline = asyncio.get_running_loop().time() + self._timeouts.total
        failed: set[str] = set()
        error: PoolError | None = None
        breaks, resumed = 0, 0
        while True:
            replica = self._choose(request, failed)
            if replica is None and resumed < breaks:
                # Nobody else: the one that broke may have been cut off and still be there.
                resumed = breaks
                failed.clear()
                await asyncio.sleep(RESUME_SECONDS)
                continue
            if replica is None and error is not None and not _is_waitable(error):
                raise error
            if replica is None:
                raise self._nowhere(request.model, error)
            written = answer.tokens
            try:
                async with contextlib.aclosing(self._attempt(replica, answer, deadline)) as chunks:
                    async for chunk in chunks:
                        yield chunk
                        if chunk.finish_reason:
                            return
            except PoolError as found:
                error = found
                self._note(replica, error)
                breaks += answer.tokens > written
                if not _elsewhere(error) or breaks > MAX_BREAKS:
                    raise
            failed.add(replica.url)
            if answer.is_full:
                yield answer.ended("length", replica.url)
                return

    async def _attempt(
        self, replica: Replica, answer: Answer, deadline: float
    ) -> AsyncGenerator[Chunk, None]:
        """One replica's part of an answer."""
        if self._session is None:
            raise RuntimeError("The pool is not open: use it in `async with`.")
        part = answer.begin_part()
        with replica.occupied():
            chunks = stream_chat(
                self._session,
                replica.address,
                part,
                dialect=replica.dialect,
                timeouts=self._timeouts,
                deadline=deadline,
            )
            async with contextlib.aclosing(chunks):
                async for chunk in chunks:
                    replica.token_came()
                    taken = answer.take(chunk)
                    yield taken
                    if taken.finish_reason:
                        return

    def _choose(self, request: ChatRequest, failed: set[str]) -> Replica | None:
        """The replica for a request: the ready before the unhealthy, then the least in flight.

        Those in `failed` have failed this request already.
        """
        fit = [each for each in self._replicas if each.routable and each.serves(request.model)]
        fit = [each for each in fit if each.url not in failed]
        if not fit:
            return None
        fit.sort(
            key=lambda each: (each.is_busy, each.state != "ready", each.in_flight, each.last_used)
        )
        first = fit[0]
        if not request.affinity:
            return first
        equals = [
            each
            for each in fit
            if (each.is_busy, each.state) == (first.is_busy, first.state)
            and each.in_flight <= first.in_flight + AFFINITY_SLACK
        ]
        return max(equals, key=lambda each: _attraction(request.affinity, each.url))

    def _note(self, replica: Replica, error: PoolError) -> None:
        """What an error says about the replica."""
        match error:
            case EngineBusy():
                replica.busy(error.retry_after)
            case EngineUnreachable():
                replica.lost(str(error))
            case EngineTimeout(phase="in all") | EngineRefused() | PromptTooLong():
                return
            case _:
                replica.request_failed(str(error))
        self._on_change()

    def _nowhere(self, model: str, error: PoolError | None) -> NoReplica:
        """Why a request can go nowhere at the moment."""
        if isinstance(error, EngineBusy):
            return NoReplica(
                "Every model server is full, so the answer waits for a place.",
                retry_after=error.retry_after,
            )
        serving = [each.status() for each in self._replicas if each.serves(model)]
        warming = [each.warming_seconds or 0.0 for each in serving if each.state == "warming"]
        if warming:
            return NoReplica(f"The model is warming up ({max(warming):.0f} s).")
        if not serving and all(each.models for each in self._replicas):
            known = ", ".join(self.models()) or "none"
            return NoReplica(
                f"No model server has the model {model!r} (there is: {known}); choose another "
                "model, or ask the administrator to start one.",
                retry_after=10.0,
            )
        return NoReplica("No model server can be reached; the answer waits until one is back.")


def _elsewhere(error: PoolError) -> bool:
    """Whether another replica may do better."""
    if isinstance(error, EngineRefused):
        return error.status in ONE_REPLICA_ONLY
    if isinstance(error, EngineTimeout):
        return error.phase != "in all"
    return isinstance(error, EngineFailed | StreamBroken)


def _is_waitable(error: PoolError) -> bool:
    """Whether waiting for a replica is the cure, once all have been tried."""
    return isinstance(error, EngineBusy | EngineUnreachable | StreamBroken)


def _attraction(affinity: str, url: str) -> bytes:
    """Rendezvous hashing: one request's ranking of the replicas, stable when others come or go."""
    return hashlib.blake2b(f"{affinity}\0{url}".encode(), digest_size=8).digest()
