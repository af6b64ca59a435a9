"""Made-up values have the form of those in the cards, and are read, not known."""

from __future__ import annotations

import random

import pytest

from inference.demo.dataset import Corpus, load_corpus
from inference.demo.invention import Inventor
from inference.demo.options import Option, Value


def option(kind: str, name: str, *values: Value) -> Option:
    return Option(name, kind, values, {}, {}, {})


NAMES = option("rename", "gcd", "find_gcd", "euclid", "my_gcd")
CLASSES = option("rename", "Node", "TreeNode", "BinaryNode")
FILES = option("constant", "FILE", "story.txt", "diary.txt")
LEVELS = option("constant", "LEVEL", "WARNING", "INFO")
MARKS = option("constant", "MARK", "*", "o")
SIZES = option("constant", "SIZE", 200, 500)
COLORS = option("color", "BALL", "red", "blue")
ALL = (NAMES, CLASSES, FILES, LEVELS, MARKS, SIZES, COLORS)


def made(of: Option, program: str = "", count: int = 200) -> set[Value]:
    dice = random.Random(5)
    inventor = Inventor(ALL)
    return {inventor.value(of, program, dice) for _ in range(count)}


def test_names_are_identifiers_in_the_style_of_the_card() -> None:
    functions, classes = made(NAMES), made(CLASSES)
    assert len(functions) > 20
    assert all(str(name).isidentifier() and str(name).islower() for name in functions)
    assert all(str(name).isidentifier() and str(name)[0].isupper() for name in classes)


def test_a_name_that_the_program_has_already_is_not_made_up_again() -> None:
    taken = {str(name) for name in made(NAMES)} - {str(value) for value in NAMES.values}
    again = {str(name) for name in made(NAMES, " ".join(sorted(taken)))}
    assert taken
    assert not again & taken


def test_numbers_are_about_as_large_and_as_round_as_the_card_has_them() -> None:
    numbers = {number for number in made(SIZES) if isinstance(number, int)}
    assert len(numbers) > 20
    assert all(10 <= number < 10_000 for number in numbers)
    assert sum(number % 10 == 0 for number in numbers) > len(numbers) / 2


def test_texts_keep_their_ends_case_and_signs() -> None:
    assert all(str(name).endswith(".txt") for name in made(FILES))
    assert len(made(FILES)) > 10
    assert all(str(level).isupper() for level in made(LEVELS))
    assert made(MARKS) == {"*", "o"}


def test_colours_stay_those_that_have_a_word_in_both_languages() -> None:
    assert made(COLORS) == {"red", "blue"}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


def test_a_made_up_value_stands_in_the_request_and_in_the_program(corpus: Corpus) -> None:
    task = next(task for task in corpus.tasks if task.name == "snake")
    columns = next(option for option in task.options if option.name == "COLUMNS")
    dice = random.Random(3)
    new = 0
    while new < 5:
        value = corpus.inventor.value(columns, task.solution, dice)
        if value in columns.values:
            continue
        new += 1
        wanted = corpus.want(task, {"COLUMNS": value}, "en", dice)
        assert str(value) in wanted.request
        assert f"\nCOLUMNS = {value}\n" in wanted.task.solution
