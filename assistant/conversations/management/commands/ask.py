"""`manage.py ask`: one request from a terminal, through the same services as the page."""

from __future__ import annotations

import argparse
import json
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import redis
from django.core.management.base import BaseCommand

from assistant.accounts.models import Member
from assistant.conversations import eventlog, services
from assistant.conversations.errors import ConversationError
from assistant.conversations.eventlog import BEGINNING, Event
from assistant.conversations.models import Attempt, Conversation, Generation, Message
from assistant.conversations.pool_view import read_pool
from sandbox.models import Run
from sandbox.verdicts import Verdict

EXIT_OK, EXIT_PROGRAM, EXIT_OURS = 0, 1, 2
TERMINAL_MEMBER = "terminal"


class OursFailed(Exception):
    """Something of ours, not of the program, is at fault; the message is one sentence."""


class Command(BaseCommand):
    """Asks for a program, watches it written, run and repaired, and exits with the outcome."""

    help = (
        "Ask for a program and have it run and repaired. Exits with 0 when the last verdict is ok, "
        "1 when the program is at fault, 2 when Ouroboros is."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """PROMPT and its options."""
        parser.add_argument("prompt", help="what to ask for, or - to read it from standard input")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--repairs", type=int, metavar="N", help="repairs at most")
        parser.add_argument("--model", default="", metavar="M", help="a model that is served here")
        parser.add_argument("--no-run", action="store_true", help="only write, do not run")
        parser.add_argument("--member", default=TERMINAL_MEMBER, help="in whose name")
        parser.add_argument(
            "--save", type=Path, metavar="DIR", help="write the program and its files there"
        )
        parser.add_argument(
            "--timeout", type=float, default=1800.0, metavar="SECONDS", help="give up after"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the whole job; the exit status says how it ended."""
        try:
            status = self._ask(options)
        except (OursFailed, ConversationError) as error:
            self._fail(str(error), options)
            status = EXIT_OURS
        except redis.RedisError as error:
            self._fail(f"Redis cannot be reached ({error}); start Ouroboros first.", options)
            status = EXIT_OURS
        except KeyboardInterrupt:
            status = 130
        sys.exit(status)

    def _ask(self, options: dict[str, Any]) -> int:
        if not read_pool().running:
            raise OursFailed(
                "No generator is running; start Ouroboros with `make run` and ask again."
            )
        prompt = sys.stdin.read() if options["prompt"] == "-" else options["prompt"]
        message = self._post(prompt, options)
        deadline = time.monotonic() + options["timeout"]
        printer = JsonPrinter() if options["json"] else PlainPrinter()
        try:
            for event in follow(message.conversation, deadline):
                printer.show(event)
        except BaseException:
            services.stop_conversation(conversation=message.conversation)
            raise
        return self._outcome(message, printer, options)

    def _post(self, prompt: str, options: dict[str, Any]) -> Message:
        member, created = Member.objects.get_or_create(username=options["member"])
        if created:
            member.set_unusable_password()
            member.save()
        conversation = services.prepare_conversation(
            member=member,
            body=prompt,
            client_message_id=uuid.uuid4().hex,
            model=options["model"],
        )
        services.set_options(
            conversation=conversation,
            auto_run=not options["no_run"],
            max_repairs=options["repairs"],
        )
        conversation.refresh_from_db()
        return services.post_message(
            member=member,
            conversation=conversation,
            body=prompt,
            client_message_id=uuid.uuid4().hex,
        )

    def _outcome(self, message: Message, printer: Printer, options: dict[str, Any]) -> int:
        last = message.generations.order_by("-pk").first()
        if last is None or last.status != Generation.Status.DONE:
            sentence = (last.failure if last else "") or "The answer was stopped."
            raise OursFailed(sentence)
        attempt = message.attempts.select_related("run").order_by("-number").first()
        if attempt is None or attempt.run is None:
            printer.end(verdict=None, attempts=0, conversation=message.conversation)
            return EXIT_OK
        if options["save"]:
            save(attempt, options["save"])
        printer.end(
            verdict=attempt.run.verdict,
            attempts=message.attempts.count(),
            conversation=message.conversation,
        )
        if attempt.run.verdict == Verdict.OK:
            return EXIT_OK
        return EXIT_OURS if attempt.run.verdict == Verdict.INTERNAL_ERROR else EXIT_PROGRAM

    def _fail(self, sentence: str, options: dict[str, Any]) -> None:
        if options["json"]:
            print(json.dumps({"type": "failure", "message": sentence}, ensure_ascii=False))
        else:
            self.stderr.write(sentence)


def follow(conversation: Conversation, deadline: float) -> Iterator[Event]:
    """The conversation's events from the beginning until nothing is being written or run.

    Raises OursFailed at the deadline (a time of `time.monotonic`).
    """
    cursor = BEGINNING
    client = eventlog.client()
    while True:
        over = not _busy(conversation)
        since = cursor if cursor == BEGINNING else f"({cursor}"
        events = eventlog.decode_all(client.xrange(eventlog.stream_key(conversation.pk), min=since))
        for event in events:
            cursor = event.id
            yield event
        if over and not events:
            return
        if time.monotonic() > deadline:
            raise OursFailed("The answer took longer than --timeout allows, and was stopped.")
        time.sleep(0.05)


def save(attempt: Attempt, folder: Path) -> None:
    """Write the program and the files of its run into a folder, under names of our own making."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.py").write_text(attempt.code, encoding="utf-8")
    if attempt.run is None:
        return
    for number, artifact in enumerate(attempt.run.artifacts.all(), start=1):
        suffix = Path(artifact.name).suffix
        safe = suffix if suffix[1:].isalnum() and len(suffix) < 8 else ""
        (folder / f"file-{number}{safe}").write_bytes(artifact.content)


def _busy(conversation: Conversation) -> bool:
    writing = Generation.objects.filter(
        message__conversation=conversation,
        status__in=[Generation.Status.QUEUED, Generation.Status.STREAMING],
    )
    running = Run.objects.filter(attempt__message__conversation=conversation).exclude(
        status=Run.Status.DONE
    )
    return writing.exists() or running.exists()


class Printer:
    """Shows events as they come."""

    def show(self, event: Event) -> None:
        """Show one event."""
        raise NotImplementedError

    def end(self, *, verdict: str | None, attempts: int, conversation: Conversation) -> None:
        """Show how it ended."""
        raise NotImplementedError


class JsonPrinter(Printer):
    """One JSON object a line: the event's type and data, rows described in full."""

    def show(self, event: Event) -> None:
        """Print the event; `block` is left out, since it only repeats the text as HTML."""
        if event.type in ("block", "message", "conversation"):
            return
        self._print({"type": event.type, **event.data, **describe(event)})

    def end(self, *, verdict: str | None, attempts: int, conversation: Conversation) -> None:
        """Print the verdict."""
        self._print(
            {
                "type": "end",
                "verdict": verdict,
                "attempts": attempts,
                "conversation": str(conversation.pk),
            }
        )

    def _print(self, fields: dict[str, Any]) -> None:
        print(json.dumps(fields, ensure_ascii=False), flush=True)


class PlainPrinter(Printer):
    """Text for people: the answer as it is written, a line for each change."""

    def __init__(self) -> None:
        self._said = ""

    def show(self, event: Event) -> None:
        """Print text and output as they are (control characters taken out), and changes once."""
        if event.type in ("delta", "output"):
            sys.stdout.write(printable(event.data["text"]))
            sys.stdout.flush()
            return
        if event.type in ("generation", "attempt"):
            line = " · ".join(str(value) for value in describe(event).values() if value)
            if line and line != self._said:
                self._said = line
                print(f"\n── {printable(line)}", flush=True)

    def end(self, *, verdict: str | None, attempts: int, conversation: Conversation) -> None:
        """Print the verdict."""
        if verdict is not None:
            print(f"\n── {verdict} after {attempts} attempt(s)")


def describe(event: Event) -> dict[str, Any]:
    """What the database says of the row that an event is about."""
    if event.type == "generation":
        row = Generation.objects.filter(pk=event.data["generation"]).first()
        if row is None:
            return {}
        return {
            "kind": row.kind,
            "status": row.status,
            "model": row.model,
            "tokens": row.completion_tokens,
            "failure": row.failure,
        }
    if event.type == "attempt":
        attempt = Attempt.objects.filter(pk=event.data["attempt"]).select_related("run").first()
        if attempt is None or attempt.run is None:
            return {}
        run = attempt.run
        return {
            "number": attempt.number,
            "origin": attempt.origin,
            "run": run.status,
            "verdict": run.verdict,
            "reason": run.reason,
            "error": f"{run.error_type}: {run.error_message}" if run.error_type else "",
            "line": run.error_line,
            "duration_ms": run.duration_ms,
        }
    return {}


def printable(text: str) -> str:
    """Text without the control characters by which a program could speak to the terminal."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable())
