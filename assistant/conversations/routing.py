"""Where WebSockets answer."""

from typing import Any, cast

from django.urls import path

from assistant.conversations.consumers import ConversationConsumer

# Channels takes Django's paths with an ASGI application in the place of the view.
websocket_urlpatterns: list[Any] = [
    path("ws/c/<uuid:conversation_id>/", cast(Any, ConversationConsumer.as_asgi())),
]
