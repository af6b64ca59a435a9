"""What the administrator's figures count, and what they leave out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assistant.accounts.models import Member
from assistant.conversations.models import Attempt, Generation, Message
from assistant.health import figures
from sandbox.models import Run
from sandbox.verdicts import Verdict
from tests.people import asked

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]
Origin = Attempt.Origin


def judged(message: Message, *verdicts: Verdict, model: str = "demo") -> None:
    """The message's turn: a first program and its repairs, with these verdicts."""
    generation = message.generations.get()
    Generation.objects.filter(pk=generation.pk).update(model=model)
    for number, verdict in enumerate(verdicts, 1):
        Attempt.objects.create(
            message=message,
            turn=1,
            number=number,
            origin=Origin.ANSWER if number == 1 else Origin.REPAIR,
            generation=generation,
            code="x",
            run=Run.objects.create(
                code="x", wall_seconds=1, status=Run.Status.DONE, verdict=verdict
            ),
        )


def test_repair_is_counted_by_turn_and_by_model(alice: Member) -> None:
    judged(asked(alice), Verdict.OK)
    judged(asked(alice), Verdict.ERROR, Verdict.ERROR, Verdict.OK)
    judged(asked(alice), Verdict.TIMEOUT, Verdict.ERROR)
    judged(asked(alice), Verdict.OK, model="other")
    rates = {rate.model: rate for rate in figures.repair_rates()}
    demo = rates["demo"]
    assert (demo.turns, demo.first, demo.repaired) == (3, 1, 1)
    assert (demo.first_percent, demo.in_all_percent) == (33, 67)
    assert rates["other"].in_all_percent == 100


def test_runs_that_judge_nothing_are_left_out(alice: Member) -> None:
    judged(asked(alice), Verdict.STOPPED)
    judged(asked(alice), Verdict.INTERNAL_ERROR)
    assert figures.repair_rates() == []


def test_a_member_running_it_again_is_no_repair(alice: Member) -> None:
    message = asked(alice)
    judged(message, Verdict.ERROR, Verdict.OK)
    Attempt.objects.filter(number=2).update(origin=Origin.EDIT)
    (rate,) = figures.repair_rates()
    assert (rate.first, rate.repaired) == (0, 0)


def test_use_is_summed_for_each_member_over_the_last_days(alice: Member, bob: Member) -> None:
    judged(asked(alice), Verdict.OK)
    asked(alice)
    Generation.objects.update(prompt_tokens=10, completion_tokens=5)
    old = asked(bob).generations.get()
    Generation.objects.filter(pk=old.pk).update(queued_at=timezone.now() - timedelta(days=8))
    (use,) = figures.members_use()
    assert (use.username, use.generations, use.tokens, use.runs) == ("alice", 2, 30, 1)
    assert figures.active_members() == 1


def test_every_day_is_there_today_last(alice: Member) -> None:
    asked(alice)
    asked(alice)
    early = asked(alice).generations.get()
    Generation.objects.filter(pk=early.pk).update(queued_at=timezone.now() - timedelta(days=2))
    days = figures.generations_per_day(days=7)
    assert [count for _day, count in days] == [0, 0, 0, 0, 1, 0, 2]
    assert days[-1][0] == timezone.localdate()


def test_the_first_token_is_timed_from_the_queue(alice: Member) -> None:
    asked(alice)
    assert figures.seconds_to_first_token() == []
    generation = Generation.objects.get()
    generation.first_token_at = generation.queued_at + timedelta(seconds=1.5)
    generation.save(update_fields=["first_token_at"])
    assert figures.seconds_to_first_token() == [1.5]
