"""How a conversation becomes the text that the demo model reads."""

from __future__ import annotations

from inference.demo.chat import BOS, EOS, Turn, render, segments


def test_a_request_ends_where_the_assistant_begins_without_a_space() -> None:
    assert render([Turn("user", "hi")]) == f"{BOS}User: hi\n\nAssistant:"


def test_the_text_is_deepseeks_own() -> None:
    turns = [
        Turn("system", "Be brief."),
        Turn("user", "one"),
        Turn("assistant", "two"),
        Turn("user", "three"),
    ]
    assert render(turns) == (
        f"{BOS}Be brief.\n\nUser: one\n\nAssistant: two{EOS}User: three\n\nAssistant:"
    )


def test_only_what_the_assistant_wrote_is_its_own_and_so_is_the_end() -> None:
    turns = [Turn("user", "one"), Turn("assistant", "two")]
    assert [text for text, own in segments(turns) if own] == [f" two{EOS}"]


def test_an_answer_stored_with_its_space_gets_no_second_one() -> None:
    kept = render([Turn("user", "one"), Turn("assistant", " two")])
    assert kept == render([Turn("user", "one"), Turn("assistant", "two")])
