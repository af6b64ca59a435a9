"""Verdicts come from facts, in a fixed order, and a forged report never helps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.verdicts import PROGRAM_FAULTS, Facts, Sight, Verdict, decide

ENDED = Facts(exit_code=0, wall_seconds=30, memory_bytes=512 * 1024 * 1024, output_bytes=1024)
GAME = "for event in pygame.event.get():\n    if event.key == pygame.K_LEFT: turn()\n"
DRAWING = "for event in pygame.event.get():\n    if event.type == pygame.QUIT: break\n"
SEEN = Sight(opened=True, drawn=True, can_ping=True, answered_ping=True, finished=True)
PLAYED = replace(ENDED, exit_code=None, sight=SEEN, code=GAME)


def verdict(facts: Facts) -> Verdict:
    return decide(facts)[0]


def test_a_clean_end_is_ok() -> None:
    assert verdict(ENDED) == Verdict.OK


@pytest.mark.parametrize("code", [1, 3, 124, 137, 143])
def test_an_exit_code_is_an_exit_whatever_number_it_imitates(code: int) -> None:
    found, reason = decide(replace(ENDED, exit_code=code))
    assert found == Verdict.EXIT
    assert str(code) in reason


def test_a_reported_exception_explains_a_failure() -> None:
    facts = replace(ENDED, exit_code=1, reported_error=True, reported_type="KeyError")
    found, reason = decide(facts)
    assert found == Verdict.ERROR
    assert "KeyError" in reason


def test_a_report_can_spoil_a_success() -> None:
    facts = replace(ENDED, reported_error=True, reported_type="KeyError")
    assert verdict(facts) == Verdict.ERROR


@pytest.mark.parametrize(
    "fault",
    [
        {"exit_code": 3},
        {"exit_code": None, "signal": 11},
        {"oom_kills": 1},
        {"output_exceeded": True, "exit_code": None},
        {"timed_out": "wall", "exit_code": None},
        {"timed_out": "cpu", "exit_code": None},
        {"supervisor_lost": True, "exit_code": None},
        {"stopped": True, "exit_code": None},
    ],
)
def test_no_forged_report_turns_a_failure_into_a_success(fault: dict[str, object]) -> None:
    forged = replace(ENDED, tests_wanted=True, tests_passed=True, sight=SEEN, code=GAME)
    assert verdict(replace(forged, **fault)) != Verdict.OK


def test_memory_is_the_counter_not_the_exit_code() -> None:
    assert verdict(replace(ENDED, exit_code=None, signal=9)) == Verdict.KILLED
    assert verdict(replace(ENDED, exit_code=None, signal=9, oom_kills=1)) == Verdict.MEMORY
    assert verdict(replace(ENDED, oom_kills=1)) == Verdict.MEMORY


def test_a_stop_goes_before_everything() -> None:
    assert verdict(replace(ENDED, stopped=True, oom_kills=3, signal=9)) == Verdict.STOPPED


def test_a_lost_container_is_ours_unless_the_program_killed_it() -> None:
    lost = replace(ENDED, exit_code=None, supervisor_lost=True)
    assert verdict(lost) == Verdict.INTERNAL_ERROR
    assert verdict(replace(lost, container_killed=True)) == Verdict.KILLED


def test_a_failed_assertion_counts_as_a_failed_test_only_in_the_tests() -> None:
    facts = replace(
        ENDED,
        exit_code=1,
        tests_wanted=True,
        reported_error=True,
        reported_type="AssertionError",
        reported_in_tests=True,
    )
    assert verdict(facts) == Verdict.TESTS_FAILED
    assert verdict(replace(facts, reported_in_tests=False)) == Verdict.ERROR
    assert verdict(replace(facts, reported_type="NameError")) == Verdict.ERROR


def test_tests_that_never_ran_have_failed() -> None:
    assert verdict(replace(ENDED, tests_wanted=True)) == Verdict.TESTS_FAILED
    assert verdict(replace(ENDED, tests_wanted=True, tests_passed=True)) == Verdict.OK


def test_a_thread_that_keeps_a_crashed_program_alive_does_not_hide_the_error() -> None:
    facts = replace(ENDED, exit_code=None, timed_out="wall", reported_error=True)
    assert verdict(facts) == Verdict.ERROR


def test_a_game_that_changes_when_keys_are_pressed_is_ok() -> None:
    assert verdict(replace(PLAYED, sight=replace(SEEN, changed_after_keys=True))) == Verdict.OK


def test_a_game_that_stands_still_is_frozen() -> None:
    found, reason = decide(PLAYED)
    assert found == Verdict.FROZEN
    assert "keys" in reason


def test_a_blank_window_is_frozen() -> None:
    assert verdict(replace(PLAYED, sight=replace(SEEN, drawn=False))) == Verdict.FROZEN


def test_an_animation_that_never_reads_its_events_is_frozen() -> None:
    deaf = replace(SEEN, answered_ping=False, changed=True, changed_after_keys=True)
    assert verdict(replace(PLAYED, sight=deaf)) == Verdict.FROZEN
    assert verdict(replace(PLAYED, sight=replace(deaf, can_ping=False))) == Verdict.OK


@pytest.mark.parametrize(
    "code", [DRAWING, "root.mainloop()\n", "turtle.done()\n", "turtle.exitonclick()\n"]
)
def test_a_still_picture_of_a_program_that_asks_for_no_keys_is_ok(code: str) -> None:
    assert verdict(replace(PLAYED, code=code)) == Verdict.OK


@pytest.mark.parametrize("code", ["pygame.event.clear()\n", "pygame.event.pump()\n", "pass\n"])
def test_a_still_picture_of_a_program_that_looks_at_no_event_is_frozen(code: str) -> None:
    assert verdict(replace(PLAYED, code=code)) == Verdict.FROZEN


def test_without_an_end_and_without_a_window_the_fault_is_ours() -> None:
    assert verdict(replace(ENDED, exit_code=None)) == Verdict.INTERNAL_ERROR


def test_the_programs_faults_are_all_but_three() -> None:
    spared = set(Verdict) - PROGRAM_FAULTS
    assert spared == {Verdict.OK, Verdict.STOPPED, Verdict.INTERNAL_ERROR}


def test_every_reason_is_one_sentence() -> None:
    for facts in (ENDED, PLAYED, replace(ENDED, exit_code=2), replace(ENDED, oom_kills=1)):
        reason = decide(facts)[1]
        assert reason.endswith(".")
        assert "\n" not in reason
