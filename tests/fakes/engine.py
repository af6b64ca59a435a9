"""A fake engine: an OpenAI-compatible server that says what it is told, and misbehaves on demand.

It stands in for vLLM where a test needs a fault at a certain token. Its words are scripted; its
protocol is vLLM's: the role event first, usage with every event when that is asked for, `[DONE]` at
the end, a request freed when its client hangs up, a prefix continued from where it ends.

    async with FakeEngine() as engine:
        engine.next(Behaviour(cut_after=3))      # the next request is cut after three tokens
        ...
        assert engine.running == 0

`python -m tests.fakes.engine --port 8100` serves one by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

__all__ = ["Behaviour", "FakeEngine"]

ANSWER = ("Here", " is", " the", " snake", " game", ",", " 뱀", " 게임", ".", "\n")

TOKEN_AT_ONCE = "Here"


@dataclass(frozen=True)
class Behaviour:
    """How one request is treated; times are in seconds.

    `status` other than 200 answers with that and `detail`. `cut_after` drops the connection after
    so many tokens, `stall_after` never says another word, `raw_after` writes `raw` instead of the
    next token and drops it. `before_first` and `between` slow it down. `never_answer` does not even
    send the headers. `ignore_limit` goes on past max_tokens.
    """

    tokens: tuple[str, ...] = ANSWER
    finish: str = "stop"
    status: int = 200
    detail: str = "scripted"
    retry_after: str = ""
    before_first: float = 0.0
    between: float = 0.0
    cut_after: int | None = None
    stall_after: int | None = None
    raw_after: int | None = None
    raw: bytes = b""
    never_answer: bool = False
    usage: bool = True
    farewell: bool = True
    content_type: str = "text/event-stream"
    ignore_limit: bool = False


@dataclass
class FakeEngine:
    """A server on a free port of this machine. Counts what it is asked and what it is doing."""

    model: str = "demo"
    owned_by: str = "vllm"
    host: str = "127.0.0.1"
    port: int = 0
    behaviour: Behaviour = field(default_factory=Behaviour)
    health: int = 200
    health_delay: float = 0.0
    running: int = 0
    most_running: int = 0
    hung_up: int = 0
    health_asked: int = 0
    metrics_asked: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[CIMultiDict[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._scripted: deque[Behaviour] = deque()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def next(self, *behaviours: Behaviour) -> None:
        """The next requests get these, one each; then the usual one again."""
        self._scripted.extend(behaviours)

    async def __aenter__(self) -> FakeEngine:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.die()

    async def start(self) -> None:
        """Begins to listen; after `die`, on the same port again."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/health", self._health)
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/v1/models", self._models)
        app.router.add_post("/v1/chat/completions", self._chat)
        # A client that hangs up cancels its handler, as it frees the request in vLLM.
        self._runner = web.AppRunner(
            app, handler_cancellation=True, access_log=None, shutdown_timeout=0.05
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def die(self) -> None:
        """Stops listening and drops every connection, as a killed process does."""
        if self._runner is None:
            return
        runner, self._runner = self._runner, None
        if runner.server is not None:
            for connection in list(runner.server.connections):
                if connection.transport is not None:
                    connection.transport.abort()
        await runner.cleanup()

    async def _health(self, request: web.Request) -> web.Response:
        self.health_asked += 1
        await asyncio.sleep(self.health_delay)
        return web.Response(status=self.health)

    async def _metrics(self, request: web.Request) -> web.Response:
        self.metrics_asked += 1
        text = f'vllm:num_requests_running{{model_name="{self.model}"}} {self.running}\n'
        return web.Response(text=text)

    async def _models(self, request: web.Request) -> web.Response:
        listing = [{"id": self.model, "object": "model", "owned_by": self.owned_by}]
        return web.json_response({"object": "list", "data": listing})

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.requests.append(body)
        self.headers.append(request.headers.copy())
        behaviour = self._scripted.popleft() if self._scripted else self.behaviour
        if behaviour.status != 200:
            headers = {"Retry-After": behaviour.retry_after} if behaviour.retry_after else {}
            error = {"message": behaviour.detail, "code": behaviour.status}
            return web.json_response({"error": error}, status=behaviour.status, headers=headers)
        with self._counted():
            if not body.get("stream"):
                return web.json_response({"choices": [{"message": {"content": TOKEN_AT_ONCE}}]})
            return await self._stream(request, body, behaviour)

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            yield
        except (asyncio.CancelledError, ConnectionError):
            self.hung_up += 1
            raise
        finally:
            self.running -= 1

    async def _stream(
        self, request: web.Request, body: dict[str, Any], behaviour: Behaviour
    ) -> web.StreamResponse:
        if behaviour.never_answer:
            await asyncio.Event().wait()
        response = web.StreamResponse(headers={"Content-Type": behaviour.content_type})
        await response.prepare(request)
        await asyncio.sleep(behaviour.before_first)
        async for piece in self._pieces(body, behaviour):
            await response.write(piece)
        if behaviour.cut_after is not None or behaviour.raw_after is not None:
            if request.transport is not None:
                request.transport.abort()
            return response
        if behaviour.farewell:
            await response.write(b"data: [DONE]\n\n")
        else:
            await asyncio.Event().wait()
        await response.write_eof()
        return response

    async def _pieces(self, body: dict[str, Any], behaviour: Behaviour) -> AsyncIterator[bytes]:
        yield _event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}}]})
        tokens = _after_prefix(behaviour.tokens, body)
        limit = len(tokens) if behaviour.ignore_limit else body.get("max_tokens", len(tokens))
        finish = behaviour.finish if limit >= len(tokens) else "length"
        options = body.get("stream_options", {})
        every = behaviour.usage and options.get("continuous_usage_stats", False)
        for number, token in enumerate(tokens[:limit]):
            if number == behaviour.cut_after:
                return
            if number == behaviour.stall_after:
                await asyncio.Event().wait()
            if number == behaviour.raw_after:
                yield behaviour.raw
                return
            if behaviour.between:
                await asyncio.sleep(behaviour.between)
            last = number == len(tokens[:limit]) - 1
            choice = {"index": 0, "delta": {"content": token}}
            event: dict[str, Any] = {
                "choices": [{**choice, "finish_reason": finish if last else None}]
            }
            if every:
                event["usage"] = _usage(number + 1)
            yield _event(event)
        if behaviour.usage:
            yield _event({"choices": [], "usage": _usage(min(limit, len(tokens)))})


def _after_prefix(tokens: tuple[str, ...], body: dict[str, Any]) -> tuple[str, ...]:
    """What is left to say after the prefix that the request brings, if it does."""
    last = body["messages"][-1]
    if last["role"] != "assistant":
        return tokens
    left = "".join(tokens).lstrip().removeprefix(last["content"])
    rest: list[str] = []
    for token in reversed(tokens):
        if not left:
            break
        rest.append(token if left.endswith(token) else left)
        left = left.removesuffix(rest[-1])
    return tuple(reversed(rest))


def _event(event: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n"


def _usage(tokens: int) -> dict[str, int]:
    return {"prompt_tokens": 7, "completion_tokens": tokens, "total_tokens": 7 + tokens}


async def _serve(model: str, port: int, tokens: int, between: float) -> None:
    behaviour = Behaviour(tokens=("word ",) * tokens, between=between)
    print("(Worker pid=1) INFO 01-01 00:00:00 [cpu.py:175] Using CPU_MLA backend.")
    print("(Worker pid=1) INFO 01-01 00:00:00 [x.py:1] Using FakeExperts MoE backend", flush=True)
    async with FakeEngine(model=model, port=port, behaviour=behaviour) as engine:
        print(engine.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serve a fake engine.", allow_abbrev=False)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--served-model-name", default="demo")
    parser.add_argument("--tokens", type=int, default=200)
    parser.add_argument("--between", type=float, default=0.02)
    options, _ = parser.parse_known_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(
            _serve(options.served_model_name, options.port, options.tokens, options.between)
        )
