"""The socket of a conversation: who may, what may be sent, and what comes."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from django.contrib.auth.models import AnonymousUser

from assistant.accounts.models import Member
from assistant.asgi import application
from assistant.conversations import consumers, eventlog, services
from assistant.conversations.consumers import CLOSE_UNKNOWN, ConversationConsumer
from assistant.conversations.models import Generation, Message
from tests.people import asked
from tests.services import Server

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
async def fresh_reader() -> AsyncIterator[None]:
    """A reader for each test's event loop, closed at its end."""
    yield
    await consumers._reader(asyncio.get_running_loop()).close()
    consumers._reader.cache_clear()


class Socket:
    """A WebSocket to a consumer, without a server between (Channels' own helper wants Daphne)."""

    def __init__(
        self, path: str, member: object, conversation_id: uuid.UUID, query: str = "lang=en"
    ) -> None:
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": query.encode(),
            "headers": [],
            "user": member,
            "url_route": {"kwargs": {"conversation_id": conversation_id}},
        }
        self._pipe = ApplicationCommunicator(ConversationConsumer.as_asgi(), scope)

    async def connect(self) -> tuple[bool, int | None]:
        """Whether the consumer accepts, and the code by which it does not."""
        await self._pipe.send_input({"type": "websocket.connect"})
        answer = await self.output()
        return answer["type"] == "websocket.accept", answer.get("code")

    async def say(self, text: str | None = None, raw: bytes | None = None) -> None:
        await self._pipe.send_input({"type": "websocket.receive", "text": text, "bytes": raw})

    async def output(self) -> dict[str, Any]:
        answer: dict[str, Any] = await self._pipe.receive_output(timeout=60)
        return answer

    async def frame(self) -> str:
        """The next frame of text."""
        answer = await self.output()
        assert answer["type"] == "websocket.send", answer
        return str(answer["text"])

    async def leave(self) -> None:
        await self._pipe.send_input({"type": "websocket.disconnect", "code": 1005})
        await self._pipe.wait(10)


def socket(member: object, conversation_id: uuid.UUID, query: str = "lang=en") -> Socket:
    return Socket(f"/ws/c/{conversation_id}/", member, conversation_id, query)


@asynccontextmanager
async def connected(
    member: Member, message: Message, query: str = "lang=en"
) -> AsyncIterator[Socket]:
    page = socket(member, message.conversation_id, query)
    accepted, _ = await page.connect()
    assert accepted
    try:
        yield page
    finally:
        await page.leave()


async def heard(page: Socket, words: str) -> str:
    """Frames up to the one that holds the words."""
    frames: list[str] = []
    async with asyncio.timeout(60):
        while not any(words in frame for frame in frames):
            frames.append(await page.frame())
    return "".join(frames)


async def done(member: Member) -> Message:
    """A conversation whose answer is written."""

    def make() -> Message:
        message = asked(member)
        Generation.objects.update(status=Generation.Status.DONE, text="ok")
        return message

    return await database_sync_to_async(make)()


async def test_the_owner_hears_what_happens_with_a_cursor(alice: Member) -> None:
    message = await done(alice)
    async with connected(alice, message) as page:
        delta = {"generation": 7, "offset": 0, "text": "<b>뱀</b>"}
        await asyncio.to_thread(eventlog.append, message.conversation_id, "delta", delta)
        frame = await heard(page, "뱀")
    assert "&lt;b&gt;뱀&lt;/b&gt;" in frame
    assert 'id="cursor" data-cursor="' in frame


@pytest.mark.parametrize("who", ["bob", "charlie", "anonymous"])
async def test_nobody_else_gets_in(alice: Member, bob: Member, charlie: Member, who: str) -> None:
    message = await done(alice)
    members: dict[str, object] = {"bob": bob, "charlie": charlie, "anonymous": AnonymousUser()}
    accepted, code = await socket(members[who], message.conversation_id).connect()
    assert (accepted, code) == (False, CLOSE_UNKNOWN)


async def test_an_unknown_conversation_is_refused(alice: Member) -> None:
    accepted, code = await socket(alice, uuid.uuid4()).connect()
    assert (accepted, code) == (False, CLOSE_UNKNOWN)


async def test_a_page_of_another_site_is_refused() -> None:
    scope = {
        "type": "websocket",
        "path": f"/ws/c/{uuid.uuid4()}/",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"origin", b"https://evil.example")],
    }
    pipe = ApplicationCommunicator(application, scope)
    await pipe.send_input({"type": "websocket.connect"})
    answer = await pipe.receive_output(timeout=60)
    assert answer["type"] == "websocket.close"


async def test_a_message_is_stored_once_however_often_it_is_sent(alice: Member) -> None:
    message = await done(alice)
    frame = {"action": "message", "body": "and a score", "client_message_id": "abc"}
    async with connected(alice, message) as page:
        await page.say(json.dumps(frame))
        await page.say(json.dumps(frame))
        await heard(page, "and a score")
    bodies = await database_sync_to_async(
        lambda: list(Message.objects.order_by("pk").values_list("body", flat=True))
    )()
    assert bodies == [message.body, "and a score"]


async def test_stop_over_the_socket_stops(alice: Member) -> None:
    message = await database_sync_to_async(asked)(alice)
    async with connected(alice, message) as page:
        await page.say('{"action": "stop"}')
        await heard(page, 'data-state="stopped"')


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "not json",
        "[]",
        "null",
        "{}",
        '{"action": "message"}',
        '{"action": "message", "body": 1, "client_message_id": "a"}',
        '{"action": "message", "body": null, "client_message_id": ["a"]}',
        '{"action": "delete_everything"}',
        '{"action": {"$ne": 1}}',
        "[" * 100_000,
        '{"action": "message", "body": "hi", "client_message_id": "<script>"}',
        '{"action": "message", "body": "   ", "client_message_id": "a"}',
        json.dumps({"action": "message", "body": "x" * 100_000, "client_message_id": "a"}),
        json.dumps({"action": "message", "body": "x" * 1_000_000, "client_message_id": "a"}),
    ],
    ids=range(15),
)
async def test_a_malformed_frame_is_answered_with_a_sentence_and_changes_nothing(
    alice: Member, frame: str
) -> None:
    message = await done(alice)
    async with connected(alice, message) as page:
        await page.say(frame)
        said = await heard(page, "composer-error")
    assert "Traceback" not in said
    assert await database_sync_to_async(Message.objects.count)() == 1


async def test_bytes_are_answered_with_a_sentence(alice: Member) -> None:
    message = await done(alice)
    async with connected(alice, message) as page:
        await page.say(raw=b"\xff\xfe")
        await heard(page, "composer-error")


async def test_sentences_are_in_the_pages_language(alice: Member) -> None:
    message = await done(alice)
    async with connected(alice, message, "lang=ko") as page:
        await page.say("{}")
        said = await heard(page, "composer-error")
    assert any("가" <= char <= "힣" for char in said)


@pytest.mark.parametrize("cursor", ["1-1", "nonsense", "9" * 50, "-"])
async def test_a_forged_or_lost_cursor_gets_the_page_afresh_or_from_the_beginning(
    alice: Member, cursor: str
) -> None:
    message = await done(alice)
    async with connected(alice, message, f"lang=en&cursor={cursor}") as page:
        first = await page.frame()
    assert "refetch" in first or "data-cursor" in first


async def test_a_deleted_conversation_closes_its_socket_at_the_next_word(alice: Member) -> None:
    message = await done(alice)
    async with connected(alice, message) as page:
        await database_sync_to_async(services.delete_conversation)(
            conversation=message.conversation
        )
        await page.say('{"action": "stop"}')
        async with asyncio.timeout(60):
            while (output := await page.output())["type"] != "websocket.close":
                continue
    assert output["code"] == CLOSE_UNKNOWN


async def test_a_socket_is_closed_to_come_back_when_redis_is_away(
    alice: Member, empty_redis: Server
) -> None:
    message = await done(alice)
    await asyncio.to_thread(empty_redis.stop)
    try:
        page = socket(alice, message.conversation_id)
        await page.connect()
        output = await page.output()
        assert (output["type"], output["code"]) == ("websocket.close", consumers.CLOSE_REDIS_AWAY)
        await page.leave()
    finally:
        await asyncio.to_thread(empty_redis.start)
