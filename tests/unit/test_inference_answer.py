"""An answer that is written in parts, and the requests for them."""

from __future__ import annotations

import pytest

from inference.answer import MAX_ANSWER_CHARS, Answer
from inference.catalog import entry_named
from inference.chat import ChatRequest, Chunk, body_of, with_defaults

ASKED = ChatRequest("demo", [{"role": "user", "content": "snake"}], max_tokens=10)


def test_a_part_that_continues_is_asked_for_what_is_missing() -> None:
    answer = Answer(ASKED)
    assert answer.begin_part().max_tokens == 10
    answer.take(Chunk("one two", None, 7, 2, "a"))
    answer.take(Chunk(" three", None, 7, 3, "a"))
    part = answer.begin_part()
    assert (part.prefix, part.max_tokens) == ("one two three", 7)
    last = answer.take(Chunk(" four", "stop", 11, 1, "b"))
    assert (last.prompt_tokens, last.completion_tokens, last.replica) == (7, 4, "b")
    assert answer.text == "one two three four"


def test_the_callers_own_prefix_comes_first_and_is_not_streamed_again() -> None:
    answer = Answer(ChatRequest("demo", ASKED.messages, prefix="before "))
    answer.take(Chunk("after", None, 7, 1, "a"))
    assert answer.text == "after"
    assert answer.begin_part().prefix == "before after"


def test_an_answer_is_full_at_its_limit() -> None:
    answer = Answer(ASKED)
    answer.begin_part()
    answer.take(Chunk("x", None, 7, 9, "a"))
    assert not answer.is_full
    answer.take(Chunk("x", None, 7, 10, "a"))
    assert answer.is_full
    assert answer.ended("length", "a").completion_tokens == 10


def test_without_a_limit_an_answer_is_never_full_of_tokens() -> None:
    answer = Answer(ChatRequest("other", ASKED.messages))
    answer.take(Chunk("x", None, 7, 100_000, "a"))
    assert not answer.is_full
    assert answer.begin_part().max_tokens is None


def test_an_answer_that_loops_is_ended() -> None:
    answer = Answer(ASKED)
    reasons = {answer.take(Chunk("again ", None, 7, n, "a")).finish_reason for n in range(600)}
    assert reasons == {None, "repetition"}


def test_an_engine_that_heeds_no_limit_is_stopped() -> None:
    answer = Answer(ASKED)
    text = "".join(chr(0x4E00 + n % 20_000) for n in range(100_000))
    reasons = [
        answer.take(Chunk(text, None, 7, 1, "a")).finish_reason
        for _ in range(MAX_ANSWER_CHARS // len(text) + 1)
    ]
    assert reasons[-1] == "length"
    assert set(reasons[:-1]) == {None}


def test_a_prefix_of_white_space_alone_starts_anew_without_doubling_the_space() -> None:
    answer = Answer(ChatRequest("demo", ASKED.messages, prefix=" "))
    body = body_of(answer.begin_part(), "vllm")
    assert "continue_final_message" not in body
    assert answer.take(Chunk(" ", None, 7, 1, "a")).text == ""
    assert answer.take(Chunk(" Here", None, 7, 2, "a")).text == "Here"
    assert answer.take(Chunk(" is", None, 7, 3, "a")).text == " is"


def test_what_a_request_leaves_open_comes_from_the_catalogue() -> None:
    sampling = entry_named("demo").sampling
    made = with_defaults(ChatRequest("demo", ASKED.messages, temperature=0.5))
    assert (made.max_tokens, made.temperature, made.top_p) == (
        sampling.max_tokens,
        0.5,
        sampling.top_p,
    )
    unknown = ChatRequest("somebody-elses", ASKED.messages)
    assert with_defaults(unknown) == unknown


def test_a_continued_body_says_so_in_vllms_words() -> None:
    request = ChatRequest(
        "demo",
        ASKED.messages,
        prefix=" Here\n    ",
        priority=2,
        cache_salt="m",
        stop=("##",),
        seed=3,
    )
    body = body_of(request, "vllm")
    assert body["messages"][-1] == {"role": "assistant", "content": "Here\n    "}
    assert body["continue_final_message"] is True
    assert body["add_generation_prompt"] is False
    assert (body["priority"], body["cache_salt"], body["stop"], body["seed"]) == (2, "m", ["##"], 3)
    assert request.messages == ASKED.messages


def test_a_server_that_is_not_vllm_gets_only_what_openai_has() -> None:
    request = ChatRequest("m", ASKED.messages, prefix="x", priority=2, cache_salt="m")
    assert body_of(request, "openai").keys() == {"model", "messages", "stream", "stream_options"}


@pytest.mark.parametrize("value", [0, 0.0])
def test_a_nought_that_was_asked_for_is_sent(value: float) -> None:
    request = ChatRequest("m", ASKED.messages, temperature=value, seed=0)
    body = body_of(request, "openai")
    assert (body["temperature"], body["seed"]) == (0, 0)
