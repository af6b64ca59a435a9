"""`Procfile`: the processes and how each is started, one `name: command` a line."""

from __future__ import annotations

import re
import shlex
import string
from collections.abc import Mapping
from pathlib import Path

from scripts.errors import SetupError
from scripts.paths import ROOT

__all__ = ["read"]

_LINE = re.compile(r"^([a-z][a-z0-9_-]*):\s*(\S.*)$")


def read(environ: Mapping[str, str], *, path: Path = ROOT / "Procfile") -> dict[str, list[str]]:
    """Each process's name and words, with `$NAME` replaced. Raises SetupError for a bad line.

    No shell is used: the words are split as a shell would, and nothing else of a shell is there.
    """
    found: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise SetupError(f"{path.name}, line {number}, is not `name: command`: correct it.")
        try:
            words = [string.Template(word).substitute(environ) for word in shlex.split(match[2])]
        except (KeyError, ValueError) as error:
            raise SetupError(
                f"{path.name}, line {number}, cannot be read ({error}): correct it, or set what it "
                "asks for."
            ) from error
        found[match[1]] = words
    return found
