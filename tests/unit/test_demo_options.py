"""Options of the demo curriculum: how they change a program, and how they are asked for."""

from __future__ import annotations

import random

import pytest

from inference.demo.options import Combinations, Option, load_option, worded

COLORS = [
    {"code": "red", "en": "red", "ko": "빨간색"},
    {"code": "skyblue", "en": "sky blue", "ko": "하늘색"},
]
WORDS = {
    "en": ["with a {value} ball"],
    "ko": ["공이 {value}인"],
    "say_en": ["Make the ball {value}."],
    "say_ko": ["공은 {value}으로 해 주세요."],
}
PROGRAM = (
    'BALL = "white"\nSIZE = 20\n\n\ndef ball(size):\n    return size + 1\n\n\nprint(ball(SIZE))\n'
)


def color() -> Option:
    return load_option({"color": "BALL", **WORDS}, COLORS)


def size(values: list[int]) -> Option:
    words = {
        "en": ["of size {value}"],
        "ko": ["크기가 {value}인"],
        "say_en": ["Use size {value}."],
        "say_ko": ["크기는 {value}입니다."],
    }
    return load_option({"constant": "SIZE", "values": values, **words}, COLORS)


def test_a_color_is_written_as_programs_name_it_and_said_as_people_do() -> None:
    option = color()
    assert option.apply(PROGRAM, "skyblue").startswith('BALL = "skyblue"\nSIZE = 20\n')
    dice = random.Random(0)
    assert option.phrase("skyblue", "en", dice) == "with a sky blue ball"
    assert option.saying("skyblue", "ko", dice) == "공은 하늘색으로 해 주세요."


def test_a_number_is_written_as_a_number_and_only_where_it_is_set() -> None:
    changed = size([5, 8]).apply(PROGRAM, 8)
    assert "\nSIZE = 8\n" in changed
    assert "print(ball(SIZE))" in changed


def test_a_new_name_stands_wherever_the_old_one_did_as_a_word() -> None:
    option = load_option({"rename": "ball", "values": ["grow"], **WORDS}, COLORS)
    changed = option.apply(PROGRAM + "football = ball\n", "grow")
    assert "def grow(size)" in changed
    assert "football = grow" in changed


def test_a_feature_makes_all_of_its_edits() -> None:
    edits = [[" + 1", ""], ["print(ball(SIZE))\n", ""]]
    option = load_option({"feature": "no_growth", "edits": edits, **WORDS}, COLORS)
    changed = option.apply(PROGRAM, True)
    assert changed.endswith("return size\n\n\n")


def test_an_option_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="feature, color, constant, rename"):
        load_option({"colour": "BALL", **WORDS}, COLORS)


def test_options_are_asked_for_in_the_request_or_after_it() -> None:
    options = [color(), size([5, 8])]
    choices = {"BALL": "red", "SIZE": 8}
    dice = random.Random(0)
    asked = {worded("Draw a ball, please?", options, choices, "en", dice) for _ in range(200)}
    assert "Draw a ball, please with a red ball and of size 8?" in asked
    assert "Draw a ball, please? Make the ball red. Use size 8." in asked
    assert all("red" in words and "8" in words for words in asked)
    korean = {worded("공을 그려줘", options, {"BALL": "red"}, "ko", dice) for _ in range(50)}
    assert "공이 빨간색인 공을 그려줘" in korean
    assert "공을 그려줘. 공은 빨간색으로 해 주세요." in korean


def test_a_request_without_choices_stays_as_it_is() -> None:
    assert worded("Draw a ball", [color()], {}, "en", random.Random(0)) == "Draw a ball"


def test_only_combinations_of_several_options_are_held_out() -> None:
    combinations = Combinations("ball", [color(), size([5, 8, 12])], seed=1)
    assert combinations.kept
    assert all(len(choices) == 2 for choices in combinations.kept)
    dice = random.Random(0)
    drawn = [combinations.taught(dice) for _ in range(500)]
    assert {len(choices) for choices in drawn} == {0, 1, 2}
    assert not any(choices in combinations.kept for choices in drawn)
    assert Combinations("ball", [color(), size([5, 8, 12])], seed=1).kept == combinations.kept
