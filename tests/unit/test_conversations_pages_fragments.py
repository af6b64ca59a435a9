"""Events as fragments: appended once, or replaced as often as they come; never markup of others."""

from __future__ import annotations

import html
import json
import re
import uuid
from typing import Any

import pytest
from django.utils import timezone

from assistant.accounts.models import Member
from assistant.conversations import fragments
from assistant.conversations.eventlog import Event
from assistant.conversations.generator.stream import LiveText
from assistant.conversations.models import Conversation, Generation, Message
from assistant.conversations.pool_view import PoolView, ReplicaView
from sandbox.models import Run
from tests.fakes.turns import add_answer, add_artifact, add_attempt, add_conversation, add_message

ANYWHERE = uuid.UUID(int=7)


def rendered(
    event_type: str, data: dict[str, Any], *, language: str = "en", where: uuid.UUID = ANYWHERE
) -> str:
    return fragments.render_event(
        Event(event_type, data, "1-0"), conversation_id=where, language=language
    )


def test_a_delta_is_appended_to_the_open_text_and_to_the_source() -> None:
    fragment = rendered("delta", {"generation": 3, "offset": 0, "text": "a < b\r\n뱀"})
    assert re.findall(r'beforeend:#([\w-]+)"', fragment) == ["g3-open", "g3-source"]
    assert fragment.count("a &lt; b&#13;\n뱀") == 2


def test_a_block_leaves_the_rest_open_and_is_announced() -> None:
    live = LiveText(3, ANYWHERE)
    live.add("Some **words** here.\n\n```python\nprint(1)\n```\nand")
    events = [entry for entry in live.drain() if entry["type"] == "block"]
    assert len(events) == 2, "prose and code closed, or this test says nothing"
    prose, code = (rendered("block", json.loads(entry["data"])) for entry in events)
    assert 'hx-swap-oob="beforeend:#g3-blocks"' in prose
    assert "<strong>words</strong>" in prose
    assert "<p>Some words here.</p>" in prose.split("#announcer")[1]
    assert 'id="g3-open"' in code
    assert ">and</div>" in code
    assert "Code block, Python, 1 line." in code
    assert "/g/3/blocks/1/run" in code


def test_an_open_fence_looks_like_code_at_once() -> None:
    data = {"generation": 3, "text": "```python\nx = 1", "blocks": [], "open": "```python\nx = 1"}
    fragment = rendered("text", data)
    assert 'class="open is-code" data-language="Python" tabindex="0"' in fragment
    assert '<span class="fence">```python\n</span>x = 1</div>' in fragment
    assert (
        'id="g3-source" class="source" hidden hx-swap-oob="true">```python\nx = 1</div>' in fragment
    )


def test_output_is_appended_without_its_terminal_codes() -> None:
    fragment = rendered(
        "output", {"attempt": 9, "stream": "stderr", "text": "\x1b[31m<b>no\x1b[0m"}
    )
    assert 'beforeend:#a9-out"><span class="stderr">&lt;b&gt;no</span>' in fragment
    assert rendered("output", {"attempt": 9, "stream": "stdout", "text": "\x1b[2J"}) == ""


@pytest.mark.django_db
class TestRows:
    """Events that say which row has changed."""

    @pytest.fixture
    def conversation(self, alice: Member) -> Conversation:
        return add_conversation(alice)

    @pytest.fixture
    def message(self, conversation: Conversation) -> Message:
        return add_message(conversation, "Make a <clock>")

    def test_a_message_comes_with_an_empty_turn_for_what_follows(self, message: Message) -> None:
        add_answer(message)
        fragment = rendered("message", {"message": message.pk})
        assert 'data-into="turns"' in fragment
        assert "Make a &lt;clock&gt;" in fragment
        assert f'data-client-id="{message.client_message_id}"' in fragment
        assert "A clock." not in fragment, "the answer follows as events of its own"

    def test_a_new_answer_is_empty_for_its_text_follows(self, message: Message) -> None:
        generation = add_answer(message)
        fragment = rendered("generation", {"generation": generation.pk, "new": True})
        assert f'id="g{generation.pk}" class="answer" data-into="m{message.pk}-turn"' in fragment
        assert "A clock." not in fragment

    def test_a_changed_answer_replaces_its_head_and_foot_only(
        self, message: Message, conversation: Conversation
    ) -> None:
        generation = add_answer(message, completion_tokens=412)
        fragment = rendered("generation", {"generation": generation.pk}, where=conversation.pk)
        assert re.findall(r'id="([\w-]+)"[^>]*hx-swap-oob="true"', fragment) == [
            f"g{generation.pk}-head",
            f"g{generation.pk}-foot",
            "activity",
        ]
        assert "412 tokens" in fragment
        assert 'data-busy="false"' in fragment

    def test_the_place_in_the_queue_and_the_warming_are_said(self, message: Message) -> None:
        generation = add_answer(message, text="", status=Generation.Status.QUEUED)
        place = rendered("generation", {"generation": generation.pk, "place": 4})
        assert "waiting in the queue, place 4" in place
        warming = rendered(
            "generation", {"generation": generation.pk, "place": 4, "warming_seconds": 31}
        )
        assert "the model is warming up (31 s)" in warming
        korean = rendered(
            "generation",
            {"generation": generation.pk, "place": 4, "warming_seconds": 31},
            language="ko",
        )
        assert "모델 예열 중 (31초)" in korean

    def test_a_failure_stands_where_it_happened_with_a_button(self, message: Message) -> None:
        generation = add_answer(
            message,
            text="Half",
            status=Generation.Status.FAILED,
            failure="The answer was cut in the middle, try again: the <line> broke.",
        )
        fragment = rendered("generation", {"generation": generation.pk})
        assert "the &lt;line&gt; broke." in fragment
        assert f"/m/{message.pk}/regenerate" in fragment
        assert ">Retry</button>" in fragment
        korean = rendered("generation", {"generation": generation.pk}, language="ko")
        assert "답변이 중간에 끊겼습니다" in korean

    def test_events_of_a_superseded_turn_change_nothing(self, message: Message) -> None:
        generation = add_answer(message)
        attempt = add_attempt(message, generation=generation)
        message.turn = 2
        message.save()
        assert rendered("generation", {"generation": generation.pk, "new": True}) == ""
        assert rendered("attempt", {"attempt": attempt.pk}) == ""

    @pytest.mark.parametrize(
        ("event_type", "key"),
        [("message", "message"), ("generation", "generation"), ("attempt", "attempt")],
    )
    def test_a_row_that_is_gone_changes_nothing(self, db: None, event_type: str, key: str) -> None:
        assert rendered(event_type, {key: 999}) == ""

    def test_repairs_are_counted_from_the_members_last_program(self, message: Message) -> None:
        answer = add_answer(message)
        first = add_attempt(message, generation=answer, verdict="error")
        done = add_answer(message, kind=Generation.Kind.REPAIR, repairs=first)
        second = add_attempt(message, origin="repair", generation=done, verdict="error")
        writing = add_answer(
            message,
            text="",
            kind=Generation.Kind.REPAIR,
            repairs=second,
            status=Generation.Status.STREAMING,
            started_at=timezone.now(),
        )
        fragment = rendered("generation", {"generation": writing.pk, "new": True})
        assert "repairing (2 of 3)" in fragment
        assert "<details" in fragment
        add_attempt(message, origin="edit", verdict="error")
        again = add_answer(
            message, text="", kind=Generation.Kind.REPAIR, status=Generation.Status.QUEUED
        )
        assert "repairing (1 of 3)" in rendered("generation", {"generation": again.pk})

    def test_a_run_that_starts_keeps_its_output_and_one_that_ends_is_replaced(
        self, message: Message
    ) -> None:
        attempt = add_attempt(message, status=Run.Status.RUNNING, started_at=timezone.now())
        running = rendered("attempt", {"attempt": attempt.pk})
        assert f'id="a{attempt.pk}-head"' in running
        assert f'id="a{attempt.pk}-out"' not in running
        Run.objects.filter(pk=attempt.run_id).update(
            status=Run.Status.DONE,
            verdict="error",
            error_type="AttributeError",
            error_message="module 'pygame' has no attribute 'clock'",
            error_line=41,
            error_source="    clock.tick(30)",
            duration_ms=400,
        )
        ended = rendered("attempt", {"attempt": attempt.pk})
        assert (
            "AttributeError: module &#x27;pygame&#x27; has no attribute &#x27;clock&#x27;" in ended
        )
        assert "line 41: clock.tick(30)" in ended
        assert "0.4 s" in ended
        assert "Attempt 1: error." in ended.split("#announcer")[1]

    def test_an_ok_run_shows_its_output_and_its_window(self, message: Message) -> None:
        attempt = add_attempt(message, stdout="1\n2\n")
        artifact = add_artifact(attempt)
        fragment = rendered("attempt", {"attempt": attempt.pk})
        assert '<span class="stdout">1\n2\n</span>' in fragment
        assert f'src="/artifacts/{artifact.pk}/window.png"' in fragment

    def test_a_new_title_reaches_the_head_and_the_list(self, conversation: Conversation) -> None:
        Conversation.objects.filter(pk=conversation.pk).update(title="A <new> title")
        fragment = rendered("conversation", {}, where=conversation.pk)
        assert fragment.count("A &lt;new&gt; title") == 2

    def test_every_fragment_is_of_elements_with_a_target(self, message: Message) -> None:
        answer = add_answer(message)
        attempt = add_attempt(message, generation=answer)
        for event_type, data in (
            ("message", {"message": message.pk}),
            ("generation", {"generation": answer.pk, "new": True}),
            ("generation", {"generation": answer.pk}),
            ("attempt", {"attempt": attempt.pk, "new": True}),
        ):
            top = top_level(rendered(event_type, data))
            assert top, "nothing was rendered"
            for tag in top:
                assert "hx-swap-oob" in tag, tag


def test_a_refusal_and_a_refetch_have_their_places() -> None:
    assert "&lt;no&gt;" in fragments.render_error("<no>", language="en")
    assert 'id="composer-error"' in fragments.render_error("no", language="en")
    assert f'data-refetch="{ANYWHERE}"' in fragments.render_refetch(ANYWHERE, language="ko")


def test_the_pool_is_said_in_words_and_a_shape() -> None:
    def said(pool: PoolView, language: str = "en") -> str:
        return html.unescape(fragments.render_pool(pool, language=language))

    ready = PoolView(running=True, queued=3, replicas=[ReplicaView("u", ["demo"], "ready")])
    assert "model ready" in said(ready)
    assert "3 in the queue" in said(ready)
    warming = ReplicaView("u", ["demo"], "warming", warming_seconds=12.4)
    assert "the model is warming up (12 s)" in said(PoolView(running=True, replicas=[warming]))
    assert "모델 예열 중 (12초)" in said(PoolView(running=True, replicas=[warming]), "ko")
    assert "no model answers" in said(PoolView(running=True))
    assert "the generator is not running" in said(PoolView(running=False))


def top_level(fragment: str) -> list[str]:
    """The opening tags of a fragment's outermost elements."""
    depth, found = 0, []
    void = {"br", "hr", "img", "input"}
    for match in re.finditer(r"<(/?)([a-z0-9]+)([^>]*)>", fragment):
        closing, tag, _attributes = match.groups()
        if closing:
            depth -= 1
            continue
        if depth == 0:
            found.append(match.group())
        if tag not in void and not match.group().endswith("/>"):
            depth += 1
    return found
