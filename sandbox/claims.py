"""The runs that this process is executing: their leases, and how they hear that they must stop.

One thread listens to Redis for stops, so that a program dies within a quarter of a second; another
renews all leases by one update and looks at the rows' stop flags, for Redis may be away.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from uuid import UUID

import redis
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from sandbox.engine import is_alive, process_name
from sandbox.models import Run
from sandbox.services import stop_channel

__all__ = ["LEASE", "Claim", "Claims", "claims", "holder_is_gone"]

LEASE = timedelta(seconds=10)
RENEW_SECONDS = 1.0
LISTEN_SECONDS = 1.0
RETRY_SECONDS = 1.0

logger = logging.getLogger(__name__)


@dataclass
class Claim:
    """One run that this process has. `abandoned` means: to be run again by another runner."""

    run_id: UUID
    holder: str
    stop: threading.Event = field(default_factory=threading.Event)
    abandoned: bool = False

    def abandon(self) -> None:
        """End the run here, to be done by another runner from the start."""
        self.abandoned = True
        self.stop.set()


class Claims:
    """All claims of this process. Safe to use from many threads."""

    def __init__(self) -> None:
        self._claims: dict[str, Claim] = {}
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._ending = False

    @contextmanager
    def held(self, run_id: UUID, holder: str) -> Iterator[Claim]:
        """Keep the lease of a run while the block runs, and have it stopped when asked."""
        claim = Claim(run_id, holder)
        with self._changed:
            self._claims[stop_channel(run_id)] = claim
            if self._ending:
                claim.abandon()
            self._start_threads()
            self._changed.notify_all()
        # Whoever asked before this line left only the flag.
        if Run.objects.filter(pk=run_id, stop_requested=True).exists():
            claim.stop.set()
        try:
            yield claim
        finally:
            with self._changed:
                self._claims.pop(stop_channel(run_id), None)

    def abandon_all(self) -> None:
        """Abandon every run of this process, also one that is taken but not held yet."""
        with self._changed:
            self._ending = True
            for claim in self._claims.values():
                claim.abandon()

    def _start_threads(self) -> None:
        if not self._threads:
            for target in (self._listen, self._renew):
                thread = threading.Thread(target=target, name="run-claims", daemon=True)
                self._threads.append(thread)
                thread.start()

    def _listen(self) -> None:
        while True:
            try:
                self._follow_stops()
            except redis.RedisError as error:
                logger.debug("Stops are heard late while Redis is away: %s", error)
                threading.Event().wait(RETRY_SECONDS)

    def _follow_stops(self) -> None:
        with (
            redis.Redis.from_url(settings.REDIS_URL, decode_responses=True) as client,
            client.pubsub(ignore_subscribe_messages=True) as channel,
        ):
            channel.psubscribe(stop_channel("*"))
            while True:
                message = channel.get_message(timeout=LISTEN_SECONDS)
                if message is None:
                    continue
                with self._changed:
                    claim = self._claims.get(message["channel"])
                if claim is not None:
                    claim.stop.set()

    def _renew(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._claims)
                held = list(self._claims.values())
            try:
                close_old_connections()
                for claim in held:
                    renew(claim)
            except DatabaseError as error:
                logger.warning("A lease could not be renewed: %s", error)
            finally:
                connection.close()
            threading.Event().wait(RENEW_SECONDS)


def renew(claim: Claim) -> None:
    """Keep the lease; end the run when it was stopped, or when somebody else has it by now."""
    mine = Run.objects.filter(pk=claim.run_id, status=Run.Status.RUNNING, claimed_by=claim.holder)
    kept = mine.filter(stop_requested=False).update(lease_until=timezone.now() + LEASE)
    if not kept:
        claim.stop.set()
        mine.update(lease_until=timezone.now() + LEASE)


def new_holder() -> str:
    """A name for one claim, from which others on this host can tell whether its process lives."""
    host = socket.gethostname()[:40].replace("/", "-")
    return f"{host}/{process_name(os.getpid())}/{uuid.uuid4().hex[:8]}"


def holder_is_gone(holder: str) -> bool:
    """True when the claim's process ran on this host and is dead; False when nobody can tell."""
    host, _, rest = holder.partition("/")
    if host != socket.gethostname()[:40].replace("/", "-"):
        return False
    return not is_alive(rest.partition("/")[0])


@cache
def claims() -> Claims:
    """The claims of this process."""
    return Claims()
