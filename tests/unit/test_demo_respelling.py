"""A recorded misspelling made anew, everywhere at once."""

from __future__ import annotations

import random

import pytest

from inference.demo.curriculum_data import Breakage, load_tasks
from inference.demo.respelling import KINDS, respelt
from inference.feedback import ErrorPlace, Feedback

MISSPELT = Breakage(
    program="def main():\n    clock = 1\n    print(clokc)\n",
    kind="name_misspelt",
    diagnosis={
        "en": "The name `clokc` is misspelt; it is `clock`.",
        "ko": "이름 `clokc`의 철자가 틀렸고 `clock`라고 써야 합니다.",
    },
    feedback=Feedback(
        verdict="error",
        reason="The program raised NameError.",
        error=ErrorPlace(
            type="NameError",
            message="name 'clokc' is not defined",
            line=3,
            function="main",
            source="print(clokc)",
            values={"clock": "1"},
        ),
    ),
)


def test_the_new_spelling_stands_wherever_the_old_one_stood() -> None:
    new = respelt(MISSPELT, random.Random(3))
    assert new.feedback.error is not None
    name = new.feedback.error.message.split("'")[1]
    assert name not in ("clokc", "clock")
    assert f"print({name})" in new.program
    assert new.feedback.error.source == f"print({name})"
    assert all(f"`{name}`" in text and "`clock`" in text for text in new.diagnosis.values())
    assert "clokc" not in f"{new.program}{new.feedback}{new.diagnosis}"


def test_what_was_right_stays_right() -> None:
    new = respelt(MISSPELT, random.Random(3))
    assert "clock = 1" in new.program
    assert new.feedback.error is not None
    assert new.feedback.error.values == {"clock": "1"}


@pytest.mark.parametrize("seed", range(5))
def test_every_recorded_misspelling_stays_one_line_away_from_the_solution(seed: int) -> None:
    dice = random.Random(seed)
    seen = 0
    for task in load_tasks():
        for breakage in task.breakages:
            if breakage.kind not in KINDS:
                assert respelt(breakage, dice) == breakage
                continue
            seen += 1
            before = breakage.program.splitlines()
            after = respelt(breakage, dice).program.splitlines()
            assert len(before) == len(after)
            assert sum(a != b for a, b in zip(before, after, strict=True)) <= 1
    assert seen > 50
