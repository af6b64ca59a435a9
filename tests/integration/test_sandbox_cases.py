"""Every program under `tests/sandbox_cases/` gets its verdict, and bad inputs do no harm."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import config
from sandbox.execution import MAX_CODE, Program, execute
from sandbox.limits import Limits
from sandbox.outcome import Outcome
from tests.integration.sandbox_case import TimingPool, complaints, load, names, observe

GROUPS = {
    "between": 2,
    "disk": 6,
    "error": 10,
    "escape": 11,
    "files": 14,
    "input": 6,
    "memory": 9,
    "network": 5,
    "output": 12,
    "process": 16,
    "time": 7,
    "window": 9,
}


def run(code: str) -> Outcome:
    return execute(Program(code=code), limits=Limits())


@pytest.fixture(scope="module")
def pool() -> Iterator[TimingPool]:
    pool = TimingPool(config.current())
    yield pool
    pool.close()


@pytest.mark.docker
@pytest.mark.parametrize("name", names())
def test_the_box_holds(pool: TimingPool, name: str) -> None:
    case = load(name)
    for _ in range(case.runs):
        observation = observe(case, pool)
        assert not complaints(case, observation), observation


def test_every_group_of_attacks_has_its_cases() -> None:
    found = Counter(name.partition("_")[0] for name in names())
    assert {group: found[group] for group in GROUPS} == GROUPS
    assert all(load(name).description for name in names())


@pytest.mark.docker
def test_an_empty_program_runs_to_its_end() -> None:
    assert run("").verdict == "ok"


@pytest.mark.docker
def test_a_program_that_is_no_python_is_an_error_with_its_line() -> None:
    outcome = run("total = 1\nif total\n    print(total)\n")
    assert outcome.verdict == "error"
    assert outcome.error is not None
    assert (outcome.error.type, outcome.error.line) == ("SyntaxError", 2)


@pytest.mark.docker
def test_a_program_of_a_megabyte_runs_whole() -> None:
    code = "# comment\n" * (MAX_CODE // 10 - 10) + "print('reached the end')\n"
    assert len(code) > 0.99 * MAX_CODE
    outcome = run(code)
    assert (outcome.verdict, outcome.stdout) == ("ok", "reached the end\n")


def test_a_program_over_a_megabyte_is_refused_before_any_container_is_taken() -> None:
    with pytest.raises(ValueError, match="are allowed"):
        execute(Program(code="#" * (MAX_CODE + 1)))


@pytest.mark.docker
def test_a_nul_in_the_code_is_an_error_that_any_database_takes() -> None:
    outcome = run("print('before')\nword = '\0'\n")
    assert outcome.verdict == "error"
    assert outcome.error is not None
    assert outcome.error.type in ("SyntaxError", "ValueError")
    assert "\0" not in outcome.stdout + outcome.stderr + repr(outcome.error)


@pytest.mark.docker
def test_half_a_surrogate_in_the_code_is_taken_for_a_question_mark() -> None:
    outcome = run("print('a\ud800b')\n")
    assert (outcome.verdict, outcome.stdout) == ("ok", "a?b\n")


@pytest.mark.docker
@pytest.mark.parametrize(
    "code", ["\ufeffprint('뱀')\n", "print('뱀')\r\n", "# coding: latin-1\nprint('뱀')\n"]
)
def test_marks_and_line_ends_and_declared_encodings_do_not_change_the_text(code: str) -> None:
    outcome = run(code)
    assert (outcome.verdict, outcome.stdout) == ("ok", "뱀\n")


@pytest.mark.docker
def test_input_that_is_no_text_reaches_the_program_as_it_is() -> None:
    program = Program(
        code="import sys; print(sys.stdin.buffer.read())", stdin=b"\xff\0\xfe", tests=None
    )
    assert execute(program).stdout == "b'\\xff\\x00\\xfe'\n"


@pytest.mark.parametrize("name", Limits.__dataclass_fields__)
@pytest.mark.parametrize("nothing", [0, -1, float("nan")])
def test_a_limit_of_nothing_is_refused_rather_than_taken_for_no_limit(
    name: str, nothing: float
) -> None:
    given: dict[str, Any] = {name: nothing}
    with pytest.raises(ValueError, match=name):
        Limits(**given)


@pytest.mark.docker
def test_a_stop_ends_a_busy_program_at_once() -> None:
    stop = threading.Event()
    told: list[float] = []

    def listen(_stream: str, _text: str) -> None:
        told.append(time.monotonic())
        stop.set()

    outcome = execute(
        Program(code="print('running', flush=True)\nwhile True: pass"),
        limits=Limits(wall_seconds=20),
        on_output=listen,
        stop=stop,
    )
    assert outcome.verdict == "stopped"
    assert time.monotonic() - told[0] < 2
