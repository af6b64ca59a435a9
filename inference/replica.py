"""One replica as the pool sees it: what it serves, how it is, and how many answers it is writing.

    warming ──ready──▶ ready ──missed probes──▶ unhealthy ──more──▶ ejected
       ▲                 ▲  └──connection refused──▶ ejected           │
       │                 └────────probes answered again────────────────┤
       └──────────────────(started here: its launcher is at work)──────┘

Requests go to ready replicas, to an unhealthy one only when there is no other, and to the rest
never. A replica that was started on this machine is not ejected but warming again: its launcher is
already starting it anew. What warms for too long is ejected after all. One that answers probes and
fails requests is left alone for a while.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from inference.addresses import ReplicaAddress
from inference.chat import Dialect

__all__ = ["Replica", "ReplicaState", "ReplicaStatus", "Thresholds"]

ReplicaState = Literal["ready", "warming", "unhealthy", "ejected"]


#: How long a replica that answers probes and fails requests is left alone at first, and at most.
OUT_SECONDS = 10.0
LONGEST_OUT_SECONDS = 120.0
#: How long one that does not answer is thought to be warming up, elsewhere and started here.
REMOTE_PATIENCE = 120.0
LOCAL_PATIENCE = 600.0


@dataclass(frozen=True)
class Thresholds:
    """When a replica changes state, and how often it is asked; times are in seconds."""

    eject_after: int = 3
    return_after: int = 1
    probe_timeout: float = 5.0
    probe_ready: float = 2.0
    probe_waiting: float = 0.5
    probe_ejected: float = 2.0
    models_every: float = 60.0


@dataclass(frozen=True)
class ReplicaStatus:
    """A replica at one moment. `since` is the Unix time at which its state began."""

    url: str
    models: tuple[str, ...]
    state: ReplicaState
    since: float
    in_flight: int
    reason: str
    warming_seconds: float | None


class Replica:
    """The pool's account of one replica. `in_flight` is counted here and never asked for."""

    def __init__(self, address: ReplicaAddress, thresholds: Thresholds) -> None:
        self.address = address
        self.models: tuple[str, ...] = (address.model,) if address.model else ()
        self.dialect: Dialect = "vllm" if address.local else "openai"
        self.state: ReplicaState = "warming"
        self.reason = ""
        self.in_flight = 0
        self.last_used = 0.0
        self.busy_until = 0.0
        self.nudge = asyncio.Event()
        self._thresholds = thresholds
        self._since = time.time()
        self._missed = 0
        self._answered = 0
        self._failed_requests = 0
        self._out_until = 0.0

    @property
    def url(self) -> str:
        return self.address.url

    @property
    def routable(self) -> bool:
        """Whether requests may go there at all."""
        return self.state in ("ready", "unhealthy")

    def serves(self, model: str) -> bool:
        """Whether it has this model."""
        return model in self.models

    def status(self) -> ReplicaStatus:
        """What it is like now."""
        warming = round(time.time() - self._since, 1) if self.state == "warming" else None
        return ReplicaStatus(
            self.url, self.models, self.state, self._since, self.in_flight, self.reason, warming
        )

    @contextmanager
    def occupied(self) -> Iterator[None]:
        """Counts one answer for as long as it is being written, however that ends."""
        self.in_flight += 1
        self.last_used = time.monotonic()
        try:
            yield
        finally:
            self.in_flight -= 1

    def token_came(self) -> None:
        """It is writing: nothing can be wrong with it."""
        if self.state != "ready" or self._missed or self._failed_requests:
            self._missed = self._failed_requests = 0
            self._out_until = 0.0
            self._become("ready", "")

    def probe_answered(self) -> None:
        """A probe was answered. The load stays what it is, and so does what requests have shown."""
        self._missed = 0
        self._answered += 1
        if self.state == "ready" or time.monotonic() < self._out_until:
            return
        if self.state != "ejected" or self._answered >= self._thresholds.return_after:
            self._become("ready", "")

    def probe_missed(self, reason: str) -> None:
        """A probe was answered badly or not in time: it may only be slow."""
        self._answered = 0
        self._missed += 1
        if self.state in ("warming", "ejected"):
            self._still_away(reason)
        elif self._missed >= self._thresholds.eject_after:
            self._become("warming" if self.address.local else "ejected", reason)
        else:
            self._become("unhealthy", reason)

    def request_failed(self, reason: str) -> None:
        """An answer failed. Probes may be fine all the same, so these are counted by themselves."""
        self._failed_requests += 1
        self.nudge.set()
        if self._failed_requests >= self._thresholds.eject_after:
            over = self._failed_requests - self._thresholds.eject_after
            self._out_until = time.monotonic() + min(OUT_SECONDS * 2**over, LONGEST_OUT_SECONDS)
            self._answered = 0
            self._become("ejected", reason)
        elif self.state == "ready":
            self._become("unhealthy", reason)

    def lost(self, reason: str) -> None:
        """A connection was refused or dropped: there is nobody there."""
        self._answered = 0
        self._missed += 1
        self.nudge.set()
        if self.state in ("warming", "ejected"):
            self._still_away(reason)
        else:
            self._become("warming" if self.address.local else "ejected", reason)

    def busy(self, seconds: float) -> None:
        """Its queue is full: others come first for this long."""
        self.busy_until = time.monotonic() + seconds

    @property
    def is_busy(self) -> bool:
        """Whether it has lately said that its queue is full."""
        return time.monotonic() < self.busy_until

    def _still_away(self, reason: str) -> None:
        self.reason = reason
        patience = LOCAL_PATIENCE if self.address.local else REMOTE_PATIENCE
        if self.state == "warming" and time.time() - self._since > patience:
            self._become("ejected", reason)

    def _become(self, state: ReplicaState, reason: str) -> None:
        if state != self.state:
            self._since = time.time()
        self.state = state
        self.reason = reason
