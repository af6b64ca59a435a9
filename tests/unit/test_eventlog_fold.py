"""The fold: a page is what the log's events add up to."""

from __future__ import annotations

import random
import uuid
from typing import Any

import pytest

from assistant.conversations import eventlog
from assistant.conversations.consumers import merge_deltas
from assistant.conversations.eventlog import Event, fold
from assistant.conversations.generator.stream import LiveText, safe_text


def events_of(entries: list[dict[str, str]], first: int = 1) -> list[Event]:
    return [eventlog.decode(f"{n}-0", fields) for n, fields in enumerate(entries, start=first)]


def delta(generation: int, offset: int, text: str, entry: int) -> Event:
    return Event("delta", {"generation": generation, "offset": offset, "text": text}, f"{entry}-0")


def test_deltas_add_up_and_the_cursor_is_the_last_entry() -> None:
    state = fold([delta(1, 0, "스네", 1), delta(2, 0, "x", 2), delta(1, 2, "이크", 3)])
    assert state.generations[1].text == "스네이크"
    assert state.generations[2].text == "x"
    assert state.cursor == "3-0"


def test_a_delta_that_was_sent_again_changes_nothing() -> None:
    once = [delta(1, 0, "ab", 1), delta(1, 2, "cd", 2)]
    assert fold([*once, delta(1, 2, "cd", 3)]).generations[1].text == "abcd"


def test_a_snapshot_replaces_what_was_known() -> None:
    snapshot: dict[str, Any] = {
        "generation": 1,
        "text": "one\n\ntwo",
        "blocks": [{"index": 0, "start": 0, "end": 5, "html": "<p>one</p>"}],
        "open": "two",
    }
    known = fold([delta(1, 0, "lost", 1), Event("text", snapshot, "2-0")]).generations[1]
    assert (known.text, known.open) == ("one\n\ntwo", "two")
    assert len(known.blocks) == 1


@pytest.mark.parametrize("seed", range(10))
def test_state_after_any_event_plus_the_rest_equals_all_of_it(seed: int) -> None:
    """What a browser has at a cursor, with what it is sent after it, is what a fresh one gets."""
    chance = random.Random(seed)
    live = LiveText(7, uuid.uuid4())
    entries: list[dict[str, str]] = []
    text = "A list:\n\n- 하나\n- 둘\n\n```python\nprint('뱀')\n```\nend"
    for char in text:
        live.add(char)
        if chance.random() < 0.3:
            entries += live.drain()
    entries += live.drain_last()
    events = events_of(entries)
    whole = fold(events).generations[7]
    assert whole.text == text
    assert whole.open == ""
    for cut in range(1, len(events)):
        head, rest = fold(events[:cut]).generations[7], merge_deltas(events[cut:])
        shown_text, shown_blocks = head.text, list(head.blocks)
        shown_open = head.open
        for event in rest:
            if event.type == "delta":
                shown_text += event.data["text"]
                shown_open += event.data["text"]
            else:
                shown_blocks.append(dict(event.data))
                shown_open = event.data["open"]
        assert shown_text == text
        assert [b["html"] for b in shown_blocks] == [b["html"] for b in whole.blocks]
        assert shown_open == ""


def test_a_snapshot_after_some_text_continues_with_the_next_delta() -> None:
    live = LiveText(1, uuid.uuid4())
    live.add("first\n\nsec")
    entries = [live.snapshot()]
    live.add("ond")
    entries += live.drain_last()
    known = fold(events_of(entries)).generations[1]
    assert known.text == "first\n\nsecond"
    assert [block["index"] for block in known.blocks] == [0, 1]


def test_an_event_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match="not a type of event"):
        eventlog.entry("surprise", {})


def test_text_that_no_store_can_hold_is_made_safe() -> None:
    assert safe_text("a\x00b\ud800c") == "ab?c"
