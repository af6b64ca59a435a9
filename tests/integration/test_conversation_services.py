"""The services that write conversations, with a real Redis and a real database."""

from __future__ import annotations

import uuid

import pytest
from django.http import Http404
from django.utils import timezone

from assistant.accounts.models import Member
from assistant.conversations import access, eventlog, services
from assistant.conversations.errors import InvalidMessage, NotPossible, UnknownModel
from assistant.conversations.models import Attempt, Conversation, Generation, Message
from sandbox.models import Artifact, Run
from sandbox.verdicts import Verdict
from tests.people import asked

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]
Status = Generation.Status


def event_types(conversation: Conversation) -> list[str]:
    return [event.type for event in eventlog.read_all(conversation.pk)]


def answered(message: Message, text: str = "ok") -> Generation:
    """The message's queued generation, ended as if it had been written."""
    generation = message.generations.get(status=Status.QUEUED)
    Generation.objects.filter(pk=generation.pk).update(
        status=Status.DONE, text=text, finished_at=timezone.now()
    )
    generation.refresh_from_db()
    return generation


def ran(message: Message, verdict: Verdict = Verdict.ERROR) -> Attempt:
    """An attempt of the message whose run has ended."""
    attempt = services.run_edited(message=message, code="print(1)")
    Run.objects.filter(pk=attempt.run_id).update(status=Run.Status.DONE, verdict=verdict)
    return Attempt.objects.select_related("run", "message__conversation").get(pk=attempt.pk)


def test_a_message_is_stored_with_its_queued_answer_and_the_page_is_told(alice: Member) -> None:
    message = asked(alice)
    generation = message.generations.get()
    assert (generation.status, generation.kind) == (Status.QUEUED, Generation.Kind.ANSWER)
    assert generation.prompt == message.body
    assert event_types(message.conversation) == ["message", "generation"]


def test_a_message_sent_twice_is_stored_once(alice: Member) -> None:
    client_id = uuid.uuid4().hex
    first = services.start_conversation(member=alice, body="hi", client_message_id=client_id)
    again = services.start_conversation(member=alice, body="hi", client_message_id=client_id)
    assert first == again
    assert Conversation.objects.count() == Message.objects.count() == 1
    assert Generation.objects.count() == 1


def test_the_same_client_id_of_two_members_makes_two_conversations(
    alice: Member, bob: Member
) -> None:
    client_id = uuid.uuid4().hex
    for member in (alice, bob):
        services.start_conversation(member=member, body="hi", client_message_id=client_id)
    assert Conversation.objects.count() == 2


@pytest.mark.parametrize("body", ["", "   \n ", "\x00", "x" * 1_000_000])
def test_an_empty_or_endless_message_is_refused_and_nothing_is_stored(
    alice: Member, body: str
) -> None:
    with pytest.raises(InvalidMessage):
        services.start_conversation(member=alice, body=body, client_message_id="a")
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("client_id", ["", "a b", "x" * 65, "<script>", "a\n"])
def test_a_forged_client_id_is_refused(alice: Member, client_id: str) -> None:
    with pytest.raises(InvalidMessage):
        services.start_conversation(member=alice, body="hi", client_message_id=client_id)


def test_a_model_that_is_not_served_is_refused(alice: Member) -> None:
    with pytest.raises(UnknownModel):
        services.start_conversation(member=alice, body="x", client_message_id="a", model="gpt")


def test_a_second_message_waits_for_the_first_answer(alice: Member) -> None:
    message = asked(alice)
    with pytest.raises(NotPossible):
        services.post_message(
            member=alice, conversation=message.conversation, body="and?", client_message_id="b"
        )
    answered(message)
    services.post_message(
        member=alice, conversation=message.conversation, body="and?", client_message_id="b"
    )
    assert message.conversation.messages.count() == 2


def test_nobody_posts_to_anothers_conversation(alice: Member, bob: Member) -> None:
    message = asked(alice)
    with pytest.raises(NotPossible):
        services.post_message(
            member=bob, conversation=message.conversation, body="hi", client_message_id="b"
        )


def test_only_the_owner_reaches_anything_of_a_conversation(
    alice: Member, bob: Member, charlie: Member
) -> None:
    message = asked(alice)
    generation = answered(message)
    attempt = ran(message)
    assert attempt.run is not None
    artifact = Artifact.objects.create(
        run=attempt.run, name="a.png", media_type="image/png", size=1, content=b"x"
    )
    block = generation.code_blocks.create(index=0, language="python", code="print(1)")
    access.access_conversation(member=alice, conversation_id=message.conversation_id)
    access.access_message(member=alice, message_id=message.pk)
    access.access_generation(member=alice, generation_id=generation.pk)
    access.access_code_block(member=alice, generation_id=generation.pk, index=block.index)
    access.access_attempt(member=alice, attempt_id=attempt.pk)
    access.access_artifact(member=alice, artifact_id=artifact.pk)
    for other in (bob, charlie):
        with pytest.raises(Http404):
            access.access_conversation(member=other, conversation_id=message.conversation_id)
        with pytest.raises(Http404):
            access.access_message(member=other, message_id=message.pk)
        with pytest.raises(Http404):
            access.access_generation(member=other, generation_id=generation.pk)
        with pytest.raises(Http404):
            access.access_code_block(member=other, generation_id=generation.pk, index=0)
        with pytest.raises(Http404):
            access.access_attempt(member=other, attempt_id=attempt.pk)
        with pytest.raises(Http404):
            access.access_artifact(member=other, artifact_id=artifact.pk)


@pytest.mark.parametrize("number", [0, -1, 2**70])
def test_an_id_that_cannot_be_is_simply_not_there(alice: Member, number: int) -> None:
    with pytest.raises(Http404):
        access.access_message(member=alice, message_id=number)
    with pytest.raises(Http404):
        access.access_attempt(member=alice, attempt_id=number)


def test_stop_ends_what_is_queued_and_asks_for_what_runs(alice: Member) -> None:
    message = asked(alice)
    assert services.stop_conversation(conversation=message.conversation) == 1
    assert message.generations.get().status == Status.STOPPED
    attempt = services.run_edited(message=message, code="print(1)")
    Run.objects.filter(pk=attempt.run_id).update(status=Run.Status.RUNNING)
    services.stop_conversation(conversation=message.conversation)
    assert Run.objects.get(pk=attempt.run_id).stop_requested


def test_stop_with_nothing_to_stop_does_nothing(alice: Member) -> None:
    message = asked(alice)
    answered(message)
    assert services.stop_conversation(conversation=message.conversation) == 0


def test_regenerating_begins_a_new_turn_and_keeps_the_old_answer(alice: Member) -> None:
    message = asked(alice)
    first = answered(message)
    second = services.regenerate(message=message)
    assert (first.turn, second.turn) == (1, 2)
    assert message.generations.count() == 2


def test_editing_the_last_message_answers_the_new_words(alice: Member) -> None:
    message = asked(alice)
    answered(message)
    generation = services.edit_message(message=message, body="a clock")
    assert generation.prompt == "a clock"
    message.refresh_from_db()
    assert message.edited_at is not None


def test_only_the_last_message_can_be_edited_or_answered_afresh(alice: Member) -> None:
    first = asked(alice)
    answered(first)
    second = services.post_message(
        member=alice, conversation=first.conversation, body="more", client_message_id="b"
    )
    answered(second)
    with pytest.raises(NotPossible):
        services.edit_message(message=first, body="x")
    with pytest.raises(NotPossible):
        services.regenerate(message=first)


def test_a_complaint_sends_request_program_and_words(alice: Member) -> None:
    message = asked(alice)
    answered(message)
    attempt = ran(message, Verdict.OK)
    generation = services.complain(attempt=attempt, words="뱀이 자라지 않아요")
    assert generation.kind == Generation.Kind.COMPLAINT
    for part in (message.body, "print(1)", "뱀이 자라지 않아요"):
        assert part in generation.prompt


def test_running_again_is_an_attempt_of_its_own(alice: Member) -> None:
    message = asked(alice)
    answered(message)
    attempt = ran(message)
    again = services.run_again(attempt=attempt)
    assert (again.number, again.origin, again.based_on) == (2, Attempt.Origin.AGAIN, attempt)


@pytest.mark.parametrize("code", ["", " \n", "x" * 300_000])
def test_an_empty_or_endless_program_is_not_run(alice: Member, code: str) -> None:
    message = asked(alice)
    answered(message)
    with pytest.raises(InvalidMessage):
        services.run_edited(message=message, code=code)
    assert not Run.objects.exists()


def test_deleting_a_conversation_deletes_its_runs_too(alice: Member) -> None:
    message = asked(alice)
    answered(message)
    ran(message)
    services.delete_conversation(conversation=message.conversation)
    assert not Conversation.objects.exists()
    assert not Run.objects.exists()


def test_repairs_stay_between_none_and_the_cap(alice: Member) -> None:
    conversation = asked(alice).conversation
    services.set_options(conversation=conversation, max_repairs=0)
    for number in (-1, 6):
        with pytest.raises(InvalidMessage):
            services.set_options(conversation=conversation, max_repairs=number)
    conversation.refresh_from_db()
    assert conversation.max_repairs == 0


def test_a_title_is_trimmed_and_cannot_be_empty(alice: Member) -> None:
    conversation = asked(alice).conversation
    services.rename_conversation(conversation=conversation, title="  two \n words ")
    conversation.refresh_from_db()
    assert conversation.title == "two words"
    with pytest.raises(InvalidMessage):
        services.rename_conversation(conversation=conversation, title=" ")


def test_what_is_committed_stands_when_redis_is_away(
    alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eventlog, "append", _refuse)
    message = asked(alice)
    assert message.generations.get().status == Status.QUEUED


def _refuse(*_args: object) -> None:
    import redis

    raise redis.ConnectionError("away")
