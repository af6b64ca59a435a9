"""Where the reading heads should look: at what the answer takes from the conversation before it.

Two heads are shown where to look: one where the request names an option's value or asks for a
feature (or at the conversation's first token, where it does neither), one where what comes next
stands in an earlier program. A source is the head, the token that looks (the one before what is
to be written), and the first token that it should look at and the one after the last, as places in
the tokens of a conversation: it may look at any of these.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

__all__ = [
    "COPIES",
    "NOWHERE",
    "READING_HEADS",
    "VALUES",
    "Source",
    "asked",
    "copied",
    "forked",
    "read",
]

READING_HEADS = VALUES, COPIES = 0, 1
Source = tuple[int, int, int, int]
NOWHERE = 0, 1
"""The span to look at for what was not asked for: the first of every conversation."""
LEAST_COPIED = 4
"""How many tokens a run must have to be copied, not found by chance."""
BEFORE, AFTER = re.compile(r"(?<![A-Za-z0-9_.])"), re.compile(r"(?![A-Za-z0-9_]|\.\d)")
"""Bounds of a value among other text. Korean particles follow it without a space."""


def read(
    context: str, starts: Sequence[int], before: str, value: str, words: Mapping[str, str]
) -> list[int]:
    """For each character of the `value`, the token of the context where it should be read.

    `starts` has the character at which each token of the context begins; `before` is the answer's
    text up to the value, and `words` says how values are put in words. A line of an earlier program
    that is the same up to here is read first, then the value by itself, then its words: the last
    place of each. Empty where nothing says it.
    """
    bare = value.lstrip(" ")
    if not bare:
        return []
    line = before[before.rfind("\n") :] + value
    found = _last(context, line, bounded=False)
    end = found + len(line)
    if found < 0:
        found = _last(context, bare, bounded=True)
        end = found + len(bare)
    if found >= 0:
        places = range(end - len(bare), end)
    elif words.get(bare) and (at := context.rfind(words[bare])) >= 0:
        places = range(at, at + 1)
    else:
        return []
    lead = len(value) - len(bare)
    chosen = [places[max(0, min(index - lead, len(places) - 1))] for index in range(len(value))]
    return [bisect_right(starts, place) - 1 for place in chosen]


def _last(context: str, text: str, *, bounded: bool) -> int:
    """Where the text last stands in the context as a whole value, `bounded` at its start; or -1."""
    at = context.rfind(text)
    while at >= 0:
        if AFTER.match(context, at + len(text)) and (not bounded or BEFORE.match(context, at)):
            return at
        at = context.rfind(text, 0, at + len(text) - 1)
    return -1


def forked(answer: Sequence[int], other: Sequence[int]) -> list[int]:
    """The places in the answer's tokens at which the other answer goes on otherwise."""
    pairs = zip(answer, other, strict=False)
    same = next((at for at, (one, two) in enumerate(pairs) if one != two), None)
    if same is None:
        same = min(len(answer), len(other))
    # Most of two answers is the same before they part: it need not be matched.
    matcher = SequenceMatcher(None, answer[same:], other[same:], autojunk=False)
    return [same + begin for kind, begin, _, _, _ in matcher.get_opcodes() if kind != "equal"]


def asked(context: str, starts: Sequence[int], said: Sequence[str]) -> tuple[int, int] | None:
    """The first token, and the one after the last, of the last words that are one of `said`.

    `None` where none of it was said.
    """
    found = [
        (at + len(words), at)
        for words in (each.rstrip(".!? ") for each in said)
        if (at := context.rfind(words)) >= 0
    ]
    if not found:
        return None
    end, at = max(found)
    return bisect_right(starts, at) - 1, bisect_right(starts, end - 1)


def copied(context: Sequence[int], answer: Sequence[int]) -> list[Source]:
    """Where the runs of tokens that the answer takes over from the context stand there."""
    matcher = SequenceMatcher(None, context, answer, autojunk=False)
    return [
        (COPIES, len(context) + to + index - 1, at + index, at + index + 1)
        for at, to, count in matcher.get_matching_blocks()
        if count >= LEAST_COPIED
        for index in range(count)
    ]
