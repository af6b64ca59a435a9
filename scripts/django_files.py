"""What Django makes from the sources: messages in each language, and the static files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scripts.console import Step
from scripts.errors import SetupError
from scripts.frontend import VENDOR
from scripts.paths import LOCKS, ROOT, STAMPS, VAR, VENV_BIN
from scripts.shell import CommandError, run
from scripts.stamps import digest_of, is_fresh, mark

__all__ = ["compile_messages", "ensure", "manage", "migrate"]


def manage(*words: str) -> list[str]:
    """The command line of a management command."""
    return [str(VENV_BIN / "python"), str(ROOT / "manage.py"), *words]


def ensure(environ: Mapping[str, str]) -> None:
    """Compile the messages and collect the static files where they changed. Raises SetupError."""
    compile_messages(environ)
    # The static files lie in the var folder, and so does their stamp.
    digest = digest_of([ROOT / "assistant" / "static", VENDOR, LOCKS / "app.txt"])
    _once("static.stamp", "Collect the static files", digest, _collect, environ, folder=VAR)


def compile_messages(environ: Mapping[str, str]) -> None:
    """Compile the messages where they changed. Raises SetupError, also where gettext is missing."""
    sources = list((ROOT / "locale").rglob("*.po"))
    if sources:
        _once("messages", "Compile the translations", digest_of(sources), _compile, environ)


def migrate(environ: Mapping[str, str]) -> None:
    """Bring the database to the newest form. Raises SetupError."""
    with Step("Bring the database up to date", usually=3) as step:
        try:
            run(manage("migrate", "--no-input"), step=step, env=environ)
        except CommandError as error:
            raise SetupError(
                f"The database could not be brought up to date: {error.tail}"
            ) from error


def _once(
    name: str,
    what: str,
    digest: str,
    command: list[str],
    environ: Mapping[str, str],
    *,
    folder: Path = STAMPS,
) -> None:
    if is_fresh(name, digest, folder=folder):
        return
    with Step(what, usually=3) as step:
        try:
            run(command, step=step, env=environ)
        except CommandError as error:
            raise SetupError(f"{what}: this failed, because of {error.tail}") from error
    mark(name, digest, folder=folder)


_compile = manage("compilemessages", "--ignore", ".venv*", "--ignore", "node_modules")
_collect = manage("collectstatic", "--no-input", "--clear")
