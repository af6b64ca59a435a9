"""Runs and the files that they wrote."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from sandbox.limits import Limits
from sandbox.verdicts import Verdict


class Run(models.Model):
    """One execution of one program. Claimed and ended by conditional updates only."""

    class Status(models.TextChoices):
        """Where the run is on its way."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.TextField()
    stdin = models.TextField(blank=True, default="")
    tests = models.TextField(blank=True, default="")
    wall_seconds = models.FloatField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    verdict = models.CharField(
        max_length=20, blank=True, default="", choices=[(v.value, v.value) for v in Verdict]
    )
    reason = models.CharField(max_length=300, blank=True, default="")
    exit_code = models.IntegerField(null=True, blank=True)
    signal = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_ms = models.PositiveIntegerField(default=0)
    memory_peak_bytes = models.BigIntegerField(default=0)
    stdout = models.TextField(blank=True, default="")
    stderr = models.TextField(blank=True, default="")
    truncated = models.BooleanField(default=False)
    error_type = models.CharField(max_length=200, blank=True, default="")
    error_message = models.TextField(blank=True, default="")
    error_line = models.PositiveIntegerField(null=True, blank=True)
    error_function = models.CharField(max_length=200, blank=True, default="")
    error_source = models.TextField(blank=True, default="")
    error_values: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=100, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    deaths = models.PositiveSmallIntegerField(default=0)
    stop_requested = models.BooleanField(default=False)

    class Meta:
        ordering = ["-queued_at"]
        indexes = [models.Index(fields=["status", "queued_at"])]

    def __str__(self) -> str:
        return f"run {self.pk} ({self.verdict or self.status})"

    @property
    def limits(self) -> Limits:
        """The limits of this run."""
        return Limits(wall_seconds=self.wall_seconds)

    def as_json(self) -> dict[str, Any]:
        """The run as `run_code --json` prints it."""
        error = None
        if self.error_type:
            error = {
                "type": self.error_type,
                "message": self.error_message,
                "line": self.error_line,
                "function": self.error_function,
                "source": self.error_source,
                "values": self.error_values,
            }
        return {
            "verdict": self.verdict,
            "reason": self.reason,
            "exit_code": self.exit_code,
            "duration_ms": self.duration_ms,
            "stdout": self.stdout,
            "stderr": self.stderr,
            "truncated": self.truncated,
            "error": error,
            "artifacts": [
                {"name": a.name, "media_type": a.media_type, "size": a.size, "is_frame": a.is_frame}
                for a in self.artifacts.all()
            ],
        }


class Artifact(models.Model):
    """A file that a run left in its work folder, or the last frame of its window."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="artifacts")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    is_frame = models.BooleanField(default=False)

    class Meta:
        ordering = ["run", "id"]

    def __str__(self) -> str:
        return self.name
