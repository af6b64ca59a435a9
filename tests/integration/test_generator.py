"""The generator on a real pool, a real Redis and a database; only the engine is a fake.

The fake engine says what a test needs at the token where it needs it; the same paths run on a real
vLLM in the browser tests.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from assistant.accounts.models import Member
from assistant.conversations import eventlog, services
from assistant.conversations.generator.process import Generator
from assistant.conversations.models import Generation, Message
from assistant.conversations.pool_view import read_pool
from inference.pool import Pool, ReplicaAddress, Thresholds, Timeouts
from tests.fakes.engine import Behaviour, FakeEngine
from tests.people import asked
from tests.services import Server

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]
Status = Generation.Status
WORDS = tuple(f"word{number} " for number in range(40))
LONG = "".join(WORDS)
QUICK = Thresholds(probe_ready=0.1, probe_waiting=0.05, probe_ejected=0.1, probe_timeout=1.0)


@pytest.fixture
async def engine() -> AsyncIterator[FakeEngine]:
    async with FakeEngine(behaviour=Behaviour(tokens=WORDS, between=0.01)) as engine:
        yield engine


@asynccontextmanager
async def generating(*engines: FakeEngine, owner: str = "one") -> AsyncIterator[Generator]:
    """A generator at work; it is told to stop at the end."""
    addresses = [ReplicaAddress(url=engine.url, model="demo") for engine in engines]
    stopping = asyncio.Event()
    timeouts = Timeouts(connect=5, first_token=30, between_tokens=20, total=120)
    async with Pool(addresses, timeouts, thresholds=QUICK) as pool:
        generator = Generator(pool, owner=owner)
        task = asyncio.create_task(generator.run(stopping))
        try:
            yield generator
        finally:
            stopping.set()
            await task


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not await database_sync_to_async(condition)():  # noqa: ASYNC110 (a row has no event)
            await asyncio.sleep(0.02)


def row(message: Message) -> Generation:
    return message.generations.latest("pk")


def logged(message: Message) -> str:
    """The text that the event log adds up to."""
    state = eventlog.fold(eventlog.read_all(message.conversation_id))
    return state.generations[row(message).pk].text


async def ask(member: Member) -> Message:
    return await database_sync_to_async(asked)(member)


async def test_an_answer_is_streamed_stored_and_logged_alike(
    alice: Member, engine: FakeEngine
) -> None:
    message = await ask(alice)
    async with generating(engine):
        await until(lambda: row(message).status == Status.DONE)
    generation = await database_sync_to_async(row)(message)
    assert generation.text == LONG
    assert await database_sync_to_async(logged)(message) == LONG
    assert (generation.completion_tokens, generation.finish_reason) == (len(WORDS), "stop")
    assert generation.replica == engine.url
    assert generation.first_token_at is not None
    assert engine.running == 0


async def test_the_demo_is_sent_the_message_before_with_its_answer_and_no_older_ones(
    alice: Member, engine: FakeEngine
) -> None:
    first = await ask(alice)

    async def answered(message: Message) -> None:
        await until(lambda: row(message).status == Status.DONE)

    async with generating(engine):
        await answered(first)
        for body in ("make it blue", "make it faster"):
            post = partial(services.post_message, member=alice, conversation=first.conversation)
            message = await database_sync_to_async(post)(
                body=body, client_message_id=uuid.uuid4().hex
            )
            await answered(message)
    assert [len(request["messages"]) for request in engine.requests] == [1, 3, 3]
    assert engine.requests[-1]["messages"] == [
        {"role": "user", "content": "make it blue"},
        {"role": "assistant", "content": LONG},
        {"role": "user", "content": "make it faster"},
    ]


async def test_many_answers_are_written_at_the_same_time(
    alice: Member, bob: Member, engine: FakeEngine
) -> None:
    messages = [await ask(member) for member in (alice, bob) for _ in range(4)]
    async with generating(engine):
        await until(lambda: all(row(message).status == Status.DONE for message in messages))
    assert engine.most_running > 1
    for message in messages:
        assert await database_sync_to_async(logged)(message) == LONG


async def test_stop_frees_the_engine_and_keeps_what_was_written(
    alice: Member, engine: FakeEngine
) -> None:
    engine.behaviour = Behaviour(tokens=WORDS, stall_after=5)
    message = await ask(alice)
    async with generating(engine):
        await until(lambda: engine.running == 1 and row(message).first_token_at is not None)
        began = time.monotonic()
        await database_sync_to_async(services.stop_conversation)(conversation=message.conversation)
        await until(lambda: engine.running == 0)
        print(f"the engine was free {(time.monotonic() - began) * 1000:.0f} ms after Stop")
        await until(lambda: row(message).status == Status.STOPPED)
    generation = await database_sync_to_async(row)(message)
    assert LONG.startswith(generation.text)
    assert generation.text
    assert await database_sync_to_async(logged)(message) == generation.text


async def test_a_stop_that_no_channel_carried_is_seen_in_the_row(
    alice: Member, engine: FakeEngine
) -> None:
    engine.behaviour = Behaviour(tokens=WORDS, stall_after=5)
    message = await ask(alice)
    async with generating(engine):
        await until(lambda: engine.running == 1)
        await database_sync_to_async(Generation.objects.update)(stop_requested=True)
        await until(lambda: row(message).status == Status.STOPPED)
    assert engine.running == 0


async def test_a_generation_whose_owner_died_is_continued_from_what_was_logged(
    alice: Member, engine: FakeEngine
) -> None:
    message = await ask(alice)
    written = LONG[:30]

    def die_in_mid_answer() -> None:
        """What SIGKILL leaves behind: a lease that runs out, a log that knows more than the row."""
        pk = row(message).pk
        Generation.objects.update(
            status=Status.STREAMING,
            claimed_by="dead",
            text=written[:10],
            lease_until=timezone.now() - timedelta(seconds=1),
        )
        delta = {"generation": pk, "offset": 0, "text": written}
        eventlog.append(message.conversation_id, "delta", delta)

    await database_sync_to_async(die_in_mid_answer)()
    async with generating(engine, owner="two"):
        await until(lambda: row(message).status == Status.DONE)
    assert (await database_sync_to_async(row)(message)).text == LONG
    assert await database_sync_to_async(logged)(message) == LONG
    assert engine.requests[0]["messages"][-1] == {"role": "assistant", "content": written}


async def test_a_generator_that_is_told_to_stop_gives_its_answers_back(
    alice: Member, engine: FakeEngine
) -> None:
    engine.next(Behaviour(tokens=WORDS, stall_after=10))
    message = await ask(alice)
    async with generating(engine):
        await until(lambda: row(message).first_token_at is not None)
    half = await database_sync_to_async(row)(message)
    assert half.status == Status.QUEUED
    assert half.text
    async with generating(engine, owner="two"):
        await until(lambda: row(message).status == Status.DONE)
    assert (await database_sync_to_async(row)(message)).text == LONG
    assert await database_sync_to_async(logged)(message) == LONG


async def test_a_replica_that_dies_in_mid_answer_is_replaced_by_another(
    alice: Member, engine: FakeEngine
) -> None:
    engine.next(Behaviour(tokens=WORDS, cut_after=7))
    async with FakeEngine(behaviour=Behaviour(tokens=WORDS)) as other:
        message = await ask(alice)
        async with generating(engine, other):
            await until(lambda: row(message).status == Status.DONE)
    assert (await database_sync_to_async(row)(message)).text == LONG
    assert await database_sync_to_async(logged)(message) == LONG


async def test_with_no_replica_left_the_answer_waits_with_its_place_and_then_goes_on(
    alice: Member, engine: FakeEngine
) -> None:
    engine.next(Behaviour(tokens=WORDS, stall_after=7))
    message = await ask(alice)

    def place_is_shown() -> bool:
        events = eventlog.read_all(message.conversation_id)
        return any(event.data.get("place") == 1 for event in events)

    async with generating(engine):
        await until(lambda: row(message).first_token_at is not None)
        await engine.die()
        await until(lambda: row(message).status == Status.QUEUED)
        await until(place_is_shown)
        assert not (await database_sync_to_async(read_pool)()).ready("demo")
        await engine.start()
        await until(lambda: row(message).status == Status.DONE)
    assert (await database_sync_to_async(row)(message)).text == LONG
    assert await database_sync_to_async(logged)(message) == LONG


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (Behaviour(status=400, detail="temperature must be positive"), "refused"),
        (
            Behaviour(status=400, detail="This model's maximum context length is 4096 tokens."),
            "do not fit",
        ),
        (Behaviour(status=500, detail="CUDA error"), "failed"),
        (Behaviour(raw_after=2, raw=b"data: {not json}\n\n"), "cut in the middle"),
    ],
)
async def test_an_engine_that_fails_gives_a_sentence_and_loses_nothing(
    alice: Member, engine: FakeEngine, behaviour: Behaviour, words: str
) -> None:
    engine.behaviour = behaviour
    message = await ask(alice)
    async with generating(engine):
        await until(lambda: row(message).status == Status.FAILED)
    generation = await database_sync_to_async(row)(message)
    assert words in generation.failure
    assert "Traceback" not in generation.failure
    assert generation.message.body == message.body


async def test_half_a_character_at_the_end_of_a_stream_breaks_nothing(
    alice: Member, engine: FakeEngine
) -> None:
    half = b"data: " + '{"choices":[{"index":0,"delta":{"content":"뱀'.encode()[:-1]
    engine.next(Behaviour(tokens=WORDS, raw_after=3, raw=half))
    message = await ask(alice)
    async with generating(engine):
        await until(lambda: row(message).status == Status.DONE)
    assert (await database_sync_to_async(row)(message)).text == LONG


async def test_redis_can_die_in_mid_answer_and_the_log_is_whole_again(
    alice: Member, engine: FakeEngine, empty_redis: Server
) -> None:
    engine.behaviour = Behaviour(tokens=WORDS, between=0.1)
    message = await ask(alice)
    async with generating(engine):
        await until(lambda: row(message).first_token_at is not None)
        await asyncio.to_thread(empty_redis.stop)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(empty_redis.start)
        await until(lambda: row(message).status == Status.DONE, 30)
    assert (await database_sync_to_async(row)(message)).text == LONG
    assert await database_sync_to_async(logged)(message) == LONG


async def test_the_pools_state_is_written_for_the_pages(engine: FakeEngine, db: None) -> None:
    async with generating(engine):
        await until(lambda: read_pool().ready("demo"))
    view = await database_sync_to_async(read_pool)()
    assert view.replicas[0].url == engine.url
