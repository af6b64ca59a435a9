"""Where WebSockets answer."""

from django.urls import path

from assistant.conversations.consumers import ConversationConsumer

websocket_urlpatterns = [
    path("ws/c/<uuid:conversation_id>/", ConversationConsumer.as_asgi()),
]
