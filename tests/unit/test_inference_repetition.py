"""What counts as a loop, and which programs that repeat themselves do not."""

from __future__ import annotations

import pytest

from inference.repetition import LONGEST_PERIOD, STRETCH, RepetitionGuard


def fed(text: str, piece: int = 5) -> bool:
    guard = RepetitionGuard()
    return any(guard.loops(text[at : at + piece]) for at in range(0, len(text), piece))


@pytest.mark.parametrize(
    "unit",
    ["0, ", "a", "ab", "print('뱀')\n", "x" * 30 + "y", "The snake grows and then it grows. " * 5],
)
def test_a_unit_over_and_over_is_a_loop(unit: str) -> None:
    assert len(unit) <= LONGEST_PERIOD
    assert fed("Here it is.\n" + unit * (3 * STRETCH // len(unit) + 1))


def test_a_loop_is_found_soon_after_it_has_lasted_a_stretch() -> None:
    guard = RepetitionGuard()
    text = "def f():\n" + "pass;" * 10_000
    for at in range(0, len(text), 5):
        if guard.loops(text[at : at + 5]):
            break
    assert STRETCH <= at <= STRETCH + 600


def test_a_map_of_equal_rows_is_no_loop() -> None:
    row = "    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],\n"
    assert not fed("MAP = [\n" + row * 30 + "]\n" + "for row in MAP:\n    print(row)\n")


def test_an_ordinary_program_is_no_loop() -> None:
    assert not fed("".join(f"value_{n} = {n * n}\nprint(value_{n})\n" for n in range(2000)))


def test_a_period_longer_than_the_longest_is_no_loop() -> None:
    unit = "".join(chr(0x4E00 + n) for n in range(LONGEST_PERIOD + 40))
    assert not fed(unit * 40)
