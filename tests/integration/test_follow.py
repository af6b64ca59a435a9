"""Following the event log: what a cursor has not seen comes once, in order, whatever happens."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator

import pytest

from assistant.conversations import eventlog
from assistant.conversations.eventlog import BEGINNING, Event, stream_key
from assistant.conversations.follow import CursorLost, LogReader, Subscription, TooSlow
from assistant.conversations.pool_view import PoolView, write_pool
from tests.services import Server

pytestmark = pytest.mark.redis


@pytest.fixture
async def reader() -> AsyncIterator[LogReader]:
    reader = LogReader()
    yield reader
    await reader.close()


def say(conversation: uuid.UUID, text: str) -> None:
    eventlog.append(conversation, "delta", {"generation": 1, "offset": 0, "text": text})


async def texts(subscription: Subscription, count: int) -> list[str]:
    """The texts of the next `count` events."""
    seen: list[str] = []
    async with asyncio.timeout(60):
        while len(seen) < count:
            news = await subscription.next()
            if not isinstance(news, PoolView):
                seen += [event.data["text"] for event in news]
    return seen


async def test_a_new_reader_gets_everything_and_then_what_comes(reader: LogReader) -> None:
    conversation = uuid.uuid4()
    say(conversation, "a")
    say(conversation, "b")
    subscription = await reader.subscribe(stream_key(conversation), BEGINNING)
    say(conversation, "c")
    assert await texts(subscription, 3) == ["a", "b", "c"]


async def test_a_cursor_gets_only_what_it_has_not_seen(reader: LogReader) -> None:
    conversation = uuid.uuid4()
    for text in "abc":
        say(conversation, text)
    seen = eventlog.read_all(conversation)[1].id
    subscription = await reader.subscribe(stream_key(conversation), seen)
    say(conversation, "d")
    assert await texts(subscription, 2) == ["c", "d"]


async def test_two_followers_of_one_conversation_get_the_same(reader: LogReader) -> None:
    conversation = uuid.uuid4()
    first = await reader.subscribe(stream_key(conversation), BEGINNING)
    say(conversation, "a")
    second = await reader.subscribe(stream_key(conversation), BEGINNING)
    say(conversation, "b")
    assert await texts(first, 2) == await texts(second, 2) == ["a", "b"]


async def test_nothing_is_lost_or_doubled_while_many_come_and_go(reader: LogReader) -> None:
    conversation = uuid.uuid4()
    total = 300

    async def write() -> None:
        for number in range(total):
            await asyncio.to_thread(say, conversation, f"{number} ")
            if number % 10 == 0:
                await asyncio.sleep(0.002)

    async def read() -> str:
        """Follow with a new subscription every few events, each from the cursor of the last."""
        got: list[str] = []
        cursor = BEGINNING
        while len(got) < total:
            subscription = await reader.subscribe(stream_key(conversation), cursor)
            while len(got) < total:
                news = await subscription.next()
                if isinstance(news, PoolView):
                    continue
                got += [event.data["text"] for event in news]
                cursor = subscription.cursor
                if len(got) % 7 == 0:
                    break
            reader.unsubscribe(subscription)
        return "".join(got)

    async with asyncio.timeout(30):
        _, *read_texts = await asyncio.gather(write(), *(read() for _ in range(5)))
    expected = "".join(f"{number} " for number in range(total))
    assert all(text == expected for text in read_texts)


async def test_a_conversation_that_nobody_follows_any_more_is_not_read(reader: LogReader) -> None:
    conversation = uuid.uuid4()
    subscription = await reader.subscribe(stream_key(conversation), BEGINNING)
    reader.unsubscribe(subscription)
    reader.unsubscribe(subscription)
    say(conversation, "a")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await subscription.next()


async def test_a_cursor_that_the_log_no_longer_holds_is_lost(reader: LogReader) -> None:
    conversation = uuid.uuid4()
    with pytest.raises(CursorLost):
        await reader.subscribe(stream_key(conversation), "1-1")
    say(conversation, "a")
    with pytest.raises(CursorLost):
        await reader.subscribe(stream_key(conversation), "1-1")


async def test_a_reader_that_is_too_slow_is_cut_off_and_comes_back(reader: LogReader) -> None:
    subscription = Subscription("key", BEGINNING)
    subscription.begin([])
    for number in range(1, 1000):
        subscription.put([Event("delta", {"text": "x"}, f"{number}-0")])
    with pytest.raises(TooSlow):
        await texts(subscription, 1_000)


async def test_the_pools_state_reaches_every_socket_when_it_changes(reader: LogReader) -> None:
    subscription = await reader.subscribe(stream_key(uuid.uuid4()), BEGINNING)
    view = PoolView(running=True, queued=3, written_at=time.time())
    async with asyncio.timeout(60):
        news: object = None
        while not isinstance(news, PoolView):
            await asyncio.to_thread(write_pool, eventlog.client(), view)
            try:
                async with asyncio.timeout(0.3):
                    news = await subscription.next()
            except TimeoutError:
                continue
    assert isinstance(news, PoolView)
    assert news.queued == 3


async def test_when_redis_dies_every_page_is_told_to_fetch_itself_again(
    reader: LogReader, empty_redis: Server
) -> None:
    conversation = uuid.uuid4()
    say(conversation, "a")
    subscription = await reader.subscribe(stream_key(conversation), BEGINNING)
    assert await texts(subscription, 1) == ["a"]
    await asyncio.to_thread(empty_redis.stop)
    try:
        with pytest.raises(CursorLost):
            async with asyncio.timeout(60):
                await subscription.next()
    finally:
        await asyncio.to_thread(empty_redis.start)
    reader.unsubscribe(subscription)
    fresh = await reader.subscribe(stream_key(conversation), BEGINNING)
    say(conversation, "b")
    assert await texts(fresh, 1) == ["b"]
