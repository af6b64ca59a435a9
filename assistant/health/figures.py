"""What the rows add up to, for the administrator's page. Each figure is one query."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from assistant.accounts.models import Member
from assistant.conversations.models import Attempt, Generation
from sandbox.models import Run
from sandbox.verdicts import Verdict

__all__ = [
    "MemberUse",
    "ModelRate",
    "active_members",
    "generations_per_day",
    "members_use",
    "repair_rates",
    "runs_in_progress",
    "seconds_to_first_token",
]

USE_DAYS = 7
MEMBERS_SHOWN = 50
RUNS_SHOWN = 50
ANSWERS_MEASURED = 1000
BY_THE_MODEL = (
    Attempt.Origin.REPAIR,
    Attempt.Origin.FRESH_START,
    Attempt.Origin.FIX,
    Attempt.Origin.COMPLAINT,
)


@dataclass
class MemberUse:
    """What one member used in the last USE_DAYS days."""

    username: str
    generations: int = 0
    tokens: int = 0
    runs: int = 0


@dataclass(frozen=True)
class ModelRate:
    """How a model's programs fared: turns whose program was run, ok at once, ok after repair."""

    model: str
    turns: int
    first: int
    repaired: int

    @property
    def first_percent(self) -> int:
        """Turns whose first program was ok, in percent."""
        return round(100 * self.first / self.turns) if self.turns else 0

    @property
    def in_all_percent(self) -> int:
        """Turns that ended with a program that was ok, in percent."""
        return round(100 * (self.first + self.repaired) / self.turns) if self.turns else 0


def members_use() -> list[MemberUse]:
    """The members who used most tokens in the last days, MEMBERS_SHOWN of them at most."""
    since = timezone.now() - datetime.timedelta(days=USE_DAYS)
    found: dict[int, MemberUse] = {}
    written = (
        Generation.objects.filter(queued_at__gte=since)
        .order_by()
        .values("message__conversation__member", "message__conversation__member__username")
        .annotate(n=Count("pk"), prompt=Sum("prompt_tokens"), completion=Sum("completion_tokens"))
    )
    for row in written:
        found[row["message__conversation__member"]] = MemberUse(
            username=row["message__conversation__member__username"],
            generations=row["n"],
            tokens=row["prompt"] + row["completion"],
        )
    programs = (
        Attempt.objects.filter(created_at__gte=since, run__isnull=False)
        .order_by()
        .values("message__conversation__member", "message__conversation__member__username")
        .annotate(n=Count("pk"))
    )
    for ran in programs:
        use = found.setdefault(
            ran["message__conversation__member"],
            MemberUse(username=ran["message__conversation__member__username"]),
        )
        use.runs = ran["n"]
    by_cost = sorted(found.values(), key=lambda use: (-use.tokens, -use.runs, use.username))
    return by_cost[:MEMBERS_SHOWN]


def repair_rates() -> list[ModelRate]:
    """By model: of the turns whose program was judged, how many were ok at once, and after repair.

    A run that the member stopped, or that failed through our own fault, judges nothing.
    """
    mended = Attempt.objects.filter(
        message=OuterRef("message"),
        turn=OuterRef("turn"),
        origin__in=BY_THE_MODEL,
        run__verdict=Verdict.OK,
    )
    ok = Q(run__verdict=Verdict.OK)
    rows = (
        Attempt.objects.filter(origin=Attempt.Origin.ANSWER, run__status=Run.Status.DONE)
        .exclude(run__verdict__in=[Verdict.STOPPED, Verdict.INTERNAL_ERROR])
        .exclude(generation=None)
        .order_by()
        .values("generation__model")
        .annotate(
            turns=Count("pk"),
            first=Count("pk", filter=ok),
            repaired=Count("pk", filter=~ok & Q(Exists(mended))),
        )
    )
    rates = [
        ModelRate(row["generation__model"], row["turns"], row["first"], row["repaired"])
        for row in rows
    ]
    return sorted(rates, key=lambda rate: (-rate.turns, rate.model))


def generations_per_day(*, days: int) -> list[tuple[datetime.date, int]]:
    """How many answers were asked for on each of the last days, today last."""
    today = timezone.localdate()
    first = today - datetime.timedelta(days=days - 1)
    since = timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))
    counted = dict(
        Generation.objects.filter(queued_at__gte=since)
        .order_by()
        .annotate(day=TruncDate("queued_at"))
        .values_list("day")
        .annotate(n=Count("pk"))
    )
    return [
        (day, counted.get(day, 0))
        for day in (first + datetime.timedelta(days=n) for n in range(days))
    ]


def runs_in_progress() -> QuerySet[Run]:
    """Runs that are not over, the oldest first, with the member each belongs to."""
    return (
        Run.objects.exclude(status=Run.Status.DONE)
        .select_related("attempt__message__conversation__member")
        .only(
            "status",
            "started_at",
            "queued_at",
            "stop_requested",
            "claimed_by",
            "attempt__id",
            "attempt__message__id",
            "attempt__message__conversation__id",
            "attempt__message__conversation__title",
            "attempt__message__conversation__member__username",
        )
        .order_by("queued_at")[:RUNS_SHOWN]
    )


def seconds_to_first_token() -> list[float]:
    """Seconds from the queue to the first token of the last hour's answers, sorted."""
    since = timezone.now() - datetime.timedelta(hours=1)
    times = (
        Generation.objects.filter(queued_at__gte=since, first_token_at__isnull=False)
        .order_by("-pk")
        .values_list("queued_at", "first_token_at")[:ANSWERS_MEASURED]
    )
    return sorted((first - queued).total_seconds() for queued, first in times if first is not None)


def active_members() -> int:
    """Members who asked for something in the last USE_DAYS days."""
    since = timezone.now() - datetime.timedelta(days=USE_DAYS)
    return (
        Member.objects.filter(conversations__messages__generations__queued_at__gte=since)
        .distinct()
        .count()
    )
