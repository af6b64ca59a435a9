"""A real vLLM with the demo checkpoint: the pool and the launcher keep their promises on it.

The engine is started once for this module, by the launcher, and killed in the middle of it.
`DEMO_CHECKPOINT=folder` tries another checkpoint of the same shape.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from inference.addresses import LocalEngine, ReplicaAddress
from inference.catalog import entry_named
from inference.engine_env import ROOT, python_of
from inference.errors import PromptTooLong
from inference.launcher import EngineStatus, Launcher, LauncherOptions
from inference.pool import ChatRequest, Chunk, Pool
from scripts.ports import free_port

pytestmark = [
    pytest.mark.vllm,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.asyncio(loop_scope="module"),
]

PROMPT = "Write a snake game with pygame."
ASKED = ChatRequest("demo", [{"role": "user", "content": PROMPT}], max_tokens=64, temperature=0.0)
START_SECONDS = 400.0


@dataclass
class Running:
    """The engine under its launcher, and a pool over it."""

    launcher: Launcher
    pool: Pool
    url: str

    def status(self) -> EngineStatus:
        return self.launcher.status()[0]

    async def until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not (self.status().state == "ready" and self.pool.has_ready("demo")):
            assert self.status().state != "failed", self.status().reason
            assert time.monotonic() < deadline, self.status()
            await asyncio.sleep(0.2)

    async def requests_running(self) -> float:
        """What vLLM itself says it is working on."""
        url = f"{self.url}/metrics"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            lines = (await answer.text()).splitlines()
        name = "vllm:num_requests_running{"
        return sum(float(line.split()[-1]) for line in lines if line.startswith(name))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    folder = tmp_path_factory.mktemp("engine")
    entry = entry_named("demo")
    entry = replace(entry, source=os.environ.get("DEMO_CHECKPOINT", entry.source))
    local = LocalEngine(entry, free_port())
    options = LauncherOptions(
        python=python_of(ROOT / ".venv-engine"),
        kind="cpu",
        log_dir=folder / "log",
        warmth=folder / "warmth.json",
        failures_before_failed=2,
    )
    launcher = Launcher([local], options, lambda statuses: None)
    stopping = asyncio.Event()
    launching = asyncio.create_task(launcher.run(stopping))
    async with Pool([ReplicaAddress(local.url, "demo", local=True)]) as pool:
        running = Running(launcher, pool, local.url)
        try:
            await running.until_ready()
            yield running
        finally:
            pid = running.status().pid
            stopping.set()
            await launching
    assert pid is None or pid not in running_processes()


def running_processes() -> set[int]:
    return {int(folder.name) for folder in Path("/proc").glob("[0-9]*")}


def child_of(pid: int) -> int:
    """The only child of a process."""
    (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)


async def collect(engine: Running, request: ChatRequest) -> list[Chunk]:
    await engine.until_ready()
    return [chunk async for chunk in engine.pool.stream(request)]


async def test_it_says_which_mla_and_which_experts_it_chose(engine: Running) -> None:
    await engine.until_ready()
    assert engine.status().mla in {"CPU_MLA", "AMX_MLA"}
    assert engine.status().moe.endswith("CPUUnquantizedExperts")


async def test_an_answer_streams_with_exact_counts(engine: Running) -> None:
    # Long, for tokens that come faster than they are fetched come together.
    chunks = await collect(engine, replace(ASKED, max_tokens=320))
    assert chunks[-1].finish_reason in {"stop", "length"}
    assert chunks[-1].completion_tokens is not None
    assert chunks[-1].completion_tokens <= 320
    assert chunks[-1].prompt_tokens
    assert sum(bool(chunk.text) for chunk in chunks) > 8, "it must have come in pieces"


async def test_the_same_seed_gives_the_same_answer(engine: Running) -> None:
    request = replace(ASKED, temperature=1.0, seed=7, max_tokens=24)
    first, second = [await collect(engine, request) for _ in range(2)]
    assert "".join(c.text for c in first) == "".join(c.text for c in second)


async def test_a_prefix_is_continued_where_it_ends(engine: Running) -> None:
    # Not the snake: after its lines of numbers the demo model writes one of them twice (its card).
    asked = replace(
        ASKED, messages=[{"role": "user", "content": "Write a tic-tac-toe game with pygame."}]
    )
    chunks = [chunk for chunk in await collect(engine, asked) if chunk.text]
    whole = "".join(chunk.text for chunk in chunks)
    for kept in (len(chunks) // 3, len(chunks) // 2, len(chunks) - 2):
        prefix = "".join(chunk.text for chunk in chunks[:kept])
        tokens = chunks[kept - 1].completion_tokens or 0
        rest = await collect(engine, replace(asked, prefix=prefix, max_tokens=64 - tokens))
        assert prefix + "".join(chunk.text for chunk in rest) == whole


async def test_closing_the_stream_frees_the_engine(
    engine: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    await engine.until_ready()
    stream = engine.pool.stream(replace(ASKED, max_tokens=2000, stop=(), temperature=1.5, seed=1))
    await anext(stream)
    assert await engine.requests_running() == 1
    began = time.perf_counter()
    await stream.aclose()
    while await engine.requests_running():
        assert time.perf_counter() - began < 2.0
    took = 1000 * (time.perf_counter() - began)
    with capsys.disabled():
        print(f"\nvLLM's running count is 0 after {took:.0f} ms")
    assert took < 1000


async def test_a_prompt_longer_than_the_context_is_told_with_the_limit(engine: Running) -> None:
    await engine.until_ready()
    long = replace(ASKED, messages=[{"role": "user", "content": "word " * 20_000}])
    with pytest.raises(PromptTooLong) as raised:
        await anext(engine.pool.stream(long))
    assert raised.value.limit == entry_named("demo").context


async def test_sixteen_at_once_are_all_answered(
    engine: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    await engine.until_ready()
    began = time.perf_counter()
    answers = await asyncio.gather(*(collect(engine, ASKED) for _ in range(16)))
    tokens = sum(chunks[-1].completion_tokens or 0 for chunks in answers)
    with capsys.disabled():
        print(f"\n16 streams: {tokens / (time.perf_counter() - began):.0f} tokens/s")
    assert {chunks[-1].finish_reason for chunks in answers} <= {"stop", "length"}


async def test_an_engine_killed_by_sigkill_comes_back(engine: Running) -> None:
    await engine.until_ready()
    before = engine.status()
    assert before.pid is not None
    os.kill(child_of(before.pid), signal.SIGKILL)
    deadline = time.monotonic() + 30
    while engine.status().pid == before.pid:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    await engine.until_ready()
    assert engine.status().restarts == before.restarts + 1
    assert (await collect(engine, ASKED))[-1].finish_reason
