"""Breakages of the grammar: what a slip of the fingers or another language does."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator

from inference.demo.breakage_words import Mutant, mutant
from inference.demo.source_text import Source

__all__ = [
    "assignment_for_equality",
    "foreign_syntax",
    "lowercase_constant",
    "missing_colon",
    "missing_parenthesis",
    "missing_quote",
    "wrong_indentation",
]


def missing_parenthesis(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        match = re.fullmatch(r"(\s*)(.*\))\)(:?)", line) or re.fullmatch(r"(\s*)(.*)\)(:?)", line)
        if match and not match[2].startswith("def"):
            program = source.with_line(number, "".join(match.groups()))
            yield mutant("missing_parenthesis", program, right=match[2])


def missing_colon(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        if line.endswith(":"):
            program = source.with_line(number, line[:-1])
            yield mutant("missing_colon", program, right=line[:-1])


def missing_quote(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        at = line.rfind('"')
        if at > 0 and "__name__" not in line:
            start = line.rfind('"', 0, at)
            program = source.with_line(number, line[:at] + line[at + 1 :])
            yield mutant("missing_quote", program, right=line[start:at])


def wrong_indentation(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.stmt):
        if node.col_offset < 4:
            continue
        line = source.text.splitlines()[node.lineno - 1]
        for text in (" " * dice.choice([1, 2, 4]) + line, line[2:], line[4:]):
            program = source.with_line(node.lineno, text)
            yield mutant("wrong_indentation", program, right=line)


def assignment_for_equality(source: Source, dice: random.Random) -> Iterator[Mutant]:
    tests = [node.test for node in source.nodes(ast.If)]
    for test in tests + [node.test for node in source.nodes(ast.While)]:
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq):
            right = source.of(test)
            if "__name__" not in right:
                wrong = right.replace("==", "=", 1)
                program = source.with_node(test, wrong)
                yield mutant("assignment_for_equality", program, wrong=wrong, right=right)


def lowercase_constant(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.Constant):
        if node.value is True or node.value is False or node.value is None:
            right = source.of(node)
            wrong = "null" if node.value is None else right.lower()
            yield mutant(
                "lowercase_constant", source.with_node(node, wrong), wrong=wrong, right=right
            )


def foreign_syntax(source: Source, dice: random.Random) -> Iterator[Mutant]:
    slips = (("elif ", "else if "), (" and ", " && "), (" or ", " || "), ("not ", "!"))
    for right, wrong in slips:
        for match in re.finditer(re.escape(right), source.text):
            before = source.text[: match.start()].rpartition("\n")[2]
            if before.count('"') % 2 == 0 and not before.endswith(" is "):
                program = source.text[: match.start()] + wrong + source.text[match.end() :]
                yield mutant("foreign_syntax", program, wrong=wrong.strip(), right=right.strip())
