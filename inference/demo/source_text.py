"""A parsed program whose text can be cut where its syntax tree says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Source", "imported_names"]

Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True)
class Source:
    """The text of a program and its tree. Offsets are in characters, not in the tree's bytes."""

    text: str
    tree: ast.Module

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        """The nodes of one kind in the order of `ast.walk`."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Where the node's text begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._at(node.lineno, node.col_offset)
        return start, self._at(node.end_lineno, node.end_col_offset)

    def of(self, node: ast.expr | ast.stmt) -> str:
        """The node's text."""
        start, end = self.span(node)
        return self.text[start:end]

    def with_node(self, node: ast.expr | ast.stmt, text: str) -> str:
        """The program with the node's text replaced."""
        start, end = self.span(node)
        return self.text[:start] + text + self.text[end:]

    def without_lines(self, first: int, last: int) -> str:
        """The program without some of its lines, which are counted from 1."""
        lines = self.text.splitlines(keepends=True)
        return "".join(lines[: first - 1] + lines[last:])

    def with_line(self, number: int, line: str) -> str:
        """The program with one line, counted from 1, replaced."""
        lines = self.text.splitlines(keepends=True)
        lines[number - 1] = line + "\n"
        return "".join(lines)

    def _at(self, line: int, byte: int) -> int:
        lines = self.text.splitlines(keepends=True)
        before = sum(len(text) for text in lines[: line - 1])
        return before + len(lines[line - 1].encode()[:byte].decode())


def imported_names(tree: ast.Module) -> set[str]:
    """The names that the program's imports bind."""
    return {
        (alias.asname or alias.name).partition(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
