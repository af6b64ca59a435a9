"""The difference between two programs."""

from __future__ import annotations

import time

from assistant.conversations.diffs import MAX_LINES, diff_rows


def test_a_change_is_shown_with_its_lines_around() -> None:
    before = "\n".join(f"line {n}" for n in range(1, 21))
    rows = diff_rows(before, before.replace("line 10", "line ten"))
    assert [(row.kind, row.before, row.after) for row in rows] == [
        ("same", 7, 7),
        ("same", 8, 8),
        ("same", 9, 9),
        ("removed", 10, None),
        ("added", None, 10),
        ("same", 11, 11),
        ("same", 12, 12),
        ("same", 13, 13),
    ]


def test_changes_far_apart_have_a_gap_between_them() -> None:
    before = [f"line {n}" for n in range(60)]
    after = ["first", *before[1:-1], "last"]
    kinds = [row.kind for row in diff_rows("\n".join(before), "\n".join(after))]
    assert kinds.count("gap") == 1


def test_the_same_program_has_no_difference() -> None:
    assert diff_rows("a\nb\n", "a\nb") == []


def test_programs_of_absurd_length_do_not_take_for_ever() -> None:
    before = "".join(f"x{n % 7}\n" for n in range(4 * MAX_LINES))
    began = time.monotonic()
    diff_rows(before, before.replace("x3", "y3"))
    assert time.monotonic() - began < 20
