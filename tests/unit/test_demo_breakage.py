"""The mutation engine changes one thing at a time and can say what."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from inference.demo.breakage import Mutant, mutants
from inference.demo.breakage_words import SENTENCES
from inference.demo.curriculum_data import load_tasks

PROGRAM = """import random


def pick(numbers, count):
    chosen = []
    while len(chosen) < count - 1:
        chosen.append(random.choice(numbers))
    return chosen


def main():
    total = 3
    print(f"합계: {total}", pick([1, 2, 3], total))


main()
"""


def of_kind(kind: str) -> list[Mutant]:
    return [mutant for mutant in mutants(PROGRAM, seed="test") if mutant.kind == kind]


def test_the_same_seed_gives_the_same_mutants_in_the_same_order() -> None:
    first, again = list(mutants(PROGRAM, seed="a")), list(mutants(PROGRAM, seed="a"))
    assert first == again
    assert first != list(mutants(PROGRAM, seed="b"))


def test_every_mutant_is_another_program() -> None:
    programs = [mutant.program for mutant in mutants(PROGRAM, seed="test")]
    assert len(programs) > 30
    assert len(set(programs)) == len(programs)
    assert PROGRAM not in programs


def test_kinds_take_turns() -> None:
    found = list(mutants(PROGRAM, seed="test"))
    rounds = len({mutant.kind for mutant in found})
    assert max(Counter(mutant.kind for mutant in found[:rounds]).values()) <= 2


@pytest.mark.parametrize(
    ("kind", "line", "sentence"),
    [
        ("missing_import", "def pick(numbers, count):", "`random` was used but never imported."),
        (
            "off_by_one",
            "    while len(chosen) < count:",
            "`count` was off by one; it is `count - 1`.",
        ),
        (
            "wrong_operator",
            "    while len(chosen) > count - 1:",
            "`len(chosen) > count - 1` had the wrong operator; it is `len(chosen) < count - 1`.",
        ),
        ("lost_return", "    chosen", "`pick` did not return its result."),
        (
            "return_in_loop",
            "        return chosen",
            "`return chosen` stood inside the loop, so the loop ended too early.",
        ),
        (
            "method_name",
            "        chosen.add(random.choice(numbers))",
            "There is no method `add`; it is `append`.",
        ),
        (
            "module_attribute",
            "        chosen.append(random.choose(numbers))",
            "There is no `random.choose`; it is `random.choice`.",
        ),
        (
            "missing_colon",
            "    while len(chosen) < count - 1",
            "The colon was missing after `while len(chosen) < count - 1`.",
        ),
        (
            "text_plus_number",
            '    print("합계: " + total, pick([1, 2, 3], total))',
            'Text and a number were joined with `+`; it is `f"합계: {total}"`.',
        ),
    ],
)
def test_a_kind_changes_its_line_and_says_so(kind: str, line: str, sentence: str) -> None:
    found = [mutant for mutant in of_kind(kind) if line in mutant.program.splitlines()]
    assert sentence in [mutant.diagnosis["en"] for mutant in found]


def test_the_curriculum_can_be_broken_in_all_the_ways_that_have_words() -> None:
    found = {
        mutant.kind for task in load_tasks() for mutant in mutants(task.solution, seed="kinds")
    }
    assert found == set(SENTENCES)


def test_a_diagnosis_stays_on_one_line_in_both_languages() -> None:
    for task in load_tasks():
        for mutant in mutants(task.solution, seed="lines"):
            assert set(mutant.diagnosis) == {"en", "ko"}
            assert all(
                text.count("\n") == 0 and text.endswith(".") for text in mutant.diagnosis.values()
            )


def test_a_program_that_does_not_parse_cannot_be_broken() -> None:
    with pytest.raises(SyntaxError):
        next(mutants("if", seed="test"))


def test_most_mutants_still_parse_so_that_not_all_repairs_are_of_syntax() -> None:
    found = list(mutants(PROGRAM, seed="test"))
    assert sum(parses(mutant.program) for mutant in found) > len(found) / 2


def parses(program: str) -> bool:
    try:
        ast.parse(program)
    except SyntaxError:
        return False
    return True


def test_an_operator_that_nobody_confuses_is_left_alone() -> None:
    found = list(mutants("flags = 1\nflags ^= 2\nprint(flags)\n", seed="flags"))
    assert found
    assert "wrong_operator" not in {mutant.kind for mutant in found}
