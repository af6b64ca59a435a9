"""The demo curriculum is what it says: its programs run, and its broken ones are broken."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from inference.demo.curriculum_data import Breakage, Complaint, Task, load_tasks
from sandbox.execution import Program, execute
from sandbox.verdicts import Verdict

TASKS = load_tasks()
SNAKE = next(task for task in TASKS if task.name == "snake")
REHEARSALS = Path(__file__).parent / "rehearsals"
SAMPLE_SEED = 7

pytestmark = [pytest.mark.docker, pytest.mark.slow]


def sampled_breakages() -> list[tuple[Task, Breakage]]:
    """One breakage of every task, the same for a seed."""
    dice = random.Random(SAMPLE_SEED)
    return [(task, dice.choice(task.breakages)) for task in TASKS]


def rehearse(code: str) -> tuple[Verdict, str]:
    """Play a snake game by script; the verdict, and what the game did not do."""
    script = (REHEARSALS / "snake.py").read_text(encoding="utf-8")
    outcome = execute(Program(f"{script}\n\n{code}", tests="judge(GREEN)"))
    return outcome.verdict, outcome.error.message if outcome.error else outcome.reason


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_solution_passes_its_checks_or_its_play_test(task: Task) -> None:
    outcome = execute(Program(task.solution, tests=task.checks or None))
    assert outcome.verdict is Verdict.OK, (outcome.reason, outcome.error, outcome.stderr)
    assert outcome.stdout or outcome.stderr or outcome.artifacts


@pytest.mark.parametrize(
    ("task", "breakage"),
    sampled_breakages(),
    ids=[f"{task.name}-{breakage.kind}" for task, breakage in sampled_breakages()],
)
def test_a_broken_program_gets_the_verdict_that_was_recorded(
    task: Task, breakage: Breakage
) -> None:
    outcome = execute(Program(breakage.program, tests=task.checks or None))
    assert outcome.verdict.value == breakage.feedback.verdict
    recorded = breakage.feedback.error
    if recorded is not None:
        assert outcome.error is not None
        assert (outcome.error.type, outcome.error.line) == (recorded.type, recorded.line)


def test_the_snake_grows_scores_dies_and_starts_again() -> None:
    assert rehearse(SNAKE.solution) == (Verdict.OK, "The program passed its tests.")


@pytest.mark.parametrize("complaint", SNAKE.complaints, ids=lambda item: item.wordings["en"][0])
def test_the_rehearsal_notices_what_members_complain_of(complaint: Complaint) -> None:
    verdict, missed = rehearse(complaint.program)
    assert verdict is Verdict.TESTS_FAILED, missed
    assert missed
