"""Sentences of the sandbox and of the pool, in the member's language.

Neither knows languages: they say in English why a run got its verdict, or why an answer failed.
Here each of those sentences has a message of its own; one that is not known is shown as it came.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop

__all__ = ["KNOWN", "translate_reason"]

KNOWN = (
    gettext_noop("The run was stopped."),
    gettext_noop("The run was stopped before it began."),
    gettext_noop("The runner died twice while this program ran; it is not tried again."),
    gettext_noop(
        "The sandbox is unavailable: Docker does not answer; start its engine or check that this "
        "process may use it."
    ),
    gettext_noop("The sandbox is unavailable: Docker refused (%(detail)s)."),
    gettext_noop("The sandbox is unavailable: its container did not start (%(detail)s)."),
    gettext_noop(
        "The sandbox is unavailable: its image %(name)s is not built; run sandbox/image/build.py."
    ),
    gettext_noop("The program needed more than its %(n)s MiB of memory."),
    gettext_noop("The program brought down the container that it ran in."),
    gettext_noop("The sandbox was lost before the program ended."),
    gettext_noop("The program wrote more than %(n)s KiB of output."),
    gettext_noop("The program used up its processor time."),
    gettext_noop("The program was still running after %(n)s s."),
    gettext_noop("The program was ended by signal %(n)s."),
    gettext_noop("The program ended before its tests had run."),
    gettext_noop("The program passed its tests."),
    gettext_noop("The program ran to its end."),
    gettext_noop("The program ended with exit code %(n)s."),
    gettext_noop("A test of the program failed."),
    gettext_noop("The program raised %(n)s."),
    gettext_noop("The sandbox did not say how the program ended."),
    gettext_noop("The window opened but nothing was drawn in it."),
    gettext_noop("The window drew but does not respond: it never reads its events."),
    gettext_noop("The window drew and changed when keys were pressed."),
    gettext_noop("The window drew but nothing changed when keys were pressed."),
    gettext_noop("The window drew but ignores its events, keys among them."),
    gettext_noop("The window drew its picture and responds; the program asks for no keys."),
    gettext_noop(
        "The message and what it refers to do not fit in the model's context of %(n)s tokens: "
        "shorten the message or begin a new conversation."
    ),
    gettext_noop(
        "The message and what it refers to do not fit in the model's context: "
        "shorten the message or begin a new conversation."
    ),
    gettext_noop("The model server refused the request (%(n)s): %(detail)s"),
    gettext_noop("The model server failed over this request, try again: %(detail)s"),
    gettext_noop("The model server could not be reached within %(n)s s; try again."),
    gettext_noop("The model server did not begin its answer within %(n)s s; try again."),
    gettext_noop(
        "The model server fell silent for %(n)s s in the middle of its answer; try again."
    ),
    gettext_noop("The answer took longer than the %(n)s s that one answer may take."),
    gettext_noop("The answer was cut in the middle, try again: %(detail)s"),
)
_PLACE = re.compile(r"%\((\w+)\)s")


def translate_reason(sentence: str) -> str:
    """The sentence in the active language, with its numbers and names in place."""
    for template, pattern in _patterns():
        if match := pattern.fullmatch(sentence):
            return gettext(template) % match.groupdict() if match.groups() else gettext(template)
    return gettext(sentence) if sentence else ""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((known, re.compile(_pattern(known))) for known in KNOWN)


def _pattern(known: str) -> str:
    """A sentence as a pattern: its words as they are, its places as named groups."""
    texts = _PLACE.split(known)
    return "".join(
        f"(?P<{text}>.{{1,400}}?)" if index % 2 else re.escape(text)
        for index, text in enumerate(texts)
    )
