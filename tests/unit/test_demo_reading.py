"""Where training shows the demo model's reading heads to look."""

from __future__ import annotations

from inference.demo.reading import COPIES, asked, copied, forked, read


def seen(context: str, before: str, value: str, words: dict[str, str] | None = None) -> str:
    """What is looked at for each character of the value, every character being a token."""
    places = read(context, range(len(context)), before, value, words or {})
    return "".join(context[place] for place in places)


def test_a_value_is_read_where_the_member_wrote_it() -> None:
    assert seen("a board of 31 columns, not 310", "COLUMNS =", " 31") == "331"
    assert seen("함수 이름은 my_sort라고 해 줘", "def ", "my_sort") == "my_sort"


def test_a_number_is_not_read_out_of_another() -> None:
    assert seen("150 or 0.5 or 5.25 or a5", "SPEED =", " 5") == ""
    assert seen("a speed of 5. Now!", "SPEED =", " 5") == "55"


def test_an_earlier_program_is_read_before_the_request() -> None:
    context = "a delay of 9 and 9 balls\n\nBALLS = 9\nDELAY = 9\n9"
    places = read(context, range(len(context)), "\nBALLS =", " 9", {})
    assert set(places) == {context.index("= 9") + 2}


def test_a_wish_for_another_value_is_read_though_the_program_has_a_longer_one() -> None:
    context = "\nBALLS = 50\n\nWith 5 balls, please"
    places = read(context, range(len(context)), "\nBALLS =", " 5", {})
    assert set(places) == {context.index(" 5 ") + 1}


def test_a_colour_is_read_where_its_word_begins() -> None:
    assert seen("파란색 뱀", 'SNAKE = "', "blue", {"blue": "파란색"}) == "파파파파"
    assert seen("뱀", 'SNAKE = "', "blue", {"blue": "파란색"}) == ""


def test_a_space_is_a_value_that_stands_everywhere_and_is_read_nowhere() -> None:
    assert seen("words with spaces", 'BETWEEN = "', " ") == ""


def test_places_are_tokens_not_characters() -> None:
    assert read("use my_sort", [0, 3, 7], "def ", "my_sort", {}) == [1, 1, 1, 2, 2, 2, 2]


def test_runs_that_come_again_are_copied_and_what_is_new_is_not() -> None:
    context, answer = [9, 1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 0, 5, 6, 7, 8]
    sources = copied(context, answer)
    assert [(context + answer)[looks + 1] for _, looks, *_ in sources] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [context[at] for _, _, at, _ in sources] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert {head for head, *_ in sources} == {COPIES}


def test_a_run_too_short_to_be_meant_is_not_copied() -> None:
    assert copied([1, 2, 3, 9, 9], [1, 2, 3, 4]) == []


def test_answers_part_where_a_feature_begins_and_meet_again_after_it() -> None:
    without, having = [1, 2, 3, 4, 5, 6], [1, 2, 9, 9, 3, 4, 5, 8, 6]
    assert forked(without, having) == [2, 5]
    assert forked(having, without) == [2, 7]
    assert forked(without, without) == []


def test_a_feature_is_asked_for_by_the_last_of_its_words() -> None:
    context = "a stack that counts, Count it. User: and counts it?"
    said = ["that counts", "Count it.", "with pictures"]
    span = asked(context, range(len(context)), said)
    assert span is not None
    assert context[slice(*span)] == "Count it"
    assert asked(context, range(len(context)), ["with pictures"]) is None


def test_where_a_feature_is_asked_for_is_a_token_not_a_character() -> None:
    assert asked("a stack that counts now", [0, 1, 7, 12, 19], ["that counts"]) == (2, 4)
