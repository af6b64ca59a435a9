"""Breakages of what a program does: its arithmetic, its calls, its loops."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator, Mapping

from inference.demo.breakage_words import Mutant, mutant
from inference.demo.source_text import Source

__all__ = [
    "arguments",
    "lost_call",
    "lost_conversion",
    "lost_line",
    "lost_return",
    "missing_event_loop",
    "off_by_one",
    "return_in_loop",
    "text_plus_number",
    "wrong_operator",
]

OPERATORS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Lt: ("<", ">"),
    ast.Gt: (">", "<"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "+"),
    ast.Mod: ("%", "//"),
    ast.FloorDiv: ("//", "/"),
    ast.Div: ("/", "*"),
}
NEIGHBOURS: dict[type[ast.AST], tuple[str, str]] = {
    ast.LtE: ("<=", "<"),
    ast.GtE: (">=", ">"),
    ast.Lt: ("<", "<="),
    ast.Gt: (">", ">="),
}
LINES_THAT_MATTER = (
    "pygame.init()",
    "pygame.display.flip()",
    "root.mainloop()",
    "self.tick()",
    "swapped = True",
    "running = False",
    "self.items.append(item)",
    "figure.savefig(path)",
)


def return_in_loop(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.FunctionDef):
        for before, after in zip(node.body, node.body[1:], strict=False):
            if isinstance(before, ast.For | ast.While) and isinstance(after, ast.Return):
                line = source.text.splitlines()[after.lineno - 1]
                program = source.with_line(after.lineno, "    " + line)
                yield mutant("return_in_loop", program, right=line)


def off_by_one(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for sum_ in source.nodes(ast.BinOp):
        one = isinstance(sum_.right, ast.Constant) and sum_.right.value == 1
        if one and isinstance(sum_.op, ast.Add | ast.Sub):
            wrong = source.of(sum_.left)
            program = source.with_node(sum_, wrong)
            yield mutant("off_by_one", program, wrong=wrong, right=source.of(sum_))
    for compared in source.nodes(ast.Compare):
        operator = compared.ops[0]
        yield from _other_operator(
            source, "off_by_one", NEIGHBOURS, compared, compared.left, operator
        )
    for node in source.nodes(ast.Call):
        if source.of(node.func) == "range":
            wrong = source.of(node)[:-1] + " + 1)"
            program = source.with_node(node, wrong)
            yield mutant("off_by_one", program, wrong=wrong, right=source.of(node))


def wrong_operator(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for compared in source.nodes(ast.Compare):
        operator = compared.ops[0]
        yield from _other_operator(
            source, "wrong_operator", OPERATORS, compared, compared.left, operator
        )
    for sum_ in source.nodes(ast.BinOp):
        yield from _other_operator(source, "wrong_operator", OPERATORS, sum_, sum_.left, sum_.op)
    for node in source.nodes(ast.AugAssign):
        if type(node.op) not in OPERATORS:
            continue
        right, wrong = OPERATORS[type(node.op)]
        text = source.of(node).replace(f"{right}=", f"{wrong}=", 1)
        program = source.with_node(node, text)
        yield mutant("wrong_operator", program, wrong=text, right=source.of(node))


def _other_operator(
    source: Source,
    name: str,
    table: Mapping[type[ast.AST], tuple[str, str]],
    node: ast.expr,
    left: ast.expr,
    operator: ast.AST,
) -> Iterator[Mutant]:
    """The expression with the operator after its left side replaced as the table says."""
    if type(operator) in table and "__name__" not in source.of(node):
        known, other = table[type(operator)]
        start, middle, end = source.span(node)[0], source.span(left)[1], source.span(node)[1]
        wrong = source.text[start:middle] + source.text[middle:end].replace(known, other, 1)
        yield mutant(name, source.with_node(node, wrong), wrong=wrong, right=source.of(node))


def lost_return(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for function in source.nodes(ast.FunctionDef):
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None:
                program = source.with_node(node, source.of(node.value))
                yield mutant("lost_return", program, right=function.name)


def arguments(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.Call):
        given = [source.of(argument) for argument in node.args]
        right, name = source.of(node), source.of(node.func)
        if not given or node.keywords or "\n" in right or name == "print":
            continue
        wrong = f"{name}({', '.join(given[:-1])})"
        yield mutant("missing_argument", source.with_node(node, wrong), wrong=wrong, right=right)
        if len(given) > 1:
            wrong = f"{name}({', '.join([given[1], given[0], *given[2:]])})"
            program = source.with_node(node, wrong)
            yield mutant("swapped_arguments", program, wrong=wrong, right=right)
        last = node.args[-1]
        if isinstance(last, ast.Tuple) and source.of(last).startswith("("):
            wrong = f"{name}({', '.join([*given[:-1], source.of(last)[1:-1]])})"
            yield mutant("lost_tuple", source.with_node(node, wrong), wrong=wrong, right=right)


def text_plus_number(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.JoinedStr):
        parts = []
        for value in node.values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                parts.append(f'"{value.value}"')
            elif isinstance(value, ast.FormattedValue) and not value.format_spec:
                parts.append(ast.unparse(value.value))
        whole = len(parts) == len(node.values) and not any("\n" in part for part in parts)
        if whole and len(parts) > 1 and source.of(node).startswith('f"'):
            program = source.with_node(node, " + ".join(parts))
            yield mutant("text_plus_number", program, right=source.of(node))


def lost_conversion(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.Call):
        if source.of(node.func) in ("int", "float", "str", "list", "len", "sum") and node.args:
            wrong = source.of(node.args[0])
            program = source.with_node(node, wrong)
            yield mutant("lost_conversion", program, wrong=wrong, right=source.of(node))


def lost_call(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.Call):
        right, wrong = source.of(node), source.of(node.func)
        if not node.args and not node.keywords and wrong != "main":
            yield mutant("lost_call", source.with_node(node, wrong), wrong=wrong, right=right)


def missing_event_loop(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.For):
        if source.of(node.iter) == "pygame.event.get()" and node.end_lineno:
            program = source.without_lines(node.lineno, node.end_lineno)
            yield mutant("missing_event_loop", program)


def lost_line(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.stmt):
        if source.of(node) in LINES_THAT_MATTER:
            program = source.without_lines(node.lineno, node.lineno)
            yield mutant("lost_line", program, right=source.of(node))
