"""Run one file in the sandbox and print the run as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox.models import Run
from sandbox.running import execute_run
from sandbox.services import create_run, request_stop
from sandbox.verdicts import PROGRAM_FAULTS, Verdict

OURS = 2
INTERRUPTED = 130


class Command(BaseCommand):
    """`run_code FILE`; exit code 0 for ok, 1 for the program's fault, 2 for ours."""

    help = "Run one Python file in the sandbox and print the run as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Define what can be said on the command line."""
        parser.add_argument("file", type=Path, help="the program; - reads it from standard input")
        parser.add_argument("--stdin", type=Path, help="a file that the program gets as its input")
        parser.add_argument("--tests", type=Path, help="code that runs after the program")
        parser.add_argument("--wall-seconds", type=float, help="how long it may run")
        parser.add_argument("--artifacts", type=Path, help="a new folder for the files it wrote")
        parser.add_argument(
            "--json", action="store_true", help="one line instead of an indented text"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        """Run it, print it, exit."""
        folder: Path | None = options["artifacts"]
        if folder is not None and folder.exists():
            raise CommandError(f"{folder} exists already; name a new folder.", returncode=OURS)
        run = self._run(options)
        self.stdout.write(
            json.dumps(run.as_json(), ensure_ascii=False, indent=None if options["json"] else 2)
        )
        if folder is not None:
            save_artifacts(run, folder)
        if run.verdict != Verdict.OK:
            sys.exit(1 if run.verdict in PROGRAM_FAULTS else OURS)

    def _run(self, options: dict[str, Any]) -> Run:
        try:
            run = create_run(
                code=read(options["file"]),
                stdin=read(options["stdin"]),
                tests=read(options["tests"]),
                wall_seconds=options["wall_seconds"],
            )
        except ValueError as error:
            raise CommandError(str(error), returncode=OURS) from error
        try:
            execute_run(run.pk)
        except KeyboardInterrupt:
            request_stop([run.pk])
            sys.exit(INTERRUPTED)
        run.refresh_from_db()
        return run


def read(path: Path | None) -> str:
    """The text of a file; nothing for no file."""
    if path is None:
        return ""
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return data.decode()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=OURS) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8 text.", returncode=OURS) from error


def save_artifacts(run: Run, folder: Path) -> None:
    """Write the artifacts as numbered files: their names are the program's and lead nowhere."""
    folder.mkdir(parents=True)
    for number, artifact in enumerate(run.artifacts.all(), start=1):
        name = "".join(c if c.isalnum() or c in "-_." else "_" for c in artifact.name)[-80:]
        (folder / f"{number:02d}-{name}").write_bytes(bytes(artifact.content))
