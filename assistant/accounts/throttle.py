"""Slow down who guesses passwords, by counters in Redis.

An attempt is counted before the password is looked at and taken back when it was right, so that
many guesses at once gain nothing. Two counters, each over a window that begins with its first
attempt: a name from one address, and one address whatever the names. A name alone is never
counted: a stranger could lock a member out. Where Redis is away, nobody is slowed down; signing in
matters more than the guesses of those minutes.

Written here because the packages that do it (django-axes, django-ratelimit) bring tables or a cache
of their own for these few lines.
"""

from __future__ import annotations

import hashlib
import logging

import redis

from assistant.conversations import eventlog

__all__ = ["admit", "forgive"]

WINDOW_SECONDS = 300
PER_NAME_AND_ADDRESS = 5
PER_ADDRESS = 50

logger = logging.getLogger(__name__)


def admit(*, username: str, address: str) -> int:
    """Count an attempt; the seconds to wait before the next one is looked at, 0 for this one."""
    limits = _limits(username, address)
    pipeline = eventlog.client().pipeline(transaction=True)
    for key in limits:
        pipeline.set(key, 0, ex=WINDOW_SECONDS, nx=True)
        pipeline.incr(key)
        pipeline.ttl(key)
    try:
        answers = pipeline.execute()
    except redis.RedisError as error:
        logger.warning("Attempts to sign in are not counted: %s", error)
        return 0
    waits = [
        max(1, seconds)
        for limit, count, seconds in zip(limits.values(), answers[1::3], answers[2::3], strict=True)
        if count > limit
    ]
    return max(waits, default=0)


def forgive(*, username: str, address: str) -> None:
    """The password was right: forget the name's attempts, and take this one from the address."""
    by_name, by_address = _limits(username, address)
    pipeline = eventlog.client().pipeline(transaction=True)
    pipeline.delete(by_name)
    pipeline.decr(by_address)
    pipeline.expire(by_address, WINDOW_SECONDS)
    try:
        pipeline.execute()
    except redis.RedisError as error:
        logger.warning("Attempts to sign in are not counted: %s", error)


def _limits(username: str, address: str) -> dict[str, int]:
    """The keys of the counters, with how many attempts each allows. Names are hostile: digested."""
    pair = hashlib.sha256(f"{username.casefold()}\n{address}".encode("utf-8", "replace"))
    return {
        f"sign-in:name:{pair.hexdigest()}": PER_NAME_AND_ADDRESS,
        f"sign-in:address:{address}": PER_ADDRESS,
    }
