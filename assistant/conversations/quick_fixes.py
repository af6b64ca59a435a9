"""Mend without the model what needs no model: a missing import, a slip at a fence."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from inference.feedback import Feedback

__all__ = ["QuickFix", "quick_fix"]

# Names by which programs call modules that the sandbox has, and the line that brings each in.
_IMPORTS = {
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "tk": "import tkinter as tk",
} | {
    name: f"import {name}"
    for name in (
        "argparse", "collections", "csv", "datetime", "functools", "itertools", "json", "math",
        "numpy", "os", "pandas", "pygame", "random", "re", "statistics", "string", "sys", "time",
        "tkinter", "turtle", "unittest",
    )
}  # fmt: skip
_UNDEFINED = re.compile(r"^name '(\w+)' is not defined")
MISSING_IMPORT = gettext_noop("A missing import was added.")
STRAY_FENCE = gettext_noop("A stray code fence was taken out.")


@dataclass(frozen=True)
class QuickFix:
    """The mended program, and what was done in one sentence."""

    code: str
    note: str


def quick_fix(code: str, feedback: Feedback) -> QuickFix | None:
    """The program mended, or None where the failure wants a model."""
    error = feedback.error
    if error is None:
        return None
    if error.type == "NameError" and (match := _UNDEFINED.match(error.message)):
        line = _IMPORTS.get(match.group(1))
        if line and line not in code.splitlines():
            return QuickFix(_with_import(code, line), MISSING_IMPORT)
    if error.type in ("SyntaxError", "IndentationError") and "```" in code:
        lines = [line for line in code.splitlines() if not line.lstrip().startswith("```")]
        fixed = "\n".join(lines) + "\n"
        if _parses(fixed):
            return QuickFix(fixed, STRAY_FENCE)
    return None


def _with_import(code: str, line: str) -> str:
    """The program with the import after its docstring and its `__future__` imports."""
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return f"{line}\n{code}"
    at = 0
    for index, node in enumerate(body):
        docstring = (
            index == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        )
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not (docstring or future):
            break
        at = node.end_lineno or 0
    lines = code.splitlines(keepends=True)
    return "".join([*lines[:at], f"{line}\n", *lines[at:]])


def _parses(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    return True
