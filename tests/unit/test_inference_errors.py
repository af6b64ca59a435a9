"""Errors are one sentence for people, whatever an engine wrote."""

from __future__ import annotations

import pytest

from inference.client import error_for
from inference.errors import (
    MAX_DETAIL_CHARS,
    EngineBusy,
    EngineFailed,
    EngineRefused,
    EngineTimeout,
    PoolError,
    PromptTooLong,
    StreamBroken,
)

CONTEXT = (
    '{"error":{"message":"This model\'s maximum context length is 4096 tokens. However, your '
    'prompt contains at least 4097 input tokens, which exceeds this limit.","code":400}}'
)


def test_a_prompt_that_does_not_fit_says_how_much_does() -> None:
    error = error_for(400, CONTEXT)
    assert isinstance(error, PromptTooLong)
    assert error.limit == 4096
    assert "4,096 tokens" in str(error)
    assert not error.retry


def test_a_refusal_carries_the_engines_own_sentence() -> None:
    error = error_for(400, '{"error": {"message": "temperature must be in [0, 2]"}}')
    assert isinstance(error, EngineRefused)
    assert str(error).endswith("(400): temperature must be in [0, 2].")


@pytest.mark.parametrize(
    "detail", ["", "<html>\n<b>no</b>", "[1, 2]", '{"error": 3}', '{"error": {}}']
)
def test_a_refusal_without_a_sentence_is_still_one(detail: str) -> None:
    assert str(error_for(404, detail)).endswith(".")


@pytest.mark.parametrize(("header", "seconds"), [("", 1.0), ("7", 7.0), ("9999", 30.0), ("x", 1.0)])
def test_a_full_engine_says_when_to_come_back(header: str, seconds: float) -> None:
    for status in (429, 503):
        error = error_for(status, "", header)
        assert isinstance(error, EngineBusy)
        assert error.retry_after == seconds


def test_a_breakdown_may_be_tried_again() -> None:
    for status in (500, 502, 302):
        error = error_for(status, "")
        assert type(error) is EngineFailed
        assert error.retry


@pytest.mark.parametrize("kind", [EngineFailed, StreamBroken])
def test_hostile_words_are_one_bounded_printable_line(kind: type[PoolError]) -> None:
    text = str(kind("a\x00\x1b[31m\u202e\nb" + "x" * 10_000))
    assert "\n" not in text
    assert text.isprintable()
    assert len(text) < MAX_DETAIL_CHARS + 100


@pytest.mark.parametrize("phase", ["first token", "between tokens", "in all"])
def test_each_time_out_says_which_and_how_long(phase: str) -> None:
    error = EngineTimeout(phase, 2.5)  # type: ignore[arg-type]
    assert "2.5 s" in str(error)
    assert error.phase == phase
