"""Runs in the admin, to look at: they are written by runners only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from sandbox.models import Run

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Run]
else:
    Base = admin.ModelAdmin


@admin.register(Run)
class RunAdmin(Base):
    """What ran, when, and what came of it."""

    list_display = ["id", "status", "verdict", "reason", "duration_ms", "deaths", "queued_at"]
    list_filter = ["status", "verdict"]
    date_hierarchy = "queued_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody starts a run here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Run | None = None) -> bool:
        """Nobody changes what a runner stored."""
        return False
