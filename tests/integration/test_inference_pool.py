"""The pool against fake engines that misbehave: what the users of other routers complain of."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

import pytest

from inference.addresses import ReplicaAddress
from inference.client import new_session, stream_chat
from inference.errors import (
    EngineFailed,
    EngineRefused,
    EngineTimeout,
    EngineUnreachable,
    NoReplica,
    PoolError,
    PromptTooLong,
    StreamBroken,
)
from inference.pool import ChatRequest, Chunk, Pool, Thresholds, Timeouts
from tests.fakes.engine import ANSWER, Behaviour, FakeEngine

TEXT = "".join(ANSWER)
ASKED = ChatRequest("demo", [{"role": "user", "content": "snake"}], max_tokens=50)
TIMEOUTS = Timeouts(connect=5.0, first_token=10.0, between_tokens=10.0, total=30.0)
IMPATIENT = Timeouts(connect=0.5, first_token=0.5, between_tokens=0.5, total=10.0)
THRESHOLDS = Thresholds(probe_timeout=5.0, probe_ready=0.05, probe_waiting=0.03, probe_ejected=0.05)
QUICK = replace(THRESHOLDS, probe_timeout=0.4)


@contextlib.asynccontextmanager
async def pool_of(
    *engines: FakeEngine, timeouts: Timeouts = TIMEOUTS, thresholds: Thresholds = THRESHOLDS
) -> AsyncIterator[Pool]:
    """A pool over these engines, once all of them are ready."""
    made = Pool([ReplicaAddress(each.url) for each in engines], timeouts, thresholds=thresholds)
    async with made as pool:
        await until(lambda: all(each.state == "ready" for each in pool.status()))
        yield pool


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Waits until a condition holds, and fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        await asyncio.sleep(0.01)


async def collect(pool: Pool, request: ChatRequest = ASKED) -> list[Chunk]:
    return [chunk async for chunk in pool.stream(request)]


async def failure(pool: Pool, request: ChatRequest = ASKED) -> PoolError:
    with pytest.raises(PoolError) as raised:
        await collect(pool, request)
    return raised.value


def text_of(chunks: Sequence[Chunk]) -> str:
    return "".join(chunk.text for chunk in chunks)


async def test_an_answer_is_streamed_whole_with_its_counts_and_its_replica() -> None:
    async with FakeEngine() as engine, pool_of(engine) as pool:
        chunks = await collect(pool, replace(ASKED, request_id="generation-7"))
        assert text_of(chunks) == TEXT
        assert [chunk.finish_reason for chunk in chunks if chunk.finish_reason] == ["stop"]
        last = chunks[-1]
        assert (last.prompt_tokens, last.completion_tokens) == (7, len(ANSWER))
        assert last.replica == engine.url
        assert engine.headers[0]["X-Request-Id"] == "generation-7"
        assert pool.models() == ["demo"]


async def test_work_goes_to_the_least_busy_replica() -> None:
    slow = Behaviour(between=0.02)
    async with (
        FakeEngine(behaviour=slow) as one,
        FakeEngine(behaviour=slow) as two,
        pool_of(one, two) as pool,
    ):
        await asyncio.gather(*(collect(pool) for _ in range(8)))
        assert (len(one.requests), len(two.requests)) == (4, 4)
        assert (one.most_running, two.most_running) == (4, 4)
        assert [each.in_flight for each in pool.status()] == [0, 0]


async def test_the_load_is_given_back_however_an_answer_ends() -> None:
    async with FakeEngine() as engine, pool_of(engine) as pool:
        engine.next(
            Behaviour(status=400, detail="no"), Behaviour(between=0.05), Behaviour(between=0.05)
        )
        assert isinstance(await failure(pool), EngineRefused)
        stream = pool.stream(ASKED)
        await anext(stream)
        assert pool.status()[0].in_flight == 1
        await stream.aclose()
        assert pool.status()[0].in_flight == 0
        task = asyncio.create_task(collect(pool))
        await until(lambda: pool.status()[0].in_flight == 1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert pool.status()[0].in_flight == 0


async def test_health_checks_do_not_reset_the_load() -> None:
    slow = Behaviour(between=0.05)
    async with FakeEngine(behaviour=slow) as engine, pool_of(engine) as pool:
        task = asyncio.create_task(collect(pool))
        await until(lambda: engine.running == 1)
        asked = engine.health_asked
        await until(lambda: engine.health_asked > asked + 2)
        assert pool.status()[0].in_flight == 1
        await task


async def test_closing_the_stream_frees_the_engine_at_once() -> None:
    async with FakeEngine(behaviour=Behaviour(between=0.05)) as engine, pool_of(engine) as pool:
        stream = pool.stream(ASKED)
        await anext(stream)
        assert engine.running == 1
        began = time.monotonic()
        await stream.aclose()
        await until(lambda: engine.running == 0)
        assert time.monotonic() - began < 1.0
        assert engine.hung_up == 1


async def test_cancelling_before_the_first_token_frees_the_engine_too() -> None:
    async with (
        FakeEngine(behaviour=Behaviour(before_first=5.0)) as engine,
        pool_of(engine) as pool,
    ):
        task = asyncio.create_task(collect(pool))
        await until(lambda: engine.running == 1)
        task.cancel()
        await until(lambda: engine.running == 0)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_before_the_first_token_another_replica_is_tried(status: int) -> None:
    async with (
        FakeEngine() as good,
        FakeEngine(behaviour=Behaviour(status=status)) as bad,
        pool_of(bad, good) as pool,
    ):
        for _ in range(4):
            assert text_of(await collect(pool)) == TEXT
        assert bad.requests, "the bad one must have been tried for this to mean anything"


async def test_an_engine_that_never_answers_holds_up_nobody() -> None:
    async with (
        FakeEngine() as good,
        FakeEngine(behaviour=Behaviour(never_answer=True)) as bad,
        pool_of(bad, good, timeouts=IMPATIENT) as pool,
    ):
        began = time.monotonic()
        chunks = await collect(pool)
        assert text_of(chunks) == TEXT
        assert time.monotonic() - began < 5.0
        await until(lambda: bad.running == 0)


async def test_a_dead_replica_is_no_longer_routed_to_and_returns_when_it_is_back() -> None:
    async with FakeEngine() as one, FakeEngine() as two, pool_of(one, two) as pool:
        await one.die()
        await until(lambda: pool.status()[0].state == "ejected")
        assert pool.status()[0].reason == "it cannot be reached"
        before = len(two.requests)
        for _ in range(4):
            assert text_of(await collect(pool)) == TEXT
        assert len(two.requests) == before + 4
        await one.start()
        await until(lambda: pool.status()[0].state == "ready")
        await asyncio.gather(*(collect(pool) for _ in range(4)))
        assert one.requests


async def test_a_replica_whose_health_hangs_is_ejected_after_the_threshold() -> None:
    async with FakeEngine() as engine, pool_of(engine, thresholds=QUICK) as pool:
        engine.health_delay = 5.0
        await until(lambda: pool.status()[0].state == "unhealthy")
        assert pool.has_ready("demo"), "one missed probe is no reason to give up the only one"
        await until(lambda: pool.status()[0].state == "ejected")
        assert not pool.has_ready("demo")
        engine.health_delay = 0.0
        await until(lambda: pool.has_ready("demo"))


async def test_a_replica_that_answers_probes_and_fails_every_request_is_left_out() -> None:
    async with (
        FakeEngine() as good,
        FakeEngine(behaviour=Behaviour(status=500)) as bad,
        pool_of(bad, good) as pool,
    ):
        for _ in range(12):
            await asyncio.gather(collect(pool), collect(pool))
        assert pool.status()[0].state == "ejected"
        tried = len(bad.requests)
        await asyncio.gather(*(collect(pool) for _ in range(4)))
        assert len(bad.requests) == tried == 3


async def test_an_answer_cut_in_the_middle_goes_on_elsewhere_without_a_seam() -> None:
    async with FakeEngine() as one, FakeEngine() as two, pool_of(one, two) as pool:
        one.next(Behaviour(cut_after=4))
        two.next(Behaviour(cut_after=4))
        chunks = await collect(pool)
        assert text_of(chunks) == TEXT
        assert chunks[-1].completion_tokens == len(ANSWER)
        assert len({chunk.replica for chunk in chunks if chunk.text}) == 2
        later = (one.requests + two.requests)[1:]
        continued = [body for body in later if body.get("continue_final_message")]
        assert continued, "an answer must have been continued for this to mean anything"


async def test_the_tokens_that_were_written_are_taken_off_the_limit() -> None:
    async with FakeEngine() as one, FakeEngine() as two, pool_of(one, two) as pool:
        for engine in (one, two):
            engine.next(Behaviour(cut_after=4))
        chunks = await collect(pool, replace(ASKED, max_tokens=6))
        assert text_of(chunks) == "".join(ANSWER[:6])
        assert chunks[-1].finish_reason == "length"
        bodies = sorted((one.requests + two.requests), key=lambda body: -body["max_tokens"])
        assert [body["max_tokens"] for body in bodies] == [6, 2]
        assert bodies[1]["messages"][-1]["content"] == "".join(ANSWER[:4])


async def test_an_answer_cut_at_its_very_limit_is_not_asked_for_more() -> None:
    async with FakeEngine() as engine, pool_of(engine) as pool:
        engine.next(Behaviour(cut_after=4, ignore_limit=True))
        chunks = await collect(pool, replace(ASKED, max_tokens=4))
        assert chunks[-1].finish_reason == "length"
        assert text_of(chunks) == "".join(ANSWER[:4])
        assert len(engine.requests) == 1


async def test_an_engine_killed_in_mid_answer_is_followed_by_another() -> None:
    slow = Behaviour(between=0.03)
    async with (
        FakeEngine(behaviour=slow) as one,
        FakeEngine(behaviour=slow) as two,
        pool_of(one, two) as pool,
    ):
        engines = {one.url: one, two.url: two}
        text = ""
        async for chunk in pool.stream(ASKED):
            text += chunk.text
            if chunk.text and len(engines) == 2:
                await engines.pop(chunk.replica).die()
        assert text == TEXT


async def test_the_only_replica_continues_its_own_answer_when_the_line_was_cut() -> None:
    async with FakeEngine() as engine, pool_of(engine) as pool:
        engine.next(Behaviour(cut_after=2), Behaviour(cut_after=3))
        assert text_of(await collect(pool)) == TEXT
        assert len(engine.requests) == 3


async def test_with_no_replica_left_the_text_so_far_can_be_continued_later() -> None:
    async with FakeEngine(behaviour=Behaviour(between=0.02)) as engine, pool_of(engine) as pool:
        text = ""

        async def read() -> None:
            nonlocal text
            async for chunk in pool.stream(ASKED):
                text += chunk.text
                if len(text) > 10:
                    await engine.die()

        with pytest.raises(NoReplica) as raised:
            await read()
        assert raised.value.retry
        assert TEXT.startswith(text)
        assert text != TEXT
        await engine.start()
        await until(lambda: pool.has_ready("demo"))
        rest = text_of(await collect(pool, replace(ASKED, prefix=text)))
        assert text + rest == TEXT


async def test_a_request_that_kills_every_engine_is_given_up() -> None:
    async with FakeEngine(behaviour=Behaviour(cut_after=1)) as engine, pool_of(engine) as pool:
        error = await failure(pool)
        assert isinstance(error, StreamBroken)
        assert len(engine.requests) == 4


@pytest.mark.parametrize(
    "raw",
    [
        b'data: {"choices": [{"delta": {"content": "\xeb\xb1',
        b'data: {"choices": [{"delta": {"content": "\xeb\xb1"}}]}\n\n',
        b"data: {not json}\n\n",
        b'data: {"choices": 3}\n\n',
        b'data: {"choices": [{"delta": {"content": 3}}]}\n\n',
        b'data: {"error": {"message": "out of memory", "code": 500}}\n\n',
        b"x" * 300_000,
    ],
    ids=[
        "half a character, cut",
        "half a character",
        "no JSON",
        "no choices",
        "no text",
        "error",
        "long",
    ],
)
async def test_nonsense_in_the_middle_is_replaced_by_another_replicas_words(raw: bytes) -> None:
    async with FakeEngine() as one, FakeEngine() as two, pool_of(one, two) as pool:
        for engine in (one, two):
            engine.next(Behaviour(raw_after=7, raw=raw))
        chunks = await collect(pool)
        assert text_of(chunks) == TEXT
        assert len({chunk.replica for chunk in chunks if chunk.text}) == 2


async def test_nonsense_from_everyone_is_a_sentence() -> None:
    async with (
        FakeEngine(behaviour=Behaviour(raw_after=0, raw=b"data: {\n\n")) as engine,
        pool_of(engine) as pool,
    ):
        error = await failure(pool)
        assert isinstance(error, EngineFailed)
        assert str(error).endswith("it sent an event that is not JSON.")


async def test_an_answer_that_is_no_stream_is_refused() -> None:
    async with (
        FakeEngine(behaviour=Behaviour(content_type="text/html")) as engine,
        pool_of(engine) as pool,
    ):
        assert "text/html" in str(await failure(pool))


async def test_a_character_cut_between_two_packets_is_whole() -> None:
    event = (
        b'data: {"choices": [{"delta": {"content": "\xeb\xb1\x80"}, "finish_reason": "stop"}]}\n\n'
    )
    halves = [event[:43], event[43:]]
    assert b"\xeb\xb1" in halves[0] or b"\xeb" in halves[0]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if head.startswith(b"GET"):
            body = b'{"data": [{"id": "demo"}]}'
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
            writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n")
            writer.write(b"Connection: close\r\n\r\n")
            for half in halves:
                writer.write(half)
                await writer.drain()
                await asyncio.sleep(0.05)
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        address = ReplicaAddress(f"http://127.0.0.1:{port}")
        async with Pool([address], TIMEOUTS, thresholds=THRESHOLDS) as pool:
            await until(lambda: pool.has_ready("demo"))
            assert text_of(await collect(pool)) == "뱀"


async def test_each_time_out_is_told_apart() -> None:
    async with FakeEngine() as engine, pool_of(engine, timeouts=IMPATIENT) as pool:
        engine.next(Behaviour(before_first=5.0))
        error = await failure(pool)
        assert isinstance(error, EngineTimeout)
        assert error.phase == "first token"
        engine.next(*[Behaviour(stall_after=1)] * 4)
        error = await failure(pool)
        assert isinstance(error, EngineTimeout)
        assert error.phase == "between tokens"
        await until(lambda: engine.running == 0)


async def test_the_whole_answer_has_a_limit_of_its_own() -> None:
    slow = Behaviour(tokens=("x ",) * 100, between=0.05)
    short = replace(TIMEOUTS, total=0.4)
    async with FakeEngine(behaviour=slow) as engine, pool_of(engine, timeouts=short) as pool:
        error = await failure(pool, replace(ASKED, max_tokens=100))
        assert isinstance(error, EngineTimeout)
        assert error.phase == "in all"
        assert pool.status()[0].state == "ready", "a long answer is not the replica's fault"
        await until(lambda: engine.running == 0)


async def test_a_host_that_drops_packets_is_given_up_by_the_connect_time_out() -> None:
    with contextlib.ExitStack() as stack:
        silent = stack.enter_context(socket.socket())
        silent.bind(("127.0.0.1", 0))
        silent.listen(0)
        for _ in range(2):  # what its queue holds; whatever comes after is dropped
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(silent.getsockname())
        address = ReplicaAddress(f"http://127.0.0.1:{silent.getsockname()[1]}")
        async with new_session(IMPATIENT) as session:
            patient = replace(IMPATIENT, first_token=30.0)
            deadline = asyncio.get_running_loop().time() + 30.0
            chunks = stream_chat(
                session, address, ASKED, dialect="vllm", timeouts=patient, deadline=deadline
            )
            began = time.monotonic()
            with pytest.raises(EngineUnreachable, match="connecting took too long"):
                await anext(chunks)
            assert 0.4 < time.monotonic() - began < 10.0


async def test_a_missing_farewell_does_not_spoil_a_finished_answer() -> None:
    engine = FakeEngine(behaviour=Behaviour(farewell=False))
    async with engine, pool_of(engine, timeouts=IMPATIENT) as pool:
        assert text_of(await collect(pool)) == TEXT
        assert pool.status()[0].state == "ready"


async def test_a_prompt_that_is_too_long_is_said_once_and_not_retried() -> None:
    detail = "This model's maximum context length is 4096 tokens. However, you asked for more."
    refusing = Behaviour(status=400, detail=detail)
    async with (
        FakeEngine(behaviour=refusing) as one,
        FakeEngine(behaviour=refusing) as two,
        pool_of(one, two) as pool,
    ):
        error = await failure(pool)
        assert isinstance(error, PromptTooLong)
        assert error.limit == 4096
        assert len(one.requests) + len(two.requests) == 1
        assert {each.state for each in pool.status()} == {"ready"}


async def test_when_every_queue_is_full_the_caller_is_told_when_to_come_back() -> None:
    full = Behaviour(status=503, retry_after="3")
    async with FakeEngine(behaviour=full) as engine, pool_of(engine) as pool:
        error = await failure(pool)
        assert isinstance(error, NoReplica)
        assert error.retry_after == 3.0
        assert pool.has_ready("demo"), "a full replica is not a sick one"


async def test_a_model_that_nobody_serves_is_named() -> None:
    async with FakeEngine() as engine, pool_of(engine) as pool:
        error = await failure(pool, replace(ASKED, model="gpt"))
        assert isinstance(error, NoReplica)
        assert "'gpt' (there is: demo)" in str(error)


async def test_while_the_model_warms_up_the_caller_hears_for_how_long() -> None:
    async with FakeEngine(health=503) as engine:
        address = ReplicaAddress(engine.url, "demo", local=True)
        async with Pool([address], TIMEOUTS, thresholds=THRESHOLDS) as pool:
            await until(lambda: engine.health_asked > 0)
            error = await failure(pool)
            assert isinstance(error, NoReplica)
            assert "warming up (0 s)" in str(error)
            assert pool.status()[0].warming_seconds is not None
            engine.health = 200
            await until(lambda: pool.has_ready("demo"))


async def test_a_loop_is_ended_and_the_engine_freed() -> None:
    loop = Behaviour(tokens=("round and ",) * 2000, ignore_limit=True, between=0.0)
    async with FakeEngine(behaviour=loop) as engine, pool_of(engine) as pool:
        chunks = await collect(pool, replace(ASKED, max_tokens=2000))
        assert chunks[-1].finish_reason == "repetition"
        assert len(text_of(chunks)) < 2000 * len("round and ")
        await until(lambda: engine.running == 0)


async def test_metrics_are_never_asked_for() -> None:
    async with FakeEngine() as engine, pool_of(engine) as pool:
        await collect(pool)
        assert engine.metrics_asked == 0


async def test_one_conversation_stays_on_one_replica_unless_that_is_busier() -> None:
    async with FakeEngine() as one, FakeEngine() as two, pool_of(one, two) as pool:
        request = replace(ASKED, affinity="conversation-1")
        for _ in range(5):
            await collect(pool, request)
        assert sorted([len(one.requests), len(two.requests)]) == [0, 5]
        for engine in (one, two):
            engine.behaviour = Behaviour(between=0.02)
        await asyncio.gather(*(collect(pool, request) for _ in range(8)))
        assert min(len(one.requests), len(two.requests)) >= 2


async def test_a_server_that_is_not_vllm_is_spoken_to_in_plain_openai() -> None:
    async with FakeEngine(owned_by="llamacpp") as engine, pool_of(engine) as pool:
        engine.next(Behaviour(cut_after=3, usage=False), Behaviour(usage=False))
        chunks = await collect(pool, replace(ASKED, cache_salt="member-1", priority=5))
        assert text_of(chunks) == TEXT
        assert chunks[-1].completion_tokens == len(ANSWER)
        for body in engine.requests:
            assert not {"cache_salt", "priority", "continue_final_message"}.intersection(body)


async def test_a_key_goes_with_every_request() -> None:
    async with FakeEngine() as engine:
        address = ReplicaAddress(engine.url, key="s3cret")
        async with Pool([address], TIMEOUTS, thresholds=THRESHOLDS) as pool:
            await until(lambda: pool.has_ready("demo"))
            await collect(pool)
            assert engine.headers[0]["Authorization"] == "Bearer s3cret"
