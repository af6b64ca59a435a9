"""The event reader against bytes that are cut, long, wrong, or not UTF-8."""

from __future__ import annotations

import json

import pytest

from inference.sse import MAX_LINE_BYTES, EventReader, MalformedEventError, SurrogateJoiner

EVENT = 'data: {"t": "뱀 🐍"}\n\n'.encode()


def test_an_event_is_read_whichever_way_its_bytes_are_cut() -> None:
    for cut in range(len(EVENT) + 1):
        reader = EventReader()
        events = [*reader.feed(EVENT[:cut]), *reader.feed(EVENT[cut:])]
        assert events == [{"t": "뱀 🐍"}], cut


def test_an_event_is_read_byte_by_byte() -> None:
    reader = EventReader()
    events = [event for byte in EVENT * 2 for event in reader.feed(bytes([byte]))]
    assert events == [{"t": "뱀 🐍"}] * 2


def test_comments_event_names_and_carriage_returns_are_passed_over() -> None:
    reader = EventReader()
    assert list(reader.feed(b': ping\r\nevent: x\r\ndata:{"a":1}\r\n\r\n')) == [{"a": 1}]


def test_nothing_is_read_after_done() -> None:
    reader = EventReader()
    assert list(reader.feed(b'data: {"a": 1}\n\ndata: [DONE]\n\ndata: {"a": 2}\n\n')) == [{"a": 1}]
    assert reader.done


@pytest.mark.parametrize(
    "line",
    [b"data: {", b"data: nope", b"data: 3", b'data: "text"', b'data: {"t": "\xeb\xb1"}', b"data: "],
)
def test_what_is_no_event_is_refused(line: bytes) -> None:
    with pytest.raises(MalformedEventError):
        list(EventReader().feed(line + b"\n"))


def test_json_nested_without_end_is_refused_and_not_a_crash() -> None:
    with pytest.raises(MalformedEventError):
        list(EventReader().feed(b"data: " + b"[" * 100_000 + b"\n"))


def test_a_line_without_end_is_bounded() -> None:
    reader = EventReader()
    for _ in range(MAX_LINE_BYTES // 1024):
        assert list(reader.feed(b"x" * 1024)) == []
    with pytest.raises(MalformedEventError, match="line of more than"):
        list(reader.feed(b"x"))


def test_what_came_before_nonsense_is_not_lost() -> None:
    events = EventReader().feed(b'data: {"a": 1}\n\ndata: {\n\n')
    assert next(events) == {"a": 1}
    with pytest.raises(MalformedEventError):
        next(events)


def test_a_character_torn_over_two_events_is_joined() -> None:
    joiner = SurrogateJoiner()
    halves = [json.loads('"a\\ud83d"'), json.loads('"\\udc0db"')]
    assert [joiner.join(half) for half in halves] == ["a", "🐍b"]


def test_a_character_that_stays_half_becomes_a_replacement_character() -> None:
    joiner = SurrogateJoiner()
    assert joiner.join("a\ud83d") == "a"
    assert joiner.join("b") == "\ufffdb"
    assert joiner.join("\ud83d") == ""
    assert joiner.rest() == "\ufffd"
    assert joiner.rest() == ""
    assert joiner.join("\udc0d") == "\ufffd"
