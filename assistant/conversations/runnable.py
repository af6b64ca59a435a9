"""Which of an answer's code blocks is the program."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from assistant.conversations.rendering import Block

__all__ = ["choose_runnable", "is_python"]

_PYTHON = {"python", "py", "python3"}


def choose_runnable(blocks: Iterable[Block]) -> Block | None:
    """The longest block that says it is Python; failing that, the longest that parses as Python.

    A block without a language must do more than name a word, or a shell line such as `pip` would
    pass for a program.
    """
    code = [block for block in blocks if block.code and block.code.strip()]
    marked = [block for block in code if block.language in _PYTHON]
    candidates = marked or [
        block for block in code if not block.language and is_python(block.code or "")
    ]
    return max(candidates, key=lambda block: len(block.code or ""), default=None)


def is_python(code: str) -> bool:
    """Whether the text parses as Python and does something."""
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(
        not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Name | ast.Constant))
        for node in body
    )
