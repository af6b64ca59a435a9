"""Breaks programs as people and models break them.

A mutation changes one place of a program that works and knows how to say, in one sentence of
English and Korean, what is wrong with the result. Nothing here runs programs: whether a mutant is
broken is for the sandbox to say.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator

from inference.demo import breakage_logic as logic
from inference.demo import breakage_names as names
from inference.demo import breakage_syntax as syntax
from inference.demo.breakage_words import Mutant
from inference.demo.source_text import Source

__all__ = ["Mutant", "mutants"]

KINDS: tuple[Callable[[Source, random.Random], Iterator[Mutant]], ...] = (
    names.name_misspelt,
    names.missing_import,
    names.module_attribute,
    names.method_name,
    names.missing_self,
    names.wrong_key,
    names.lost_assignment,
    syntax.missing_parenthesis,
    syntax.missing_colon,
    syntax.missing_quote,
    syntax.wrong_indentation,
    syntax.assignment_for_equality,
    syntax.lowercase_constant,
    syntax.foreign_syntax,
    logic.return_in_loop,
    logic.off_by_one,
    logic.wrong_operator,
    logic.lost_return,
    logic.arguments,
    logic.text_plus_number,
    logic.lost_conversion,
    logic.lost_call,
    logic.missing_event_loop,
    logic.lost_line,
)


def mutants(program: str, *, seed: str) -> Iterator[Mutant]:
    """Mutants of the program, one of each kind in turn, each program once, the same for a seed.

    A program that does not parse is a `SyntaxError`.
    """
    dice = random.Random(seed)  # noqa: S311 - data, not a secret
    source = Source(program, ast.parse(program))
    found = [list(kind(source, dice)) for kind in KINDS]
    queues = [dice.sample(places, len(places)) for places in found if places]
    dice.shuffle(queues)
    seen = {program}
    while queues:
        for queue in queues:
            mutant = queue.pop()
            if mutant.program not in seen:
                seen.add(mutant.program)
                yield mutant
        queues = [queue for queue in queues if queue]
