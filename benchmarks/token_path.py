"""What a token costs in the pool: CPU time per token and time to the first, over many streams.

    python -m benchmarks.token_path [--streams 100] [--tokens 200] [--between 0.02]

A fake engine in a process of its own sends the tokens at an even pace; this process does what the
generator does, without storing anything. The figures are of the machine it runs on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import time
from pathlib import Path

from inference.addresses import ReplicaAddress
from inference.pool import ChatRequest, Pool

ROOT = Path(__file__).resolve().parents[1]


async def measure(streams: int, tokens: int, between: float) -> dict[str, float]:
    """Runs all streams at once and gives the figures."""
    engine = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.fakes.engine", "--tokens", str(tokens), "--between", str(between)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        if engine.stdout is None:
            raise RuntimeError("The fake engine has no output to read its address from.")
        lines = [await engine.stdout.readline() for _ in range(3)]
        url = lines[-1].decode().strip()
        changed = asyncio.Event()
        address = ReplicaAddress(url, "demo", local=True)
        async with Pool([address], on_change=changed.set) as pool:
            await changed.wait()
            began, cpu = time.perf_counter(), time.process_time()
            firsts = await asyncio.gather(*(_stream(pool, tokens) for _ in range(streams)))
            cpu = time.process_time() - cpu
            wall = time.perf_counter() - began
    finally:
        engine.terminate()
        await engine.wait()
    firsts.sort()
    return {
        "streams": streams,
        "tokens_per_stream": tokens,
        "wall_s": round(wall, 2),
        "ideal_s": round(tokens * between, 2),
        "cpu_us_per_token": round(1e6 * cpu / (streams * tokens), 1),
        "first_token_p50_ms": round(1000 * statistics.median(firsts), 1),
        "first_token_p99_ms": round(1000 * firsts[int(0.99 * (streams - 1))], 1),
    }


async def _stream(pool: Pool, tokens: int) -> float:
    """Reads one answer whole; the seconds to its first token."""
    request = ChatRequest("demo", [{"role": "user", "content": "go"}], max_tokens=tokens)
    began = time.perf_counter()
    first = 0.0
    async for chunk in pool.stream(request):
        if not first and chunk.text:
            first = time.perf_counter() - began
    return first


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure what a token costs in the pool.")
    parser.add_argument("--streams", type=int, default=100)
    parser.add_argument("--tokens", type=int, default=200)
    parser.add_argument("--between", type=float, default=0.02)
    options = parser.parse_args()
    figures = asyncio.run(measure(options.streams, options.tokens, options.between))
    print(json.dumps(figures, indent=1))
