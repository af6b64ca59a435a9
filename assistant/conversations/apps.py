"""Conversations, messages, generations, the event log and repair."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Listens to the sandbox, which knows nothing of conversations."""

    name = "assistant.conversations"

    def ready(self) -> None:
        """Connect the receivers of the sandbox's signals."""
        from assistant.conversations import receivers  # noqa: F401
