"""After a run: is the program kept, mended without the model, repaired by it, or given up?

`decide` is a pure function of what the attempts show, so that every stop rule is a test.
`continue_after` reads the rows, asks it, and writes what follows. The rules and their reasons:

- Only the program's faults are repaired; never our own failures, never what the member stopped.
- The member's count of repairs, and the turn's tokens, are budgets.
- The same failure again, the same program again, or A-B-A means that repairing leads nowhere. Then
  a fresh start from the request, once, is worth more than another repair (arXiv 2506.18403), and
  gives the way on that users miss elsewhere (OpenHands#5480); after it, the turn ends.
- The third attempt of the model is a fresh start in any case.
- The best attempt is kept, which need not be the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_noop

from assistant.conversations import publishing
from assistant.conversations.models import Attempt, Generation
from assistant.conversations.quick_fixes import quick_fix
from assistant.conversations.run_feedback import feedback_of
from assistant.conversations.services import add_attempt, queue_generation
from inference.feedback import Feedback, fresh_start_prompt, repair_prompt
from sandbox.verdicts import PROGRAM_FAULTS, Verdict

__all__ = ["Decision", "Seen", "best_of", "continue_after", "decide"]

REPAIRS_BEFORE_FRESH_START = 2
_MODEL_ORIGINS = {Attempt.Origin.REPAIR, Attempt.Origin.FRESH_START}
_MEMBER_ORIGINS = {
    Attempt.Origin.ANSWER,
    Attempt.Origin.COMPLAINT,
    Attempt.Origin.EDIT,
    Attempt.Origin.AGAIN,
}
_RANK = {
    Verdict.OK: 5,
    Verdict.FROZEN: 4,
    Verdict.TESTS_FAILED: 4,
    Verdict.TIMEOUT: 3,
    Verdict.EXIT: 3,
    Verdict.STOPPED: 2,
    Verdict.OUTPUT_LIMIT: 2,
    Verdict.MEMORY: 2,
    Verdict.KILLED: 2,
    Verdict.ERROR: 1,
    Verdict.INTERNAL_ERROR: 0,
}

SPENT = gettext_noop("The repairs allowed for this program are used up.")
TOKENS_SPENT = gettext_noop("The tokens allowed for one request are used up.")
GOING_ROUND = gettext_noop("The repairs go round in circles, and a fresh start did not help.")


class Step(Enum):
    """What happens next."""

    KEEP = "keep"
    REPAIR = "repair"
    FRESH_START = "fresh_start"
    GIVE_UP = "give_up"


@dataclass(frozen=True)
class Seen:
    """What one attempt shows: where it came from, its program, verdict and failure's signature."""

    origin: str
    code: str
    verdict: str
    signature: str = ""

    @classmethod
    def after(cls, origin: str, code: str, feedback: Feedback) -> Seen:
        """What an attempt shows after the run that gave this feedback."""
        error = feedback.error
        if error is None:
            return cls(origin, code, feedback.verdict)
        parts = (feedback.verdict, error.type, error.message[:200], (error.source or "").strip())
        return cls(origin, code, feedback.verdict, "|".join(parts))

    @property
    def program(self) -> str:
        """The program without what does not matter when two are compared."""
        return "\n".join(line.rstrip() for line in self.code.strip().splitlines())


@dataclass(frozen=True)
class Decision:
    """The next step, and why it goes no further where it does not."""

    step: Step
    reason: str = ""


def decide(
    attempts: Sequence[Seen], *, max_repairs: int, tokens: int, token_budget: int
) -> Decision:
    """The next step after the last of `attempts` (a turn's attempts, oldest first)."""
    last = attempts[-1]
    if last.verdict not in PROGRAM_FAULTS:
        return Decision(Step.KEEP)
    chain = _since_member(attempts)
    used = sum(seen.origin in _MODEL_ORIGINS for seen in chain)
    if used >= max_repairs:
        return Decision(Step.GIVE_UP, SPENT if max_repairs else "")
    if tokens >= token_budget:
        return Decision(Step.GIVE_UP, TOKENS_SPENT)
    fresh = any(seen.origin == Attempt.Origin.FRESH_START for seen in chain)
    if _goes_round(chain):
        return Decision(Step.GIVE_UP, GOING_ROUND) if fresh else Decision(Step.FRESH_START)
    if used == REPAIRS_BEFORE_FRESH_START and not fresh:
        return Decision(Step.FRESH_START)
    return Decision(Step.REPAIR)


def best_of(attempts: Sequence[Seen]) -> int:
    """The index of the best attempt: the verdict that went furthest; of equals, the latest `ok`
    and otherwise the earliest."""
    ranks = [_RANK[Verdict(seen.verdict)] for seen in attempts]
    top = max(ranks)
    if top == _RANK[Verdict.OK]:
        return len(ranks) - 1 - ranks[::-1].index(top)
    return ranks.index(top)


@transaction.atomic
def continue_after(attempt: Attempt) -> None:
    """Write what follows from an attempt whose run has ended."""
    message = attempt.message
    rows = list(
        Attempt.objects.filter(message=message, turn=attempt.turn, run__verdict__gt="")
        .select_related("run")
        .order_by("number")
    )
    seen = [_seen(row) for row in rows]
    _mark_best(rows, best_of(seen))
    if attempt.turn != message.turn or rows[-1].pk != attempt.pk:
        return
    decision = decide(
        seen,
        max_repairs=min(message.conversation.max_repairs, settings.REPAIRS_CAP),
        tokens=_tokens(attempt),
        token_budget=settings.TURN_TOKEN_BUDGET,
    )
    if decision.step in (Step.KEEP, Step.GIVE_UP):
        Attempt.objects.filter(pk=attempt.pk).update(stop_reason=decision.reason)
        return
    run = rows[-1].run
    assert run is not None
    feedback = feedback_of(run)
    fixed = quick_fix(attempt.code, feedback)
    if fixed is not None and all(row.code != fixed.code for row in rows):
        add_attempt(
            message=message,
            origin=Attempt.Origin.FIX,
            code=fixed.code,
            generation=attempt.generation,
            based_on=attempt,
            note=fixed.note,
        )
        return
    if decision.step is Step.REPAIR:
        kind, prompt = (
            Generation.Kind.REPAIR,
            repair_prompt(message.body, attempt.code, feedback),
        )
    else:
        kind, prompt = Generation.Kind.FRESH_START, fresh_start_prompt(message.body, feedback)
    queue_generation(message=message, kind=kind, prompt=prompt, repairs=attempt)


def _since_member(attempts: Sequence[Seen]) -> Sequence[Seen]:
    """The attempts from the last one that the member, not the loop, asked for."""
    for index in range(len(attempts) - 1, -1, -1):
        if attempts[index].origin in _MEMBER_ORIGINS:
            return attempts[index:]
    return attempts


def _goes_round(chain: Sequence[Seen]) -> bool:
    """Whether the last attempt repeats: the failure of the one before, or any program before."""
    if len(chain) < 2:
        return False
    last, before = chain[-1], chain[-2]
    same_failure = bool(last.signature) and last.signature == before.signature
    return same_failure or any(last.program == earlier.program for earlier in chain[:-1])


def _seen(attempt: Attempt) -> Seen:
    run = attempt.run
    assert run is not None
    return Seen.after(attempt.origin, attempt.code, feedback_of(run))


def _mark_best(rows: Sequence[Attempt], index: int) -> None:
    best = rows[index]
    changed = [row for row in rows if row.best != (row.pk == best.pk)]
    for row in changed:
        row.best = row.pk == best.pk
        row.save(update_fields=["best"])
    # The last row has just ended, which its page is told anyway.
    for row in changed:
        if row.pk == rows[-1].pk:
            continue
        publishing.publish(row.message.conversation_id, "attempt", {"attempt": row.pk})


def _tokens(attempt: Attempt) -> int:
    sums = Generation.objects.filter(message=attempt.message, turn=attempt.turn).aggregate(
        prompt=Sum("prompt_tokens"), completion=Sum("completion_tokens")
    )
    return (sums["prompt"] or 0) + (sums["completion"] or 0)
