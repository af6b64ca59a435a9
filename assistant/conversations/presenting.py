"""Rows as the page shows them: plain values that templates only have to place. No queries here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assistant.conversations.eventlog import OpenText
from assistant.conversations.models import Attempt, Generation, Message
from assistant.conversations.reasons import translate_reason
from assistant.conversations.rendering import Block, open_fence, render_blocks
from sandbox.models import Artifact, Run

__all__ = [
    "AttemptView",
    "BlockView",
    "GenerationView",
    "TurnView",
    "block_view",
    "blocks_of",
    "plain_output",
    "present_attempt",
    "present_generation",
    "verdict_words",
]

OUTPUT_CHARS = 4_000
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
PICTURES_SHOWN = 8
REPAIR_KINDS = frozenset({Generation.Kind.REPAIR, Generation.Kind.FRESH_START})
_RUNNABLE = frozenset({"", "python", "py", "python3"})
_FILE_NAME = re.compile(r"^\s*(?:#|//|--)\s*([\w.-]{1,60}\.[A-Za-z]{1,6})\s*$")
_ANSI = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[@-Z\\-_])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LANGUAGE_NAMES = {
    "": "Python", "python": "Python", "py": "Python", "python3": "Python", "js": "JavaScript",
    "javascript": "JavaScript", "ts": "TypeScript", "html": "HTML", "css": "CSS", "json": "JSON",
    "sh": "Shell", "bash": "Shell", "shell": "Shell", "console": "Shell", "sql": "SQL",
    "text": "Text", "txt": "Text", "csv": "CSV", "toml": "TOML", "yaml": "YAML", "yml": "YAML",
    "c": "C", "cpp": "C++", "java": "Java", "rust": "Rust", "go": "Go",
}  # fmt: skip


@dataclass(frozen=True)
class BlockView:
    """One closed block of an answer. Code has a title, a number of lines, and may be runnable."""

    index: int
    html: str
    is_code: bool
    title: str = ""
    lines: int = 0
    runnable: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader is told of the block."""
        if not self.is_code:
            return html.unescape(strip_tags(self.html)).strip()
        return ngettext(
            "Code block, %(title)s, %(lines)s line.",
            "Code block, %(title)s, %(lines)s lines.",
            self.lines,
        ) % {"title": self.title, "lines": self.lines}


@dataclass(frozen=True)
class GenerationView:
    """An answer or a repair, with what is written of it and where it stands."""

    row: Generation
    blocks: Sequence[BlockView] = ()
    source: str = ""
    open_text: str = ""
    number: int = 0
    repairs: int = 0
    place: int | None = None
    warming_seconds: int | None = None
    elapsed: float = 0.0
    is_attempt: bool = False

    @property
    def is_answer(self) -> bool:
        """Whether it stands in the text; a repair is a row of the attempt strip."""
        return self.row.kind == Generation.Kind.ANSWER

    @property
    def is_active(self) -> bool:
        """Whether the answer is still on its way."""
        return self.row.is_active

    @property
    def open_code(self) -> tuple[str, str, str] | None:
        """The open text as the line of its fence, the language's name, and the code so far."""
        fence = open_fence(self.open_text)
        if fence is None:
            return None
        language, code = fence
        head = self.open_text[: len(self.open_text) - len(code)]
        return head, language_name(language), code

    @property
    def state(self) -> str:
        """Queued, warming, streaming, done, failed or stopped."""
        if self.row.status == Generation.Status.QUEUED and self.warming_seconds is not None:
            return "warming"
        return self.row.status

    @property
    def failure(self) -> str:
        """Why it failed, in the member's language."""
        return translate_reason(self.row.failure)


@dataclass(frozen=True)
class AttemptView:
    """One row of the attempt strip, and what it unfolds to."""

    row: Attempt
    run: Run | None
    state: str
    word: str
    line: str = ""
    place: str = ""
    note: str = ""
    stop_reason: str = ""
    tokens: int = 0
    seconds: float | None = None
    elapsed: float = 0.0
    based_on: int | None = None
    output: Sequence[tuple[str, str]] = ()
    more_output: bool = False
    pictures: Sequence[Artifact] = ()
    files: Sequence[Artifact] = ()
    is_open: bool = False
    is_attempt: bool = True

    @property
    def is_active(self) -> bool:
        """Whether the run is not over."""
        return self.state in ("queued", "running")

    @property
    def spoken(self) -> str:
        """What a screen reader is told when the verdict is there."""
        said = _("Attempt %(number)s: %(word)s.") % {"number": self.row.number, "word": self.word}
        return f"{said} {self.line}".strip()


@dataclass
class TurnView:
    """A message, and the answers, repairs and attempts for it in the order they came."""

    message: Message
    steps: list[GenerationView | AttemptView] = field(default_factory=list)


def blocks_of(text: str) -> list[BlockView]:
    """The closed blocks of a complete answer."""
    return [block_view(block) for block in render_blocks(text)]


def block_view(block: Block | Mapping[str, Any]) -> BlockView:
    """A block as the page shows it, from the renderer or from the event log."""
    if isinstance(block, Block):
        index, content, language, is_code = block.index, block.html, block.language, block.is_code
    else:
        index, content, language = block["index"], block["html"], block["language"]
        is_code = block["code"]
    if not is_code:
        return BlockView(index, content, is_code=False)
    first = html.unescape(strip_tags(content.partition("\n")[0]))
    named = _FILE_NAME.match(first)
    return BlockView(
        index,
        content,
        is_code=True,
        title=named.group(1) if named else language_name(language or ""),
        lines=content.rstrip("\n").count("\n") + 1,
        runnable=(language or "").lower() in _RUNNABLE,
    )


def language_name(language: str) -> str:
    """The name of a fence's language as people write it."""
    return _LANGUAGE_NAMES.get(language.lower(), language[:40] or "Python")


def plain_output(text: str) -> str:
    """A program's output without the control sequences that only a terminal understands."""
    text = _ANSI.sub("", text).replace("\r\n", "\n")
    lines = (line.rpartition("\r")[2] for line in text.split("\n"))
    return _CONTROL.sub("�", "\n".join(lines))


def present_generation(
    row: Generation,
    *,
    live: OpenText | None = None,
    empty: bool = False,
    number: int = 0,
    repairs: int = 0,
    place: int | None = None,
    warming_seconds: int | None = None,
) -> GenerationView:
    """A generation with its text: what the log has of it (`live`), or what the row has.

    `empty` leaves the text out, because it follows as events.
    """
    blocks: list[BlockView] = []
    source = open_text = ""
    if not empty and live is not None:
        blocks = [block_view(block) for block in live.blocks]
        source, open_text = live.text, live.open
    elif not empty:
        blocks, source = blocks_of(row.text), row.text
    since = row.started_at or row.queued_at
    return GenerationView(
        row=row,
        blocks=blocks,
        source=source,
        open_text=open_text,
        number=number,
        repairs=max(repairs, number),
        place=place,
        warming_seconds=warming_seconds,
        elapsed=max(0.0, (timezone.now() - since).total_seconds()) if row.is_active else 0.0,
    )


def present_attempt(
    row: Attempt,
    *,
    artifacts: Iterable[Artifact] = (),
    output: Iterable[tuple[str, str]] = (),
    head: str = "",
    tokens: int = 0,
    based_on: int | None = None,
    is_open: bool = False,
) -> AttemptView:
    """An attempt as a row. `output` is what the log has of a run that is not over;

    `head` is how the output of one that is over begins, OUTPUT_CHARS characters and one.
    """
    run = row.run
    if run is None:
        return AttemptView(row=row, run=None, state="gone", word=_("deleted"), is_open=is_open)
    common: dict[str, Any] = {
        "row": row,
        "run": run,
        "note": _(row.note) if row.note else "",
        "stop_reason": _(row.stop_reason) if row.stop_reason else "",
        "tokens": tokens,
        "based_on": based_on,
        "is_open": is_open,
    }
    if run.status != Run.Status.DONE:
        running = run.status == Run.Status.RUNNING
        since = run.started_at or row.created_at
        return AttemptView(
            **common,
            state="running" if running else "queued",
            word=_("running") if running else _("waiting for the sandbox"),
            elapsed=max(0.0, (timezone.now() - since).total_seconds()),
            output=[(stream, plain_output(text)) for stream, text in output],
        )
    files = list(artifacts)
    line, place = _what_matters(run)
    shown = plain_output(head[:OUTPUT_CHARS]) if run.verdict == "ok" else ""
    pictures = [file for file in files if file.media_type in PICTURES]
    return AttemptView(
        **common,
        state=run.verdict,
        word=verdict_words(run),
        line=line,
        place=place,
        seconds=None if run.duration_ms is None else run.duration_ms / 1000,
        output=[("stdout", shown)] if shown.strip() else [],
        more_output=run.verdict == "ok" and len(head) > OUTPUT_CHARS,
        pictures=pictures[:PICTURES_SHOWN],
        files=[file for file in files if not file.is_frame],
    )


def verdict_words(run: Run) -> str:
    """The verdict in the member's language."""
    if run.verdict == "exit" and run.exit_code is not None:
        return _("exit code %(code)s") % {"code": run.exit_code}
    words = {
        "ok": _("ok"),
        "error": _("error"),
        "exit": _("exit code"),
        "timeout": _("too slow"),
        "memory": _("out of memory"),
        "output_limit": _("too much output"),
        "killed": _("killed"),
        "tests_failed": _("tests failed"),
        "frozen": _("frozen"),
        "stopped": _("stopped"),
        "internal_error": _("the sandbox failed"),
    }
    return words.get(run.verdict, run.verdict)


def _what_matters(run: Run) -> tuple[str, str]:
    """The one line that matters, and the place in the program if there is one."""
    if not run.error_type:
        return translate_reason(run.reason), ""
    message = plain_output(run.error_message).strip().splitlines()
    line = f"{run.error_type}: {message[0]}" if message else run.error_type
    if run.error_line is None:
        return line[:300], ""
    place = _("line %(line)s") % {"line": run.error_line}
    source = plain_output(run.error_source).strip()
    return line[:300], f"{place}: {source[:200]}" if source else place
