"""The difference between two programs as rows that a template can show."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

__all__ = ["MAX_LINES", "DiffRow", "diff_rows"]

MAX_LINES = 5_000
CONTEXT_LINES = 3


@dataclass(frozen=True)
class DiffRow:
    """One line: `kind` is added, removed, same or gap; the numbers are each program's own."""

    kind: str
    text: str
    before: int | None = None
    after: int | None = None


def diff_rows(before: str, after: str) -> list[DiffRow]:
    """What changed from one program to the other, with a few lines around each change.

    Empty where nothing changed. Only the first MAX_LINES lines of each are compared: difflib's time
    grows with the square of their number.
    """
    old = before.splitlines()[:MAX_LINES]
    new = after.splitlines()[:MAX_LINES]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) > 1_000)
    rows: list[DiffRow] = []
    for number, group in enumerate(matcher.get_grouped_opcodes(CONTEXT_LINES)):
        if number:
            rows.append(DiffRow("gap", ""))
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                rows.extend(
                    DiffRow("same", old[old_from + step], old_from + step + 1, new_from + step + 1)
                    for step in range(old_to - old_from)
                )
                continue
            rows.extend(
                DiffRow("removed", old[line], before=line + 1) for line in range(old_from, old_to)
            )
            rows.extend(
                DiffRow("added", new[line], after=line + 1) for line in range(new_from, new_to)
            )
    return rows
