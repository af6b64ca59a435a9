"""Breakages of names: misspelt, never imported, never given a value, of the wrong object."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator

from inference.demo.breakage_words import Mutant, mutant
from inference.demo.source_text import Source, imported_names

__all__ = [
    "lost_assignment",
    "method_name",
    "missing_import",
    "missing_self",
    "module_attribute",
    "name_misspelt",
    "wrong_key",
]

METHOD_SLIPS = {
    "append": "add",
    "insert": "insert_at",
    "items": "iteritems",
    "lower": "lowercase",
    "split": "split_words",
    "values": "get_values",
    "most_common": "most_frequent",
    "isalnum": "is_alnum",
    "render": "draw",
    "fill": "fill_color",
    "blit": "draw",
    "tick": "wait",
    "pack": "show",
    "config": "set_text",
    "colliderect": "collides",
    "clamp_ip": "keep_inside",
    "writerow": "write_row",
    "set_title": "title",
    "set_xlabel": "xlabel",
    "savefig": "save",
    "bind": "on_key",
    "mainloop": "main_loop",
    "strftime": "format",
    "get_rect": "getRect",
}
MODULE_SLIPS = {
    "Clock": "clock",
    "set_mode": "setMode",
    "set_caption": "set_title",
    "flip": "refresh",
    "rect": "rectangle",
    "KEYDOWN": "KEY_DOWN",
    "QUIT": "EXIT",
    "USEREVENT": "USER_EVENT",
    "randrange": "rand_range",
    "choice": "choose",
    "Button": "button",
    "Label": "label",
    "subplots": "subplot_grid",
    "DictReader": "dict_reader",
    "writer": "Writer",
}


def _slip(word: str, dice: random.Random) -> str:
    """The word with two letters swapped, one lost or one doubled, never the first."""
    at = dice.randrange(1, len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    lost = word[:at] + word[at + 1 :]
    doubled = word[: at + 1] + word[at:]
    return dice.choice([slip for slip in (swapped, lost, doubled) if slip != word])


def _own_names(source: Source) -> set[str]:
    stored = {node.id for node in source.nodes(ast.Name) if isinstance(node.ctx, ast.Store)}
    functions = {node.name for node in source.nodes(ast.FunctionDef)}
    classes = {node.name for node in source.nodes(ast.ClassDef)}
    parameters = {node.arg for node in source.nodes(ast.arg)}
    return stored | functions | classes | parameters


def name_misspelt(source: Source, dice: random.Random) -> Iterator[Mutant]:
    own = _own_names(source)
    for node in source.nodes(ast.Name):
        if isinstance(node.ctx, ast.Load) and node.id in own and len(node.id) > 3:
            wrong = _slip(node.id, dice)
            program = source.with_node(node, wrong)
            yield mutant("name_misspelt", program, wrong=wrong, right=node.id)


def missing_import(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            name = node.names[0].asname or node.names[0].name
            program = source.without_lines(node.lineno, node.lineno).lstrip("\n")
            yield mutant("missing_import", program, right=name)


def module_attribute(source: Source, dice: random.Random) -> Iterator[Mutant]:
    modules = imported_names(source.tree)
    for node in source.nodes(ast.Attribute):
        chain = source.of(node).split(".")
        if chain[0] not in modules or not all(part.isidentifier() for part in chain):
            continue
        last = chain[-1]
        slips = {_slip(last, dice)} if len(last) > 3 else set()
        slips |= {MODULE_SLIPS.get(last, last), last.replace("_", ""), last.lower()} - {last}
        wrongs = [".".join([*chain[:-1], slip]) for slip in sorted(slips)]
        if len(chain) == 3:
            wrongs += [f"{chain[0]}.{last}", f"{chain[0]}.{last.lower()}"]
        for wrong in wrongs:
            if not wrong.endswith(f".{chain[1]}.{last}") and wrong != source.of(node):
                program = source.with_node(node, wrong)
                yield mutant("module_attribute", program, wrong=wrong, right=source.of(node))


def method_name(source: Source, dice: random.Random) -> Iterator[Mutant]:
    modules = imported_names(source.tree)
    for node in source.nodes(ast.Call):
        function = node.func
        if not isinstance(function, ast.Attribute) or len(function.attr) < 3:
            continue
        if source.of(function).partition(".")[0] in modules:
            continue
        right = function.attr
        for wrong in sorted({METHOD_SLIPS.get(right, _slip(right, dice)), _slip(right, dice)}):
            text = source.of(function)[: -len(right)] + wrong
            yield mutant("method_name", source.with_node(function, text), wrong=wrong, right=right)


def missing_self(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            program = source.with_node(node, node.attr)
            yield mutant("missing_self", program, wrong=node.attr, right=f"self.{node.attr}")
    for method in source.nodes(ast.FunctionDef):
        line = source.text.splitlines()[method.lineno - 1]
        if "(self" in line:
            program = source.with_line(method.lineno, re.sub(r"\(self(, )?", "(", line))
            yield mutant("missing_self_parameter", program, right=method.name)


def wrong_key(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for node in source.nodes(ast.Subscript):
        key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            for word in (key.value.capitalize(), _slip(key.value, dice)):
                wrong = f'"{word}"'
                program = source.with_node(key, wrong)
                yield mutant("wrong_key", program, wrong=wrong, right=source.of(key))


def lost_assignment(source: Source, dice: random.Random) -> Iterator[Mutant]:
    for function in source.nodes(ast.FunctionDef):
        for node in function.body:
            if isinstance(node, ast.Assign) and node.lineno == node.end_lineno:
                program = source.without_lines(node.lineno, node.lineno)
                yield mutant("lost_assignment", program, right=source.of(node))
