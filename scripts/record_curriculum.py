"""Run the demo curriculum in the sandbox and write down what it says of the broken programs.

    python -m scripts.record_curriculum [TASK ...] [--only-check]

Every solution must pass its checks and every program of a complaint must run; then each solution is
broken in many ways, and those whose verdict is the program's fault become `breakages.json`. The
same seed tries the same mutants in the same order. It lives here because `inference` may not know
the sandbox. Exit status 1 when a program of the curriculum is not what its card says.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from inference.demo import dataset
from inference.demo.breakage import Mutant, mutants
from inference.demo.curriculum_data import (
    CURRICULUM,
    Breakage,
    Task,
    breakages_to_json,
    load_tasks,
)
from inference.demo.options import Choices, Combinations
from inference.feedback import MAX_OUTPUT_CHARS, MAX_VALUES, ErrorPlace, Feedback
from sandbox.execution import Program, execute
from sandbox.outcome import Outcome
from sandbox.verdicts import PROGRAM_FAULTS, Verdict

SEED = "ouroboros"
PER_TASK = 10
PER_TASK_WITH_WINDOW = 6
PER_TASK_BY_NAME = {"snake": 24}
PER_KIND = 2
PLAIN_SHARE = 0.4
HELD_OUT_SHARE = 0.25
MOST_TIMEOUTS = 1
CONFIRMATIONS = 4
MOST_TRIES = 60
VARIANTS_CHECKED = 2
TASKS_AT_ONCE = 3


def feedback_of(outcome: Outcome) -> Feedback:
    """What a repair prompt says of the outcome, cut to what such a prompt shows."""
    error = None
    if outcome.error is not None:
        error = ErrorPlace(
            type=outcome.error.type,
            message=outcome.error.message,
            line=outcome.error.line,
            function=outcome.error.function or None,
            source=outcome.error.source or None,
            values=dict(list(outcome.error.values.items())[:MAX_VALUES]),
        )
    output = outcome.stdout if error else f"{outcome.stdout}\n{outcome.stderr}"
    tail = output.strip()[-MAX_OUTPUT_CHARS:]
    return Feedback(outcome.verdict.value, outcome.reason, error, tail)


def run(code: str, checks: str = "") -> Outcome:
    return execute(Program(code, tests=checks or None))


def problems(task: Task) -> Iterator[str]:
    """What is not as the card says, one sentence each."""
    outcome = run(task.solution, task.checks)
    if outcome.verdict is not Verdict.OK:
        yield f"{task.name}: the solution got {outcome.verdict}: {outcome.reason} {outcome.error}"
    for variant in some_variants(task):
        outcome = run(variant.solution, variant.checks)
        if outcome.verdict is not Verdict.OK:
            yield f"{task.name}: a variant got {outcome.verdict}: {outcome.reason} {outcome.error}"
    for complaint in task.complaints:
        said = complaint.wordings["en"][0]
        outcome = run(complaint.program)
        if outcome.verdict is not Verdict.OK:
            yield f"{task.name}: {said!r} should run but got {outcome.verdict}: {outcome.reason}"
        if task.checks and run(complaint.program, task.checks).verdict is Verdict.OK:
            yield f"{task.name}: {said!r} passes the checks, so nothing is wrong with it"


def some_variants(task: Task) -> Iterator[Task]:
    """A few variants with all options at once: what works together works alone."""
    dice = random.Random(f"{SEED} {task.name}")  # noqa: S311 - data, not a secret
    for _ in range(VARIANTS_CHECKED if task.options else 0):
        yield task.variant({each.name: dice.choice(each.values) for each in task.options})


def drawn_choices(combinations: Combinations, dice: random.Random) -> Choices:
    """The options of the next program to break: none, taught ones, or held-out ones."""
    if dice.random() < PLAIN_SHARE:
        return {}
    if combinations.kept and dice.random() < HELD_OUT_SHARE:
        return dice.choice(combinations.kept)
    return combinations.taught(dice)


def broken_variants(task: Task) -> Iterator[tuple[Choices, Task, Mutant]]:
    """Variants of the solution, each broken in one place, kinds of breakage in turn."""
    combinations = Combinations(task.name, task.options, seed=dataset.SEED)
    for place, plain in enumerate(mutants(task.solution, seed=f"{SEED} {task.name}")):
        dice = random.Random(f"{SEED} {task.name} {place}")  # noqa: S311 - data, not a secret
        choices = drawn_choices(combinations, dice)
        variant = task.variant(choices)
        same_kind = [
            mutant
            for mutant in mutants(variant.solution, seed=f"{SEED} {task.name} {place}")
            if mutant.kind == plain.kind
        ]
        if same_kind:
            yield choices, variant, same_kind[0]


def stays_frozen(program: str) -> bool:
    """Whether a window is frozen each time: some that move by themselves are so now and then."""
    return all(run(program).verdict is Verdict.FROZEN for _ in range(CONFIRMATIONS))


def record(task: Task) -> tuple[Breakage, ...]:
    """The first mutants that are broken, few of each kind."""
    kept: list[Breakage] = []
    kinds: Counter[str] = Counter()
    seen: set[str] = set()
    tries = timeouts = 0
    usual = PER_TASK_WITH_WINDOW if task.window else PER_TASK
    wanted = PER_TASK_BY_NAME.get(task.name, usual)
    per_kind = -(-wanted * PER_KIND // usual)
    for choices, variant, mutant in broken_variants(task):
        if len(kept) == wanted or tries == MOST_TRIES:
            break
        if kinds[mutant.kind] == per_kind or mutant.program in seen:
            continue
        seen.add(mutant.program)
        tries += 1
        outcome = run(mutant.program, variant.checks)
        timeouts += outcome.verdict is Verdict.TIMEOUT
        if outcome.verdict not in PROGRAM_FAULTS:
            continue
        if outcome.verdict is Verdict.TIMEOUT and timeouts > MOST_TIMEOUTS:
            continue
        if outcome.verdict is Verdict.FROZEN and not stays_frozen(mutant.program):
            continue
        kinds[mutant.kind] += 1
        kept.append(
            Breakage(
                mutant.program, mutant.kind, mutant.diagnosis, feedback_of(outcome), dict(choices)
            )
        )
    return tuple(kept)


def work_on(task: Task, folder: Path, *, only_check: bool) -> list[str]:
    """Check and record one task; returns its problems, and prints its line."""
    found = list(problems(task))
    verdicts: Counter[str] = Counter()
    if not found and not only_check:
        recorded = record(task)
        verdicts.update(item.feedback.verdict for item in recorded)
        path = folder / task.name / "breakages.json"
        path.write_text(breakages_to_json(recorded), encoding="utf-8")
    counts = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
    print(f"{task.name}: {'; '.join(found) or counts or 'as its card says'}", flush=True)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tasks", nargs="*", metavar="TASK")
    parser.add_argument("--only-check", action="store_true", help="write nothing")
    options = parser.parse_args()
    chosen = load_tasks(names=options.tasks)
    unknown = set(options.tasks) - {task.name for task in chosen}
    if unknown:
        parser.error(f"no such task: {', '.join(sorted(unknown))}; see {CURRICULUM.name}/")
    # Play-tests take longest, the snake's most of all, and most of that is waiting.
    chosen.sort(key=lambda task: (task.name not in PER_TASK_BY_NAME, not task.window))
    with ThreadPoolExecutor(TASKS_AT_ONCE) as executor:
        found = executor.map(
            lambda task: work_on(task, CURRICULUM, only_check=options.only_check), chosen
        )
        return int(any(list(found)))


if __name__ == "__main__":
    sys.exit(main())
