"""The stop rules of repair, one a test."""

from __future__ import annotations

import pytest

from assistant.conversations.models import Attempt
from assistant.conversations.repair import (
    GOING_ROUND,
    SPENT,
    TOKENS_SPENT,
    Decision,
    Seen,
    Step,
    best_of,
    decide,
)
from sandbox.verdicts import PROGRAM_FAULTS, Verdict

Origin = Attempt.Origin


def seen(origin: str, code: str, verdict: str = "error", signature: str | None = None) -> Seen:
    return Seen(origin, code, verdict, code if signature is None else signature)


def after(*attempts: Seen, repairs: int = 3, tokens: int = 0) -> Decision:
    return decide(attempts, max_repairs=repairs, tokens=tokens, token_budget=1000)


def test_a_program_that_works_is_kept() -> None:
    assert after(seen(Origin.ANSWER, "a", "ok")) == Decision(Step.KEEP)


@pytest.mark.parametrize("verdict", ["internal_error", "stopped"])
def test_our_failure_and_the_members_stop_are_never_repaired(verdict: str) -> None:
    assert verdict not in PROGRAM_FAULTS
    assert after(seen(Origin.ANSWER, "a", verdict)).step is Step.KEEP


@pytest.mark.parametrize("verdict", sorted(PROGRAM_FAULTS))
def test_every_fault_of_the_program_is_repaired(verdict: str) -> None:
    assert after(seen(Origin.ANSWER, "a", verdict)).step is Step.REPAIR


def test_two_repairs_then_a_fresh_start_then_the_budget_is_spent() -> None:
    attempts = [seen(Origin.ANSWER, "a"), seen(Origin.REPAIR, "b"), seen(Origin.REPAIR, "c")]
    assert after(*attempts[:2]).step is Step.REPAIR
    assert after(*attempts).step is Step.FRESH_START
    assert after(*attempts, seen(Origin.FRESH_START, "d")) == Decision(Step.GIVE_UP, SPENT)


def test_the_members_number_of_repairs_is_the_limit() -> None:
    assert after(seen(Origin.ANSWER, "a"), repairs=0) == Decision(Step.GIVE_UP)
    assert after(seen(Origin.ANSWER, "a"), seen(Origin.REPAIR, "b"), repairs=1).reason == SPENT


def test_the_same_failure_again_leads_to_a_fresh_start_and_only_once() -> None:
    stuck = [
        seen(Origin.ANSWER, "a", signature="NameError x"),
        seen(Origin.REPAIR, "b", signature="NameError x"),
    ]
    assert after(*stuck).step is Step.FRESH_START
    again = [*stuck, seen(Origin.FRESH_START, "c", signature="NameError x")]
    assert after(*again, repairs=5) == Decision(Step.GIVE_UP, GOING_ROUND)


def test_the_same_program_again_leads_to_a_fresh_start_whatever_its_white_space() -> None:
    attempts = [
        seen(Origin.ANSWER, "x = 1\ny()", signature="1"),
        seen(Origin.REPAIR, "x = 1  \ny()\n", signature="2"),
    ]
    assert after(*attempts).step is Step.FRESH_START


def test_alternation_between_two_programs_is_seen() -> None:
    attempts = [
        seen(Origin.ANSWER, "a", signature="1"),
        seen(Origin.REPAIR, "b", signature="2"),
        seen(Origin.REPAIR, "a", signature="3"),
    ]
    assert after(*attempts, repairs=5).step is Step.FRESH_START


def test_a_turns_tokens_are_a_budget() -> None:
    assert after(seen(Origin.ANSWER, "a"), tokens=1000) == Decision(Step.GIVE_UP, TOKENS_SPENT)


@pytest.mark.parametrize("origin", [Origin.EDIT, Origin.AGAIN, Origin.COMPLAINT])
def test_what_the_member_does_begins_a_new_chain(origin: str) -> None:
    spent = [seen(Origin.ANSWER, "a"), seen(Origin.REPAIR, "b"), seen(Origin.REPAIR, "c")]
    assert after(*spent, seen(origin, "c2"), repairs=2).step is Step.REPAIR


def test_a_mend_without_the_model_costs_no_repair() -> None:
    attempts = [seen(Origin.ANSWER, "a"), seen(Origin.FIX, "b")]
    assert after(*attempts, repairs=1).step is Step.REPAIR


def test_the_best_attempt_is_kept_and_not_the_last() -> None:
    worse_later = [
        seen(Origin.ANSWER, "a", "frozen"),
        seen(Origin.REPAIR, "b", "error"),
        seen(Origin.REPAIR, "c", "error"),
    ]
    assert best_of(worse_later) == 0
    assert best_of([*worse_later, seen(Origin.EDIT, "d", "ok")]) == 3


def test_of_two_that_work_the_later_is_best_and_of_two_failures_the_earlier() -> None:
    assert best_of([seen("answer", "a", "ok"), seen("complaint", "b", "ok")]) == 1
    assert best_of([seen("answer", "a"), seen("repair", "b")]) == 0


def test_every_verdict_has_a_rank() -> None:
    for verdict in Verdict:
        assert best_of([seen("answer", "a", verdict)]) == 0
