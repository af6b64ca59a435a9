"""The verdict on a run, from facts.

Facts come from the kernel, from the supervisor and from the player: how the process ended, what
the control group counted, what was seen on the display. Text that the program wrote is not among
them. The report of the program's own interpreter is a hint: it can explain a failure or make one
out of a success, never the other way round.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.keys import asks_for_keys


class Verdict(StrEnum):
    OK = "ok"
    ERROR = "error"
    EXIT = "exit"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    OUTPUT_LIMIT = "output_limit"
    KILLED = "killed"
    TESTS_FAILED = "tests_failed"
    FROZEN = "frozen"
    STOPPED = "stopped"
    INTERNAL_ERROR = "internal_error"


PROGRAM_FAULTS = frozenset(Verdict) - {Verdict.OK, Verdict.STOPPED, Verdict.INTERNAL_ERROR}

READS_EVENTS = re.compile(
    r"event\.(?:get|poll|wait)\b|\bmainloop\(|\bdone\(|exitonclick|\.update\(|set_blocking"
)


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What the player saw of the program's windows."""

    opened: bool = False
    drawn: bool = False
    changed: bool = False
    changed_after_keys: bool = False
    can_ping: bool = False
    answered_ping: bool = False
    finished: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that a verdict is made from."""

    stopped: bool = False
    supervisor_lost: bool = False
    container_killed: bool = False
    oom_kills: int = 0
    output_exceeded: bool = False
    timed_out: str = ""
    exit_code: int | None = None
    signal: int | None = None
    reported_error: bool = False
    reported_in_tests: bool = False
    reported_type: str = ""
    tests_wanted: bool = False
    tests_passed: bool = False
    sight: Sight = field(default_factory=Sight)
    code: str = ""
    wall_seconds: float = 0.0
    memory_bytes: int = 0
    output_bytes: int = 0


def decide(facts: Facts) -> tuple[Verdict, str]:
    """The verdict and one sentence that says why."""
    if facts.stopped:
        return Verdict.STOPPED, "The run was stopped."
    if facts.oom_kills:
        megabytes = facts.memory_bytes // (1024 * 1024)
        return Verdict.MEMORY, f"The program needed more than its {megabytes} MiB of memory."
    if facts.supervisor_lost:
        if facts.container_killed:
            return Verdict.KILLED, "The program brought down the container that it ran in."
        return Verdict.INTERNAL_ERROR, "The sandbox was lost before the program ended."
    if facts.output_exceeded:
        return (
            Verdict.OUTPUT_LIMIT,
            f"The program wrote more than {facts.output_bytes // 1024} KiB of output.",
        )
    if facts.reported_error and facts.timed_out:
        # It ended in all but name: a thread that nobody waits for kept its process alive.
        return _failure(facts)
    if facts.timed_out == "cpu":
        return Verdict.TIMEOUT, "The program used up its processor time."
    if facts.timed_out:
        return (
            Verdict.TIMEOUT,
            f"The program was still running after {facts.wall_seconds:g} s.",
        )
    if facts.signal is not None:
        return Verdict.KILLED, f"The program was ended by signal {facts.signal}."
    if facts.reported_error or facts.exit_code:
        return _failure(facts)
    if facts.exit_code is None:
        return _window(facts)
    if facts.tests_wanted and not facts.tests_passed:
        return Verdict.TESTS_FAILED, "The program ended before its tests had run."
    return Verdict.OK, "The program passed its tests." if facts.tests_wanted else (
        "The program ran to its end."
    )


def _failure(facts: Facts) -> tuple[Verdict, str]:
    if not facts.reported_error:
        return Verdict.EXIT, f"The program ended with exit code {facts.exit_code}."
    if facts.reported_in_tests and facts.reported_type == "AssertionError":
        return Verdict.TESTS_FAILED, "A test of the program failed."
    return Verdict.ERROR, f"The program raised {facts.reported_type}."


def _window(facts: Facts) -> tuple[Verdict, str]:
    """Judge a program whose window stayed up to the end of the play-test.

    A picture that keeps still is right for a program that never asks for a key, as long as it
    reads its events, for then its window can at least be closed: a chart, a drawing, a form. A
    program that asks for keys must change when they are pressed. So must one that reads no
    events: whatever it is, nobody can use it.
    """
    sight = facts.sight
    if not sight.finished:
        return Verdict.INTERNAL_ERROR, "The sandbox did not say how the program ended."
    if not sight.drawn:
        return Verdict.FROZEN, "The window opened but nothing was drawn in it."
    if sight.can_ping and not sight.answered_ping:
        return Verdict.FROZEN, "The window drew but does not respond: it never reads its events."
    if sight.changed_after_keys:
        return Verdict.OK, "The window drew and changed when keys were pressed."
    if asks_for_keys(facts.code):
        return Verdict.FROZEN, "The window drew but nothing changed when keys were pressed."
    if not READS_EVENTS.search(facts.code):
        return Verdict.FROZEN, "The window drew but ignores its events, keys among them."
    return Verdict.OK, "The window drew its picture and responds; the program asks for no keys."
