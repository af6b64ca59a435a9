"""Notices an answer that goes round in circles, as DeepSeek models sometimes do (DeepSeek-V2#36).

Programs repeat themselves too: a map of a maze is rows of equal digits. So only a long stretch
counts, and it must be strictly periodic with a short period.
"""

from __future__ import annotations

__all__ = ["RepetitionGuard"]

#: A stretch of this many characters, all of one period, is a loop.
STRETCH = 2400
#: The longest period that is looked for, in characters.
LONGEST_PERIOD = 240
#: How much must be new before it is worth another look.
STEP = 256
#: What the end of the text is recognised by, one period earlier.
SNIPPET = 24


class RepetitionGuard:
    """Fed with an answer's text, says when it has become a loop. Costs C-speed searches only."""

    def __init__(self) -> None:
        self._tail = ""
        self._unseen = 0

    def loops(self, text: str) -> bool:
        """Takes the next piece; whether the answer has been looping for a whole stretch."""
        self._tail += text
        self._unseen += len(text)
        if self._unseen < STEP:
            return False
        self._unseen = 0
        self._tail = self._tail[-STRETCH:]
        return len(self._tail) == STRETCH and _is_periodic(self._tail)


def _is_periodic(tail: str) -> bool:
    end = len(tail)
    earlier = tail.rfind(tail[-SNIPPET:], end - SNIPPET - LONGEST_PERIOD, end - 1)
    if earlier < 0:
        return False
    period = end - SNIPPET - earlier
    return tail[period:] == tail[:-period]
