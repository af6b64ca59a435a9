"""Conversations as rows, made by hand: what the generator and the runner would have written."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from assistant.accounts.models import Member
from assistant.conversations.models import Attempt, CodeBlock, Conversation, Generation, Message
from assistant.conversations.rendering import render_blocks
from sandbox.models import Artifact, Run

__all__ = [
    "BROKEN",
    "PNG",
    "WORKING",
    "add_answer",
    "add_artifact",
    "add_attempt",
    "add_conversation",
    "add_message",
]

BROKEN = "import time\nclock = time.clok()\nprint('done')\n"
WORKING = "import time\nclock = time.time()\nprint('done')\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)


def add_conversation(member: Member, title: str = "A clock") -> Conversation:
    """An empty conversation of the member's."""
    return Conversation.objects.create(member=member, title=title, model="demo", max_repairs=3)


def add_message(conversation: Conversation, body: str = "Make a clock") -> Message:
    """A message without an answer."""
    return Message.objects.create(
        conversation=conversation, body=body, client_message_id=uuid.uuid4().hex
    )


def add_answer(
    message: Message, text: str = f"A clock.\n\n```python\n{BROKEN}```\n", **fields: Any
) -> Generation:
    """An answer; a finished one unless `status` says otherwise, with its code blocks as rows."""
    status = fields.setdefault("status", Generation.Status.DONE)
    if status in (Generation.Status.DONE, Generation.Status.FAILED, Generation.Status.STOPPED):
        fields.setdefault("started_at", timezone.now())
        fields.setdefault("finished_at", timezone.now())
    generation = Generation.objects.create(
        message=message, turn=message.turn, model="demo", prompt=message.body, text=text, **fields
    )
    if status == Generation.Status.DONE:
        CodeBlock.objects.bulk_create(
            CodeBlock(
                generation=generation,
                index=block.index,
                language=block.language or "",
                code=block.code or "",
            )
            for block in render_blocks(text)
            if block.is_code
        )
    return generation


def add_attempt(
    message: Message,
    code: str = WORKING,
    *,
    origin: str = Attempt.Origin.ANSWER,
    generation: Generation | None = None,
    based_on: Attempt | None = None,
    stop_reason: str = "",
    **run: Any,
) -> Attempt:
    """The next attempt of the message's turn; its run is done and `ok` unless told otherwise."""
    run.setdefault("status", Run.Status.DONE)
    if run["status"] == Run.Status.DONE:
        run.setdefault("verdict", "ok")
        run.setdefault("reason", "The program ran to its end.")
    number = Attempt.objects.filter(message=message, turn=message.turn).count() + 1
    return Attempt.objects.create(
        message=message,
        turn=message.turn,
        number=number,
        origin=origin,
        generation=generation,
        based_on=based_on,
        code=code,
        stop_reason=stop_reason,
        run=Run.objects.create(code=code, wall_seconds=20, **run),
    )


def add_artifact(attempt: Attempt, name: str = "window.png", **fields: Any) -> Artifact:
    """A file that the attempt's run left; the last frame of its window unless told otherwise."""
    fields.setdefault("media_type", "image/png")
    fields.setdefault("content", PNG)
    fields.setdefault("is_frame", True)
    return Artifact.objects.create(
        run=attempt.run, name=name, size=len(fields["content"]), **fields
    )
