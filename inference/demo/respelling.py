"""One recorded misspelling as many: the wrong name is misspelt anew wherever it stands.

There are far more slips than can be recorded. What the sandbox says of a name that does not exist
holds for any such name, so the program, the verdict and the diagnosis are changed together. A model
that sees a name once only must read it from the error instead of knowing it by heart.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from inference.demo.curriculum_data import Breakage
from inference.demo.variation import slip

__all__ = ["respelt"]

KINDS = frozenset({"name_misspelt", "method_name", "module_attribute"})
QUOTED = re.compile(r"`([^`]+)`")
TRIES = 8


def respelt(breakage: Breakage, dice: random.Random) -> Breakage:
    """The breakage with another misspelling, or as it is where that is not its kind."""
    if breakage.kind not in KINDS:
        return breakage
    quoted = QUOTED.findall(breakage.diagnosis["en"])
    if len(quoted) != 2:
        return breakage
    wrong, right = (each.rpartition(".")[2] for each in quoted)
    if len(_place(wrong).findall(breakage.program)) != 1:
        return breakage  # the slip gave a name that the program has elsewhere, and means there
    for _ in range(TRIES):
        new = slip(right, dice)
        if (
            new.isidentifier()
            and new not in (wrong, right)
            and not _place(new).search(breakage.program)
        ):
            return _renamed(breakage, wrong, new)
    return breakage


def _place(name: str) -> re.Pattern[str]:
    """Finds a whole name; Korean particles may follow it, so only Latin letters bound it."""
    return re.compile(rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])")


def _renamed(breakage: Breakage, wrong: str, new: str) -> Breakage:
    place = _place(wrong)

    def swap(text: str) -> str:
        return place.sub(new, text)

    feedback = breakage.feedback
    error = feedback.error
    if error is not None:
        error = replace(
            error,
            message=swap(error.message),
            function=error.function and swap(error.function),
            source=error.source and swap(error.source),
            values={swap(name): swap(value) for name, value in error.values.items()},
        )
    return replace(
        breakage,
        program=swap(breakage.program),
        diagnosis={lang: swap(text) for lang, text in breakage.diagnosis.items()},
        feedback=replace(
            feedback,
            reason=swap(feedback.reason),
            error=error,
            output_tail=swap(feedback.output_tail),
        ),
    )
