"""Everything that reads conversations for the pages. The first paint costs at most ten queries.

A page is the event log's fold over the rows. The log is read before the rows: what the rows know
and the log did not yet is then sent again over the socket, and replaces the same elements.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from assistant.accounts.models import Member
from assistant.conversations import eventlog
from assistant.conversations.eventlog import Fold, OpenText
from assistant.conversations.models import Attempt, Conversation, Generation, Message
from assistant.conversations.pool_view import PoolView, read_pool
from assistant.conversations.presenting import (
    OUTPUT_CHARS,
    REPAIR_KINDS,
    AttemptView,
    GenerationView,
    TurnView,
    present_attempt,
    present_generation,
)
from sandbox.models import Artifact, Run

__all__ = [
    "Activity",
    "ConversationPage",
    "activity_of",
    "conversation_list",
    "conversation_page",
    "load_attempt",
    "load_generation",
    "search_conversations",
]

TURNS_AT_ONCE = 50
LISTED_AT_ONCE = 50
FRESH_SECONDS = 60
_MEMBER_ORIGINS = frozenset(
    {Attempt.Origin.ANSWER, Attempt.Origin.COMPLAINT, Attempt.Origin.EDIT, Attempt.Origin.AGAIN}
)
_ACTIVE = (Generation.Status.QUEUED, Generation.Status.STREAMING)


@dataclass(frozen=True)
class Activity:
    """What works for a conversation now. `kind` is empty when nothing does."""

    kind: str = ""

    @property
    def busy(self) -> bool:
        """Whether a message must wait."""
        return bool(self.kind)


@dataclass(frozen=True)
class ConversationPage:
    """What the page of a conversation shows; `earlier` is the id before which there is more."""

    conversation: Conversation
    turns: Sequence[TurnView]
    cursor: str
    activity: Activity
    pool: PoolView
    earlier: int | None = None


@dataclass(frozen=True)
class ListedConversation:
    """A line of the list: its conversation, its group of days, what the search found in it."""

    row: Conversation
    group: str
    found: str = ""


def conversation_list(
    member: Member, *, before: tuple[datetime, uuid.UUID] | None = None
) -> tuple[list[ListedConversation], bool]:
    """The member's newest conversations (before a place in the list); whether there are more."""
    rows = Conversation.objects.filter(member=member).order_by("-updated_at", "-id")
    if before is not None:
        at, pk = before
        rows = rows.filter(Q(updated_at__lt=at) | Q(updated_at=at, id__lt=pk))
    found = list(rows[: LISTED_AT_ONCE + 1])
    listed = [ListedConversation(row, group_of(row.updated_at)) for row in found[:LISTED_AT_ONCE]]
    return listed, len(found) > LISTED_AT_ONCE


def group_of(moment: datetime) -> str:
    """Which heading of the list a conversation stands under."""
    today = timezone.localdate()
    day = timezone.localtime(moment).date()
    if day >= today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    if day > today - timedelta(days=7):
        return "week"
    if day > today - timedelta(days=30):
        return "month"
    return "older"


def search_conversations(member: Member, words: str) -> list[ListedConversation]:
    """The member's conversations that hold the words in their title, a message or an answer."""
    words = " ".join(words.replace("\x00", "").split())[:200]
    if not words:
        return conversation_list(member)[0]
    own = Conversation.objects.filter(member=member)
    messages = dict(
        Message.objects.filter(conversation__member=member, body__icontains=words)
        .order_by("id")
        .values_list("conversation_id", Left("body", 4_000))[:500]
    )
    answers = dict(
        Generation.objects.filter(
            message__conversation__member=member,
            turn=F("message__turn"),
            kind=Generation.Kind.ANSWER,
            text__icontains=words,
        )
        .order_by("id")
        .values_list("message__conversation_id", Left("text", 20_000))[:500]
    )
    rows = own.filter(Q(title__icontains=words) | Q(pk__in=[*messages, *answers]))
    return [
        ListedConversation(
            row,
            group_of(row.updated_at),
            excerpt(messages.get(row.pk) or answers.get(row.pk) or "", words),
        )
        for row in rows.order_by("-updated_at", "-id")[:LISTED_AT_ONCE]
    ]


def excerpt(text: str, words: str) -> str:
    """A few words around the place where the text holds the words."""
    line = " ".join(text.split())
    at = max(line.lower().find(words.lower()), 0)
    start = max(at - 30, 0)
    return ("…" if start else "") + line[start : at + 60]


def conversation_page(conversation: Conversation, *, before: int | None = None) -> ConversationPage:
    """The conversation's last turns (before a message id), with what is in flight."""
    state, told = _read_log(conversation.pk)
    rows = _Rows.read(conversation, before)
    if rows.have_outrun(state, told):
        state, _told = _read_log(conversation.pk)
        rows = _Rows.read(conversation, before)
    pool = read_pool()
    return ConversationPage(
        conversation=conversation,
        turns=rows.turns(state, pool),
        cursor=state.cursor,
        activity=rows.activity(),
        pool=pool,
        earlier=rows.earlier,
    )


def load_generation(
    generation_id: int, *, empty: bool, place: int | None = None, warming_seconds: int | None = None
) -> GenerationView | None:
    """One generation as it is now; None when it is gone."""
    row = (
        Generation.objects.select_related("message__conversation").filter(pk=generation_id).first()
    )
    if row is None:
        return None
    number = 0
    if row.kind in REPAIR_KINDS:
        steps = _in_order(
            Generation.objects.filter(message=row.message_id, turn=row.turn).only(
                "kind", "queued_at", "message"
            ),
            Attempt.objects.filter(message=row.message_id, turn=row.turn).only(
                "origin", "created_at", "message"
            ),
        )
        number = _repair_numbers(steps).get(row.pk, 0)
    return present_generation(
        row,
        empty=empty,
        number=number,
        repairs=row.message.conversation.max_repairs,
        place=place,
        warming_seconds=warming_seconds,
    )


def load_attempt(attempt_id: int, *, output: Iterable[tuple[str, str]] = ()) -> AttemptView | None:
    """One attempt as it is now; None when it is gone."""
    row = _attempts().filter(pk=attempt_id).select_related("generation", "based_on").first()
    if row is None:
        return None
    artifacts = list(Artifact.objects.filter(run=row.run_id).defer("content")) if row.run_id else []
    return present_attempt(
        row,
        artifacts=artifacts,
        output=output,
        head=_head(row),
        tokens=_tokens(row, row.generation),
        based_on=row.based_on.number if row.based_on else None,
        is_open=True,
    )


def activity_of(conversation_id: uuid.UUID) -> Activity:
    """What works for the conversation now."""
    active = (
        Generation.objects.filter(message__conversation=conversation_id, status__in=_ACTIVE)
        .only("kind", "status")
        .first()
    )
    if active is not None:
        return _activity_in(active)
    running = (
        Run.objects.filter(attempt__message__conversation=conversation_id)
        .exclude(status=Run.Status.DONE)
        .exists()
    )
    return Activity("running" if running else "")


def _activity_in(generation: Generation) -> Activity:
    """What an answer that is on its way is doing."""
    if generation.kind != Generation.Kind.ANSWER:
        return Activity("repairing")
    waits = generation.status == Generation.Status.QUEUED
    return Activity("waiting" if waits else "writing")


@dataclass(frozen=True)
class _Rows:
    """The rows of some turns, read with one query for each table."""

    conversation: Conversation
    messages: list[Message]
    generations: list[Generation]
    attempts: list[Attempt]
    artifacts: list[Artifact]
    earlier: int | None

    @classmethod
    def read(cls, conversation: Conversation, before: int | None) -> _Rows:
        messages = Message.objects.filter(conversation=conversation).order_by("-id")
        if before is not None:
            messages = messages.filter(pk__lt=before)
        newest = list(messages[: TURNS_AT_ONCE + 1])
        shown = newest[:TURNS_AT_ONCE][::-1]
        earlier = shown[0].pk if len(newest) > TURNS_AT_ONCE else None
        for message in shown:
            message.conversation = conversation
        generations = list(
            Generation.objects.filter(message__in=shown, turn=F("message__turn")).defer("prompt")
        )
        attempts = list(_attempts().filter(message__in=shown, turn=F("message__turn")))
        runs = [attempt.run_id for attempt in attempts if attempt.run_id]
        artifacts = (
            list(Artifact.objects.filter(run__in=runs).defer("content").order_by("id"))
            if runs
            else []
        )
        return cls(conversation, shown, generations, attempts, artifacts, earlier)

    def have_outrun(self, state: Fold, told: Set[int]) -> bool:
        """Whether an answer that the log tells of has ended since the log was read.

        Its last words would then come over the socket to a page that shows them already.
        """
        since = timezone.now() - timedelta(seconds=FRESH_SECONDS)
        return any(
            row.pk in told
            and row.finished_at is not None
            and row.finished_at > since
            and row.text != state.generations.get(row.pk, OpenText()).text
            for row in self.generations
        )

    def activity(self) -> Activity:
        for row in self.generations:
            if row.is_active:
                return _activity_in(row)
        if any(row.run and row.run.status != Run.Status.DONE for row in self.attempts):
            return Activity("running")
        return Activity()

    def turns(self, state: Fold, pool: PoolView) -> list[TurnView]:
        """The turns with their steps in order; of a turn's steps, the last is unfolded."""
        turns = {message.pk: TurnView(message) for message in self.messages}
        generations = {row.pk: row for row in self.generations}
        numbers = {row.pk: row.number for row in self.attempts}
        artifacts: dict[uuid.UUID, list[Artifact]] = {}
        for artifact in self.artifacts:
            artifacts.setdefault(artifact.run_id, []).append(artifact)
        steps = _in_order(self.generations, self.attempts)
        repairs = _repair_numbers(steps)
        last = {step.message_id: step for step in steps}
        for step in steps:
            view: GenerationView | AttemptView
            if isinstance(step, Generation):
                view = self._generation(step, state, pool, repairs.get(step.pk, 0))
            else:
                view = present_attempt(
                    step,
                    artifacts=artifacts.get(step.run_id, ()) if step.run_id else (),
                    output=state.outputs.get(step.pk, ()),
                    head=_head(step),
                    tokens=_tokens(step, generations.get(step.generation_id or 0)),
                    based_on=numbers.get(step.based_on_id or 0),
                    is_open=last[step.message_id] is step,
                )
            turns[step.message_id].steps.append(view)
        return list(turns.values())

    def _generation(
        self, row: Generation, state: Fold, pool: PoolView, number: int
    ) -> GenerationView:
        place = warming = None
        if row.status == Generation.Status.QUEUED:
            place = Generation.objects.filter(
                status=Generation.Status.QUEUED, pk__lte=row.pk
            ).count()
            waited = pool.warming_seconds()
            if waited is not None and not pool.ready(row.model):
                warming = int(waited)
        return present_generation(
            row,
            live=state.generations.get(row.pk) if row.is_active else None,
            number=number,
            repairs=min(self.conversation.max_repairs, settings.REPAIRS_CAP),
            place=place,
            warming_seconds=warming,
        )


def _attempts() -> QuerySet[Attempt]:
    """Attempts with their runs, without what can be long; the output's beginning is enough."""
    return (
        Attempt.objects.select_related("run")
        .annotate(stdout_head=Left("run__stdout", OUTPUT_CHARS + 1))
        .defer("code", "run__code", "run__stdin", "run__tests", "run__stdout", "run__stderr")
    )


def _head(attempt: Attempt) -> str:
    """How the output of a row that `_attempts` read begins."""
    return str(vars(attempt)["stdout_head"])


def _in_order(
    generations: Iterable[Generation], attempts: Iterable[Attempt]
) -> list[Generation | Attempt]:
    """Generations and attempts as they came; what came at once, in the order of writing."""
    keyed: list[tuple[datetime, int, int, Generation | Attempt]] = [
        *((row.queued_at, 0, row.pk, row) for row in generations),
        *((row.created_at, 1, row.pk, row) for row in attempts),
    ]
    return [row for *_key, row in sorted(keyed, key=lambda item: item[:3])]


def _repair_numbers(steps: Iterable[Generation | Attempt]) -> Mapping[int, int]:
    """Which repair each repairing generation is, counted from the last program that is none."""
    numbers: dict[int, int] = {}
    count: dict[int, int] = {}
    for step in steps:
        if isinstance(step, Attempt):
            if step.origin in _MEMBER_ORIGINS:
                count[step.message_id] = 0
        elif step.kind in REPAIR_KINDS:
            count[step.message_id] = numbers[step.pk] = count.get(step.message_id, 0) + 1
    return numbers


def _tokens(attempt: Attempt, generation: Generation | None) -> int:
    """The tokens that writing the program took; none for one that the model did not write."""
    written = attempt.origin not in (Attempt.Origin.EDIT, Attempt.Origin.AGAIN, Attempt.Origin.FIX)
    return generation.completion_tokens if generation is not None and written else 0


def _read_log(conversation_id: uuid.UUID) -> tuple[Fold, Set[int]]:
    """What the log adds up to, and the generations that it tells of.

    Nothing where Redis is away, for the rows stand without it.
    """
    try:
        events = eventlog.read_all(conversation_id)
    except redis.RedisError:
        return Fold(), frozenset()
    told = {event.data["generation"] for event in events if event.type == "generation"}
    return eventlog.fold(events), told
