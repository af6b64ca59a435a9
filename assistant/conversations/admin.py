"""Conversations in the admin, to look at. What writes them is services.py, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from assistant.conversations.models import Attempt, CodeBlock, Conversation, Generation, Message

__all__: list[str] = []

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Model]
else:
    Base = admin.ModelAdmin


class ReadOnlyAdmin(Base):
    """Shows rows, and offers nothing that changes one."""

    list_select_related: ClassVar[Any] = True
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a row here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes a row here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes a row here."""
        return False


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    """Whose conversation, and when it last changed."""

    list_display = ("title", "member", "model", "updated_at")
    list_filter = ("model",)
    search_fields = ("title", "member__username")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What members asked."""

    list_display = ("id", "conversation", "turn", "created_at")


@admin.register(Generation)
class GenerationAdmin(ReadOnlyAdmin):
    """Answers, and what became of them."""

    list_display = ("id", "kind", "status", "model", "completion_tokens", "queued_at", "failure")
    list_filter = ("status", "kind", "model")


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    """Programs, and the runs that judged them."""

    list_display = ("id", "message", "number", "origin", "run", "best")
    list_filter = ("origin",)


@admin.register(CodeBlock)
class CodeBlockAdmin(ReadOnlyAdmin):
    """The code of finished answers."""

    list_display = ("id", "generation", "index", "language")
