"""The socket of one open conversation: authorize, read the log, send."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import redis
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http import Http404
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from assistant.accounts.models import Member
from assistant.conversations import fragments, services
from assistant.conversations.access import access_conversation
from assistant.conversations.errors import ConversationError
from assistant.conversations.eventlog import BEGINNING, Event, stream_key
from assistant.conversations.follow import CursorLost, LogReader, Subscription, TooSlow
from assistant.conversations.pool_view import PoolView

__all__ = ["ConversationConsumer"]

CLOSE_UNKNOWN = 4404
CLOSE_SLOW = 4408
CLOSE_REDIS_AWAY = 4503
MAX_FRAME_CHARS = 200_000
_CURSOR = re.compile(r"\d{1,20}-\d{1,20}")
_WITHOUT_DATABASE = {"delta", "block", "text", "output"}


@cache
def _reader(_loop: asyncio.AbstractEventLoop) -> LogReader:
    """The one reader of this process (of this event loop, which is the same outside of tests)."""
    return LogReader()


class ConversationConsumer(AsyncWebsocketConsumer):
    """Sends a conversation's events as fragments, and takes messages and Stop."""

    member: Member
    conversation_id: UUID

    async def connect(self) -> None:
        """Accept the owner of the conversation, and follow it from the page's cursor."""
        self.subscription: Subscription | None = None
        self.sender: asyncio.Task[None] | None = None
        self.leaving = False
        member = self.scope.get("user")
        query = parse_qs(self.scope.get("query_string", b"").decode("ascii", "replace"))
        self.conversation_id = self.scope["url_route"]["kwargs"]["conversation_id"]
        self.language = self._language(query.get("lang", [""])[0])
        if not isinstance(member, Member) or not member.is_active:
            await self.close(code=CLOSE_UNKNOWN)
            return
        self.member = member
        try:
            await self._conversation()
        except Http404:
            await self.close(code=CLOSE_UNKNOWN)
            return
        await self.accept()
        cursor = query.get("cursor", [BEGINNING])[0]
        self.sender = asyncio.create_task(
            self._follow(cursor if _CURSOR.fullmatch(cursor) else BEGINNING)
        )

    async def disconnect(self, code: int) -> None:
        """Stop following. The Redis client can swallow a cancellation; `leaving` is then seen."""
        self.leaving = True
        if self.sender is not None:
            self.sender.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.sender

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take a message or Stop; anything else is answered with a sentence."""
        try:
            frame = self._parse(text_data)
            with translation.override(self.language):
                await self._act(frame)
        except ConversationError as error:
            await self._send_error(str(error))
        except Http404:
            await self.close(code=CLOSE_UNKNOWN)

    async def _act(self, frame: dict[str, Any]) -> None:
        conversation = await self._conversation()
        if frame.get("action") == "stop":
            await database_sync_to_async(services.stop_conversation)(conversation=conversation)
            return
        await database_sync_to_async(services.post_message)(
            member=self.member,
            conversation=conversation,
            body=frame["body"],
            client_message_id=frame["client_message_id"],
        )

    def _parse(self, text: str | None) -> dict[str, Any]:
        """The frame as an object with the fields of its action. Raises ConversationError."""
        with translation.override(self.language):
            malformed = ConversationError(
                _("The page sent something that cannot be understood; reload the page.")
            )
            if text is None:
                raise malformed
            if len(text) > MAX_FRAME_CHARS:
                raise ConversationError(
                    _("The message has %(length)s characters; at most %(limit)s can be sent.")
                    % {"length": len(text), "limit": settings.MESSAGE_MAX_CHARS}
                )
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            raise malformed from None
        if not isinstance(frame, dict):
            raise malformed
        texts = (frame.get("body"), frame.get("client_message_id"))
        is_message = frame.get("action") == "message" and all(isinstance(t, str) for t in texts)
        if not is_message and frame.get("action") != "stop":
            raise malformed
        return frame

    async def _follow(self, cursor: str) -> None:
        """Send what comes after the cursor until the socket closes."""
        reader = _reader(asyncio.get_running_loop())
        try:
            self.subscription = await reader.subscribe(stream_key(self.conversation_id), cursor)
            while not self.leaving:
                await self._send(await self.subscription.next())
        except CursorLost:
            await self.send(text_data=await self._in_database(self._refetch))
        except TooSlow:
            await self.close(code=CLOSE_SLOW)
        except (redis.RedisError, OSError):
            await self.close(code=CLOSE_REDIS_AWAY)
        finally:
            if self.subscription is not None:
                reader.unsubscribe(self.subscription)

    async def _send(self, news: list[Event] | PoolView) -> None:
        if isinstance(news, PoolView):
            await self.send(text_data=fragments.render_pool(news, language=self.language))
            return
        parts = []
        for event in merge_deltas(news):
            if event.type in _WITHOUT_DATABASE:
                parts.append(self._render(event))
            else:
                parts.append(await database_sync_to_async(self._render)(event))
        cursor = format_html(
            '<span id="cursor" data-cursor="{}" hx-swap-oob="true" hidden></span>', news[-1].id
        )
        await self.send(text_data="".join([*parts, cursor]))

    def _render(self, event: Event) -> str:
        return fragments.render_event(
            event, conversation_id=self.conversation_id, language=self.language
        )

    def _refetch(self) -> str:
        return fragments.render_refetch(self.conversation_id, language=self.language)

    async def _send_error(self, sentence: str) -> None:
        await self.send(text_data=fragments.render_error(sentence, language=self.language))

    async def _conversation(self) -> Any:
        return await database_sync_to_async(access_conversation)(
            member=self.member, conversation_id=self.conversation_id
        )

    async def _in_database(self, function: Callable[[], str]) -> str:
        return await database_sync_to_async(function)()

    def _language(self, wanted: str) -> str:
        known = {code for code, _name in settings.LANGUAGES}
        return wanted if wanted in known else settings.LANGUAGE_CODE


def merge_deltas(events: list[Event]) -> list[Event]:
    """The events with neighbouring deltas of one generation made one."""
    merged: list[Event] = []
    for event in events:
        before = merged[-1] if merged else None
        if (
            before is not None
            and before.type == event.type == "delta"
            and before.data["generation"] == event.data["generation"]
        ):
            data = {**before.data, "text": before.data["text"] + event.data["text"]}
            merged[-1] = Event("delta", data, event.id)
        else:
            merged.append(event)
    return merged
