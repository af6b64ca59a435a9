"""What the generator does to rows, each by a conditional update that another process can win.

A claim is a lease: its owner refreshes it, and a generation whose lease has run out is taken over
by whoever sees it first (the manner is Healthchecks': "another worker process got there first").
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from assistant.conversations import publishing
from assistant.conversations.generator.prompts import build_messages
from assistant.conversations.models import Attempt, CodeBlock, Generation
from assistant.conversations.rendering import render_blocks
from assistant.conversations.runnable import choose_runnable
from assistant.conversations.services import add_attempt

__all__ = [
    "Claim",
    "Usage",
    "claim_queued",
    "expire_overdue",
    "fail",
    "finish",
    "mark_first_token",
    "queued_places",
    "refresh",
    "release",
    "stop",
    "take_over_lost",
]

logger = logging.getLogger(__name__)
Status = Generation.Status
_ORIGINS = {
    Generation.Kind.ANSWER: Attempt.Origin.ANSWER,
    Generation.Kind.REPAIR: Attempt.Origin.REPAIR,
    Generation.Kind.COMPLAINT: Attempt.Origin.COMPLAINT,
    Generation.Kind.FRESH_START: Attempt.Origin.FRESH_START,
}


@dataclass(frozen=True)
class Claim:
    """A generation that this process may write, with all it needs to ask the model."""

    generation_id: int
    conversation_id: UUID
    member_id: int
    model: str
    messages: list[dict[str, str]]
    text: str
    taken_over: bool


@dataclass(frozen=True)
class Usage:
    """What an answer cost, and where it was written."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    replica: str = ""
    finish_reason: str = ""


def claim_queued(*, owner: str, models: Collection[str], limit: int) -> list[Claim]:
    """Claim up to `limit` queued generations for models that are ready, fairly among members.

    Each member's oldest goes before anybody's second-oldest.
    """
    if limit <= 0 or not models:
        return []
    waiting = Generation.objects.filter(status=Status.QUEUED, model__in=list(models)).order_by("pk")
    by_member: dict[int, int] = defaultdict(int)
    ranked: list[tuple[int, int]] = []
    for pk, member in waiting.values_list("pk", "message__conversation__member_id")[:500]:
        ranked.append((by_member[member], pk))
        by_member[member] += 1
    claims = []
    for _rank, pk in sorted(ranked)[:limit]:
        won = Generation.objects.filter(pk=pk, status=Status.QUEUED).update(
            status=Status.STREAMING,
            claimed_by=owner,
            lease_until=_lease(),
            started_at=Coalesce(F("started_at"), timezone.now()),
        )
        if won:
            claims.append(_claim(pk, taken_over=False))
    return claims


def take_over_lost(*, owner: str, limit: int) -> list[Claim]:
    """Claim streaming generations whose owner has not refreshed its lease in time."""
    lost = Generation.objects.filter(status=Status.STREAMING, lease_until__lt=timezone.now())
    claims = []
    for pk, former, lease in lost.values_list("pk", "claimed_by", "lease_until")[: max(limit, 0)]:
        won = Generation.objects.filter(
            pk=pk, status=Status.STREAMING, claimed_by=former, lease_until=lease
        ).update(claimed_by=owner, lease_until=_lease())
        if won:
            logger.warning("Generation %s is taken over from %s.", pk, former)
            claims.append(_claim(pk, taken_over=True))
    return claims


def refresh(*, owner: str, texts: Mapping[int, str]) -> set[int]:
    """Keep the leases, store what is written so far; those that are to stop or are lost."""
    to_stop: set[int] = set()
    with transaction.atomic():
        for pk, text in texts.items():
            kept = Generation.objects.filter(
                pk=pk, status=Status.STREAMING, claimed_by=owner, stop_requested=False
            ).update(lease_until=_lease(), text=text)
            if not kept:
                to_stop.add(pk)
    return to_stop


def mark_first_token(*, generation_id: int) -> None:
    """Note when the first token came; a take-over does not change it."""
    Generation.objects.filter(pk=generation_id, first_token_at=None).update(
        first_token_at=timezone.now()
    )


@transaction.atomic
def finish(*, owner: str, generation_id: int, text: str, usage: Usage) -> bool:
    """Store the whole answer and its code blocks, and queue the run of the runnable one.

    False when the generation is no longer this owner's.
    """
    if not _end(owner, generation_id, Status.DONE, text=text, usage=usage):
        return False
    generation = Generation.objects.select_related("message__conversation").get(pk=generation_id)
    message = generation.message
    blocks = [block for block in render_blocks(text) if block.is_code]
    CodeBlock.objects.bulk_create(
        CodeBlock(
            generation=generation,
            index=block.index,
            language=(block.language or "")[:40],
            code=block.code or "",
        )
        for block in blocks
    )
    _publish(generation)
    runnable = choose_runnable(blocks)
    if runnable is not None and message.conversation.auto_run and message.turn == generation.turn:
        add_attempt(
            message=message,
            origin=_ORIGINS[Generation.Kind(generation.kind)],
            code=runnable.code or "",
            generation=generation,
            based_on=generation.repairs,
        )
    return True


@transaction.atomic
def fail(*, owner: str, generation_id: int, text: str, usage: Usage, failure: str) -> bool:
    """End the generation with a sentence that the member reads; what was written is kept."""
    ended = _end(owner, generation_id, Status.FAILED, text=text, usage=usage, failure=failure[:500])
    if ended:
        _publish(Generation.objects.select_related("message").get(pk=generation_id))
    return ended


@transaction.atomic
def stop(*, owner: str, generation_id: int, text: str, usage: Usage) -> bool:
    """End the generation because the member stopped it; what was written is kept."""
    ended = _end(owner, generation_id, Status.STOPPED, text=text, usage=usage)
    if ended:
        _publish(Generation.objects.select_related("message").get(pk=generation_id))
    return ended


@transaction.atomic
def release(*, owner: str, generation_id: int, text: str) -> None:
    """Put the generation back into the queue with what was written: no replica can go on now."""
    released = Generation.objects.filter(
        pk=generation_id, status=Status.STREAMING, claimed_by=owner
    ).update(status=Status.QUEUED, claimed_by="", lease_until=None, text=text)
    if released:
        _publish(Generation.objects.select_related("message").get(pk=generation_id))


@transaction.atomic
def expire_overdue(*, sentence: str) -> int:
    """Fail queued generations that have waited past their deadline; how many those were."""
    limit = timezone.now() - timedelta(seconds=settings.GENERATION_DEADLINE_SECONDS)
    overdue = Generation.objects.filter(status=Status.QUEUED, queued_at__lt=limit)
    count = 0
    for generation in overdue.select_related("message"):
        failed = Generation.objects.filter(pk=generation.pk, status=Status.QUEUED).update(
            status=Status.FAILED, failure=sentence[:500], finished_at=timezone.now()
        )
        if failed:
            count += 1
            _publish(generation)
    return count


def queued_places() -> list[tuple[int, UUID, str]]:
    """The queue in the order of its ids: generation, conversation, model."""
    return list(
        Generation.objects.filter(status=Status.QUEUED)
        .order_by("pk")
        .values_list("pk", "message__conversation_id", "model")[:500]
    )


def _claim(pk: int, *, taken_over: bool) -> Claim:
    generation = Generation.objects.select_related("message__conversation").get(pk=pk)
    conversation = generation.message.conversation
    _publish(generation)
    return Claim(
        generation_id=pk,
        conversation_id=conversation.pk,
        member_id=conversation.member_id,
        model=generation.model,
        messages=build_messages(generation),
        text=generation.text,
        taken_over=taken_over,
    )


def _end(owner: str, pk: int, status: str, *, text: str, usage: Usage, failure: str = "") -> bool:
    changes: dict[str, Any] = {
        "status": status,
        "text": text,
        "failure": failure,
        "finished_at": timezone.now(),
        "lease_until": None,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "replica": usage.replica[:200],
        "finish_reason": usage.finish_reason[:20],
    }
    return bool(
        Generation.objects.filter(pk=pk, status=Status.STREAMING, claimed_by=owner).update(
            **changes
        )
    )


def _publish(generation: Generation) -> None:
    publishing.publish(
        generation.message.conversation_id, "generation", {"generation": generation.pk}
    )


def _lease() -> Any:
    return timezone.now() + timedelta(seconds=settings.GENERATION_LEASE_SECONDS)
