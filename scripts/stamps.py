"""Stamps: what a finished step was made from, so that it is done again only when that changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from scripts.paths import STAMPS

__all__ = ["digest_of", "is_fresh", "mark"]


def digest_of(files: Iterable[Path], *extra: str) -> str:
    """A digest of the files' names and contents, and of some words. A folder is all its files."""
    digest = hashlib.sha256()
    for word in extra:
        digest.update(word.encode() + b"\0")
    for path in sorted(_files(files)):
        digest.update(str(path).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_fresh(name: str, digest: str, *, folder: Path | None = None) -> bool:
    """Whether the step was finished with this digest."""
    try:
        return ((folder or STAMPS) / name).read_text() == digest
    except OSError:
        return False


def mark(name: str, digest: str, *, folder: Path | None = None) -> None:
    """Remember that the step was finished with this digest."""
    ((folder or STAMPS) / name).write_text(digest)


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (
                file
                for file in path.rglob("*")
                if file.is_file() and "__pycache__" not in file.parts
            )
        elif path.exists():
            yield path
