"""The rows that are the truth about every conversation.

A message is what a member typed. A generation is one answer being written to it. An attempt is one
program for it, and how its run went. A turn is a message's number of the answer shown now:
regenerating or editing the message begins the next turn, and the older ones stay in the table.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Conversation(models.Model):
    """A thread of messages that belongs to one member."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations"
    )
    title = models.CharField(_("title"), max_length=200)
    model = models.CharField(_("model"), max_length=100)
    auto_run = models.BooleanField(_("run programs by themselves"), default=True)
    max_repairs = models.PositiveSmallIntegerField(_("repairs at most"))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-updated_at"])]
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    """What a member asked. `client_message_id` makes a message sent twice one message."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages"
    )
    body = models.TextField()
    client_message_id = models.CharField(max_length=64)
    turn = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "client_message_id"], name="message_sent_once"
            )
        ]

    def __str__(self) -> str:
        return self.body[:80]


class Generation(models.Model):
    """One answer being written. Claimed, refreshed and ended by conditional updates only."""

    class Kind(models.TextChoices):
        """Why the model is asked."""

        ANSWER = "answer", _("answer")
        REPAIR = "repair", _("repair")
        COMPLAINT = "complaint", _("repair in a member's words")
        FRESH_START = "fresh_start", _("fresh start")

    class Status(models.TextChoices):
        """Where the answer is on its way."""

        QUEUED = "queued", _("waiting in the queue")
        STREAMING = "streaming", _("writing")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="generations")
    turn = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.ANSWER)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.QUEUED)
    model = models.CharField(max_length=100)
    prompt = models.TextField(
        help_text=_("The member's turn as the model gets it: the message, or the repair prompt.")
    )
    complaint = models.TextField(blank=True, default="")
    repairs = models.ForeignKey(
        "Attempt", on_delete=models.SET_NULL, null=True, blank=True, related_name="repaired_by"
    )
    text = models.TextField(blank=True, default="")
    failure = models.CharField(max_length=500, blank=True, default="")
    finish_reason = models.CharField(
        max_length=20,
        blank=True,
        default="",
        help_text=_("stop; length, when the answer was cut; repetition, when it went in circles"),
    )
    replica = models.CharField(max_length=200, blank=True, default="")
    prompt_tokens = models.PositiveIntegerField(default=0)
    completion_tokens = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    first_token_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=100, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    stop_requested = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["status", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} ({self.status})"

    @property
    def is_active(self) -> bool:
        """Whether the answer is still on its way."""
        return self.status in (self.Status.QUEUED, self.Status.STREAMING)

    @property
    def seconds(self) -> float | None:
        """Wall time from the claim to the end, or None while it is not over."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class CodeBlock(models.Model):
    """A fenced block of a finished answer, by its place among the answer's Markdown blocks."""

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="code_blocks")
    index = models.PositiveIntegerField()
    language = models.CharField(max_length=40, blank=True, default="")
    code = models.TextField()

    class Meta:
        ordering = ["generation", "index"]
        constraints = [
            models.UniqueConstraint(fields=["generation", "index"], name="code_block_place")
        ]

    def __str__(self) -> str:
        return f"block {self.index} of generation {self.generation_id}"


class Attempt(models.Model):
    """One program for a message, where it came from, and the run that judged it."""

    class Origin(models.TextChoices):
        """Who wrote the program."""

        ANSWER = "answer", _("the answer")
        REPAIR = "repair", _("a repair")
        COMPLAINT = "complaint", _("a repair in your words")
        FRESH_START = "fresh_start", _("a fresh start")
        FIX = "fix", _("mended without the model")
        EDIT = "edit", _("your edit")
        AGAIN = "again", _("run again")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    turn = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=20, choices=Origin.choices)
    generation = models.ForeignKey(
        Generation, on_delete=models.SET_NULL, null=True, blank=True, related_name="attempts"
    )
    based_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)
    code = models.TextField()
    note = models.CharField(max_length=300, blank=True, default="")
    run = models.OneToOneField(
        "sandbox.Run", on_delete=models.SET_NULL, null=True, blank=True, related_name="attempt"
    )
    best = models.BooleanField(default=False)
    stop_reason = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["message", "turn", "number"], name="attempt_number")
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} ({self.origin}) of message {self.message_id}"
