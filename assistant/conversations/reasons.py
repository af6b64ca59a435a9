"""The sandbox's sentences in the member's language.

The sandbox knows no languages: it says in English why a run got its verdict. Here each of those
sentences has a message of its own; a sentence that is not known is shown as it came.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop

__all__ = ["KNOWN", "translate_reason"]

KNOWN = (
    gettext_noop("The run was stopped."),
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
)


def translate_reason(sentence: str) -> str:
    """The sentence in the active language, with its number or name in place."""
    for template, pattern in _patterns():
        if match := pattern.fullmatch(sentence):
            return gettext(template) % match.groupdict()
    return sentence


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (known, re.compile(re.escape(known).replace(re.escape("%(n)s"), r"(?P<n>.{1,200})")))
        for known in KNOWN
    )
