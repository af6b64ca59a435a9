"""What the generator does to rows: leases, fairness, and one end for each generation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assistant.accounts.models import Member
from assistant.conversations import eventlog, services
from assistant.conversations.generator import claims
from assistant.conversations.generator.claims import Usage
from assistant.conversations.models import Attempt, Generation
from sandbox.models import Run
from tests.people import asked

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]
Status = Generation.Status
PROGRAM = "A program:\n\n```python\nprint(1)\n```\n"


def claim(owner: str = "one", limit: int = 10) -> list[claims.Claim]:
    return claims.claim_queued(owner=owner, models=["demo"], limit=limit)


def expire_lease(generation_id: int) -> None:
    Generation.objects.filter(pk=generation_id).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )


def test_a_queued_generation_is_claimed_once(alice: Member) -> None:
    asked(alice)
    (mine,) = claim("one")
    assert claim("two") == []
    assert Generation.objects.get(pk=mine.generation_id).claimed_by == "one"
    assert mine.messages == [{"role": "user", "content": "스네이크 게임을 만들어 주세요"}]


def test_a_model_that_is_not_ready_leaves_its_generations_queued(alice: Member) -> None:
    asked(alice)
    assert claims.claim_queued(owner="one", models=["deepseek-v2-chat"], limit=10) == []
    assert claims.claim_queued(owner="one", models=[], limit=10) == []
    assert len(claims.queued_places()) == 1


def test_one_members_many_requests_do_not_hold_up_anothers_first(
    alice: Member, bob: Member
) -> None:
    hers = [asked(alice).generations.get().pk for _ in range(3)]
    his = asked(bob).generations.get().pk
    assert [one.generation_id for one in claim(limit=2)] == [hers[0], his]


def test_a_lease_that_ran_out_is_taken_over_with_what_was_written(alice: Member) -> None:
    asked(alice)
    (mine,) = claim("one")
    claims.refresh(owner="one", texts={mine.generation_id: "half an ans"})
    assert claims.take_over_lost(owner="two", limit=10) == []
    expire_lease(mine.generation_id)
    (theirs,) = claims.take_over_lost(owner="two", limit=10)
    assert (theirs.text, theirs.taken_over) == ("half an ans", True)
    assert not claims.finish(
        owner="one", generation_id=mine.generation_id, text="late", usage=Usage()
    )
    assert claims.finish(
        owner="two", generation_id=mine.generation_id, text="half an answer", usage=Usage(3, 4, "x")
    )
    row = Generation.objects.get(pk=mine.generation_id)
    assert (row.status, row.text, row.completion_tokens) == (Status.DONE, "half an answer", 4)


def test_refreshing_names_what_was_lost_or_is_to_stop(alice: Member, bob: Member) -> None:
    kept, stopped = asked(alice), asked(bob)
    by_message = {one.conversation_id: one.generation_id for one in claim("one")}
    services.stop_conversation(conversation=stopped.conversation)
    texts = dict.fromkeys(by_message.values(), "text")
    to_stop = claims.refresh(owner="one", texts=texts)
    assert to_stop == {by_message[stopped.conversation_id]}
    assert claims.refresh(owner="two", texts=texts) == set(texts)
    assert kept.generations.get().text == "text"


def test_a_finished_program_becomes_a_block_an_attempt_and_a_queued_run(alice: Member) -> None:
    message = asked(alice)
    (mine,) = claim()
    claims.finish(owner="one", generation_id=mine.generation_id, text=PROGRAM, usage=Usage())
    attempt = message.attempts.get()
    assert (attempt.origin, attempt.number, attempt.code) == (
        Attempt.Origin.ANSWER,
        1,
        "print(1)\n",
    )
    assert Run.objects.get().status == Run.Status.QUEUED
    assert message.generations.get().code_blocks.get().index == 1
    types = [event.type for event in eventlog.read_all(message.conversation_id)]
    assert types[-2:] == ["generation", "attempt"]


def test_with_running_switched_off_the_program_waits_for_the_member(alice: Member) -> None:
    message = asked(alice)
    services.set_options(conversation=message.conversation, auto_run=False)
    (mine,) = claim()
    claims.finish(owner="one", generation_id=mine.generation_id, text=PROGRAM, usage=Usage())
    assert not message.attempts.exists()
    block = message.generations.get().code_blocks.get()
    services.run_block(block=block)
    assert message.attempts.get().code == "print(1)\n"


def test_an_answer_without_a_program_runs_nothing(alice: Member) -> None:
    message = asked(alice, "hello")
    (mine,) = claim()
    claims.finish(owner="one", generation_id=mine.generation_id, text="Hello!", usage=Usage())
    assert not message.attempts.exists()


def test_a_stopped_or_failed_answer_keeps_what_was_written(alice: Member, bob: Member) -> None:
    stopped, failed = asked(alice), asked(bob)
    ids = {one.conversation_id: one.generation_id for one in claim()}
    claims.stop(owner="one", generation_id=ids[stopped.conversation_id], text="par", usage=Usage())
    claims.fail(
        owner="one",
        generation_id=ids[failed.conversation_id],
        text="tial",
        usage=Usage(),
        failure="The engine is gone; press Retry.",
    )
    assert (stopped.generations.get().status, stopped.generations.get().text) == ("stopped", "par")
    row = failed.generations.get()
    assert (row.status, row.text) == ("failed", "tial")
    assert row.failure == "The engine is gone; press Retry."


def test_a_released_generation_waits_again_and_keeps_its_place(alice: Member, bob: Member) -> None:
    first, second = asked(alice), asked(bob)
    (mine,) = claim(limit=1)
    claims.release(owner="one", generation_id=mine.generation_id, text="half")
    places = [conversation for _pk, conversation, _model in claims.queued_places()]
    assert places == [first.conversation_id, second.conversation_id]
    (again,) = claim("two", limit=1)
    assert (again.generation_id, again.text) == (mine.generation_id, "half")


def test_what_waits_past_its_deadline_fails_with_a_sentence(alice: Member) -> None:
    message = asked(alice)
    assert claims.expire_overdue(sentence="Too late.") == 0
    Generation.objects.update(queued_at=timezone.now() - timedelta(hours=1))
    assert claims.expire_overdue(sentence="Too late.") == 1
    row = message.generations.get()
    assert (row.status, row.failure) == (Status.FAILED, "Too late.")


def test_an_answer_to_a_turn_that_is_over_starts_no_run(alice: Member) -> None:
    message = asked(alice)
    (mine,) = claim()
    message.turn += 1
    message.save()
    claims.finish(owner="one", generation_id=mine.generation_id, text=PROGRAM, usage=Usage())
    assert not message.attempts.exists()
