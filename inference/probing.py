"""Asks replicas again and again whether they are well, and now and then what they serve.

Only `/health` is asked, which costs an engine nothing; its metrics are left alone, because reading
them often slows it down (llm-d#1842).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable

import aiohttp

from inference.client import headers_for
from inference.replica import Replica, Thresholds

__all__ = ["probe_forever"]

#: Who says in `/v1/models` that it understands vLLM's own parameters.
VLLM_KIN = {"vllm", "sglang"}
MAX_MODELS = 64
MAX_NAME_CHARS = 200


async def probe_forever(
    replica: Replica,
    session: aiohttp.ClientSession,
    thresholds: Thresholds,
    changed: Callable[[], None],
) -> None:
    """Keeps one replica's state true until cancelled; calls `changed` when it was not."""
    models_known_at = float("-inf")
    while True:
        before = (replica.state, replica.reason, replica.models)
        well = await _is_well(replica, session, thresholds)
        if well:
            stale = time.monotonic() - models_known_at > thresholds.models_every
            if stale and await _learn_models(replica, session, thresholds):
                models_known_at = time.monotonic()
            if replica.models:
                replica.probe_answered()
            else:
                replica.probe_missed("it does not say which models it serves")
        if (replica.state, replica.reason, replica.models) != before:
            changed()
        pause = {
            "ready": thresholds.probe_ready,
            "unhealthy": thresholds.probe_waiting,
            "warming": thresholds.probe_waiting,
            "ejected": thresholds.probe_ejected,
        }[replica.state]
        replica.nudge.clear()
        # Not wait_for, which in Python 3.11 forgets a cancellation that meets the nudge.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await replica.nudge.wait()


async def _is_well(
    replica: Replica, session: aiohttp.ClientSession, thresholds: Thresholds
) -> bool:
    """One probe; a bad one is noted. A server without `/health` is asked for its models instead."""
    limit = aiohttp.ClientTimeout(total=thresholds.probe_timeout)
    headers = headers_for(replica.address)
    try:
        for path in ("/health", "/v1/models"):
            url = f"{replica.url}{path}"
            async with session.get(url, headers=headers, timeout=limit) as answer:
                if answer.status == 200:
                    return True
                if answer.status not in (404, 405):
                    replica.probe_missed(f"its health is answered with {answer.status}")
                    return False
        replica.probe_missed("it has neither /health nor /v1/models")
    except TimeoutError:
        replica.probe_missed(f"it did not answer within {thresholds.probe_timeout:g} s")
    except (aiohttp.ClientError, OSError):
        replica.lost("it cannot be reached")
    return False


async def _learn_models(
    replica: Replica, session: aiohttp.ClientSession, thresholds: Thresholds
) -> bool:
    """Asks what it serves; whether it said so in a shape that can be used."""
    limit = aiohttp.ClientTimeout(total=thresholds.probe_timeout)
    url = f"{replica.url}/v1/models"
    try:
        async with session.get(url, headers=headers_for(replica.address), timeout=limit) as answer:
            answer.raise_for_status()
            listing = await answer.json()
        models = {str(item["id"]): str(item.get("owned_by", "")) for item in listing["data"]}
    except (aiohttp.ClientError, OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    if not replica.address.model:
        names = [name for name in models if 0 < len(name) <= MAX_NAME_CHARS]
        replica.models = tuple(names[:MAX_MODELS])
    kin = VLLM_KIN.intersection(models.values())
    replica.dialect = "vllm" if kin or replica.address.local else "openai"
    return bool(models)
