"""The words with which a failed program goes back to the model.

One place composes them, so that the demo checkpoint is trained on exactly the prompts that the
product sends. The form follows what is known to work: the request, the whole current file, the
error's class and place with the values that were there, the end of the output, and a plain demand
for the whole file back (DeepSeek models are weak at exact-match edit blocks, aider#1016).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ErrorPlace", "Feedback", "complaint_prompt", "fresh_start_prompt", "repair_prompt"]

MAX_OUTPUT_CHARS = 600
MAX_MESSAGE_CHARS = 400
MAX_VALUE_CHARS = 60
MAX_VALUES = 6


@dataclass(frozen=True)
class ErrorPlace:
    """An exception as the sandbox saw it: class, message, innermost frame of the program."""

    type: str
    message: str
    line: int | None = None
    function: str | None = None
    source: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Feedback:
    """What a run tells the model: the verdict, one sentence of why, and the evidence."""

    verdict: str
    reason: str = ""
    error: ErrorPlace | None = None
    output_tail: str = ""

    def __str__(self) -> str:
        lines = [f"Verdict: {self.verdict}"]
        if self.reason:
            lines.append(_clip(self.reason, MAX_MESSAGE_CHARS))
        if self.error is not None:
            lines.extend(_describe_error(self.error))
        tail = self.output_tail.strip()
        if tail:
            lines.append("Output:")
            lines.append(tail[-MAX_OUTPUT_CHARS:])
        return "\n".join(lines)


def repair_prompt(request: str, program: str, feedback: Feedback) -> str:
    """The user turn that asks for a repair after a run whose verdict is the program's fault."""
    return (
        f"{request.strip()}\n\n"
        "This program was written for it, and it fails:\n\n"
        f"{_fence(program)}\n\n"
        f"{feedback}\n\n"
        "Say in one sentence what is wrong, then write the whole repaired program."
    )


def complaint_prompt(request: str, program: str, complaint: str) -> str:
    """The user turn that asks for a repair in the member's words: it runs, but wrongly."""
    return (
        f"{request.strip()}\n\n"
        "This program was written for it:\n\n"
        f"{_fence(program)}\n\n"
        f"What is wrong: {complaint.strip()}\n\n"
        "Say in one sentence what is wrong, then write the whole repaired program."
    )


def fresh_start_prompt(request: str, feedback: Feedback) -> str:
    """The user turn after repairs that led nowhere: the request, and one line of what was learnt.

    Starting afresh after two attempts wins back what debugging decay loses (arXiv 2506.18403).
    """
    learnt = feedback.reason or (
        f"{feedback.error.type}: {feedback.error.message}" if feedback.error else feedback.verdict
    )
    return (
        f"{request.strip()}\n\nAn earlier program failed with: {_clip(learnt, MAX_MESSAGE_CHARS)}"
    )


def _describe_error(error: ErrorPlace) -> list[str]:
    lines = [f"{error.type}: {_clip(error.message, MAX_MESSAGE_CHARS)}".rstrip(": ")]
    if error.line is not None:
        where = f"Line {error.line}"
        if error.function and error.function != "<module>":
            where += f", in {error.function}"
        if error.source:
            where += f": {_clip(error.source.strip(), MAX_MESSAGE_CHARS)}"
        lines.append(where)
    if error.values:
        shown = [
            f"{name} = {_clip(value, MAX_VALUE_CHARS)}" for name, value in error.values.items()
        ]
        lines.append("Values: " + ", ".join(shown[:MAX_VALUES]))
    return lines


def _fence(program: str) -> str:
    return f"```python\n{program.rstrip()}\n```"


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
