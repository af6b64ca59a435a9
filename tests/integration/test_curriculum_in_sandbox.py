"""The demo curriculum is what it says: its programs run, and its broken ones are broken."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from inference.demo.curriculum_data import Breakage, Complaint, Task, load_tasks
from inference.demo.options import Choices
from sandbox.execution import Program, execute
from sandbox.verdicts import Verdict

TASKS = load_tasks()
SNAKE = next(task for task in TASKS if task.name == "snake")
REHEARSALS = Path(__file__).parent / "rehearsals"
SAMPLE_SEED = 7
SAMPLED_SOLUTIONS = 24
SAMPLED_BREAKAGES = 24
"""All of them is what `python -m scripts.record_curriculum --only-check` takes its time for."""

pytestmark = [pytest.mark.docker, pytest.mark.slow]


def sampled_variants() -> list[Task]:
    """Some tasks with all of their options, the same for a seed."""
    dice = random.Random(SAMPLE_SEED)
    return [
        task.variant({option.name: dice.choice(option.values) for option in task.options})
        for task in dice.sample(TASKS, SAMPLED_SOLUTIONS)
    ]


def sampled_breakages() -> list[tuple[Task, Breakage]]:
    """One breakage of some tasks, the same for a seed."""
    dice = random.Random(SAMPLE_SEED)
    return [(task, dice.choice(task.breakages)) for task in dice.sample(TASKS, SAMPLED_BREAKAGES)]


def snake_choices() -> list[Choices]:
    """None of the snake's options, each by itself, and all of them at once."""
    dice = random.Random(SAMPLE_SEED)
    everything = {option.name: dice.choice(option.values) for option in SNAKE.options}
    return [{}, *({name: value} for name, value in everything.items()), everything]


def rehearse(code: str, *, scored: bool = True) -> tuple[Verdict, str]:
    """Play a snake game by script; the verdict, and what the game did not do."""
    script = (REHEARSALS / "snake.py").read_text(encoding="utf-8")
    outcome = execute(Program(f"{script}\n\n{code}", tests=f"judge(SNAKE, scored={scored})"))
    return outcome.verdict, outcome.error.message if outcome.error else outcome.reason


@pytest.mark.parametrize("task", sampled_variants(), ids=lambda task: task.name)
def test_a_solution_with_its_options_passes_its_checks_or_its_play_test(task: Task) -> None:
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
    outcome = execute(
        Program(breakage.program, tests=task.variant(breakage.choices).checks or None)
    )
    assert outcome.verdict.value == breakage.feedback.verdict
    recorded = breakage.feedback.error
    if recorded is not None:
        assert outcome.error is not None
        assert (outcome.error.type, outcome.error.line) == (recorded.type, recorded.line)


@pytest.mark.parametrize(
    "choices", snake_choices(), ids=lambda choices: "-".join(choices) or "plain"
)
def test_the_snake_grows_scores_dies_and_starts_again(choices: Choices) -> None:
    verdict, missed = rehearse(SNAKE.variant(choices).solution, scored="no_score" not in choices)
    assert verdict is Verdict.OK, missed


@pytest.mark.parametrize("complaint", SNAKE.complaints, ids=lambda item: item.wordings["en"][0])
def test_the_rehearsal_notices_what_members_complain_of(complaint: Complaint) -> None:
    verdict, missed = rehearse(complaint.program)
    assert verdict is Verdict.TESTS_FAILED, missed
    assert missed
