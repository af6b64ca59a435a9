"""The tables in which `make judge-demo` says how the demo checkpoint did."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from inference.demo.example import Example

__all__ = ["Judged", "tables"]

REQUESTS = ("fresh", "answer", "options")


@dataclass(frozen=True)
class Judged:
    """How one conversation went.

    `first` and `right`: right at once, and at the end. `attempts` are the model's and the
    product's programs; `tokens` and `seconds` are of the first answer.
    """

    example: Example
    text: str
    first: bool
    right: bool
    attempts: int
    tokens: int
    seconds: float


def tables(done: Sequence[Judged]) -> str:
    """Markdown: by kind, and for requests by family, each in both languages."""
    requests = [each for each in done if each.example.kind in REQUESTS]
    parts = [_table("kind", done, lambda each: each.example.kind)]
    if requests:
        parts.append(_table("family", requests, _family))
        answered = [each for each in requests if each.tokens]
        tokens = statistics.median(each.tokens for each in answered)
        seconds = statistics.median(each.seconds for each in answered)
        parts.append(f"A request's answer, median: {tokens:.0f} tokens in {seconds:.1f} s.")
    return "\n\n".join(parts)


def _family(judged: Judged) -> str:
    assert judged.example.wanted is not None
    return judged.example.wanted.task.family


def _table(name: str, done: Iterable[Judged], key: Callable[[Judged], str]) -> str:
    rows: dict[str, dict[str, list[Judged]]] = defaultdict(lambda: {"en": [], "ko": []})
    for judged in done:
        rows[key(judged)][judged.example.lang].append(judged)
    total = {
        lang: [judged for row in rows.values() for judged in row[lang]] for lang in ("en", "ko")
    }
    lines = [
        f"| {name} | first attempt, English | Korean | after repair, English | Korean |",
        "|---|---|---|---|---|",
    ]
    for label, row in [*sorted(rows.items()), ("all", total)]:
        cells = [
            _share([judged.first for judged in row["en"]]),
            _share([judged.first for judged in row["ko"]]),
            _share([judged.right for judged in row["en"]]),
            _share([judged.right for judged in row["ko"]]),
        ]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(right: Sequence[bool]) -> str:
    if not right:
        return ""
    return f"{sum(right)}/{len(right)} ({sum(right) / len(right):.0%})"
