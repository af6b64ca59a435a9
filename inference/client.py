"""One answer from one replica: the HTTP request, its four time-outs, and its events as chunks.

Knows nothing of other replicas. What goes wrong comes out as the errors of `inference.errors`; the
pool decides which of them another replica can mend.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp

from inference.addresses import ReplicaAddress
from inference.chat import ChatRequest, Chunk, Dialect, Timeouts, body_of
from inference.errors import (
    EngineBusy,
    EngineFailed,
    EngineRefused,
    EngineTimeout,
    EngineUnreachable,
    PoolError,
    PromptTooLong,
    StreamBroken,
    TimeoutPhase,
)
from inference.sse import EventReader, MalformedEventError, SurrogateJoiner

__all__ = ["headers_for", "new_session", "stream_chat"]

MAX_ERROR_BYTES = 16 * 1024
#: The engines' servers close idle connections after 5 s; ours are given up before.
KEEP_ALIVE = 3.0
TOO_LONG = re.compile(r"context length|context window|too long|exceeds the", re.I)
LIMIT = re.compile(r"(?:context length is|context window of)\s*(\d+)", re.I)
MAX_RETRY_AFTER = 30.0


def new_session(timeouts: Timeouts) -> aiohttp.ClientSession:
    """A session for streaming: any number of connections, no limit but our own."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=timeouts.connect),
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def headers_for(address: ReplicaAddress, request_id: str = "") -> dict[str, str]:
    """What goes with a request: the replica's key, and the name that its log will show."""
    headers = {}
    if address.key:
        headers["Authorization"] = f"Bearer {address.key}"
    if request_id:
        headers["X-Request-Id"] = request_id
    return headers


async def stream_chat(
    session: aiohttp.ClientSession,
    address: ReplicaAddress,
    request: ChatRequest,
    *,
    dialect: Dialect,
    timeouts: Timeouts,
    deadline: float,
) -> AsyncGenerator[Chunk, None]:
    """The answer of one replica, until its finish reason; `deadline` is in the loop's time.

    Closing the iterator closes the connection, at which the engine frees the request. Raises
    `EngineUnreachable`, `EngineBusy`, `EngineFailed`, `EngineRefused`, `PromptTooLong` before the
    first chunk, `StreamBroken` and `EngineTimeout` at any time.
    """
    clock = _Clock(timeouts, deadline)
    response = await _open(session, address, request, dialect, clock)
    try:
        events = _Events(address.url)
        while True:
            try:
                piece = await _read(response, clock)
            except (EngineTimeout, StreamBroken):
                if not events.finished:
                    raise
                break  # all that was missing is the farewell
            if not piece:
                break
            chunk = events.take(piece)
            if chunk is not None:
                clock.begun = True
                clock.last_token = clock.now()
                yield chunk
            if events.failure is not None:
                raise events.failure
            if events.reader.done:
                break
        for chunk in events.end():
            yield chunk
    finally:
        # Not released to be used again: an unfinished one must be cut for the engine to notice.
        response.close()


class _Clock:
    """When the next piece must have come, and what it means when it has not."""

    def __init__(self, timeouts: Timeouts, deadline: float) -> None:
        self.now = asyncio.get_running_loop().time
        self.begun = False
        self.last_token = self.now()
        self._timeouts = timeouts
        self._deadline = deadline

    def limit(self) -> tuple[float, TimeoutPhase, float]:
        """The moment, the phase it belongs to, and that phase's seconds."""
        phase: TimeoutPhase = "between tokens" if self.begun else "first token"
        seconds = self._timeouts.between_tokens if self.begun else self._timeouts.first_token
        when = self.last_token + seconds
        if self._deadline < when:
            return self._deadline, "in all", self._timeouts.total
        return when, phase, seconds


async def _open(
    session: aiohttp.ClientSession,
    address: ReplicaAddress,
    request: ChatRequest,
    dialect: Dialect,
    clock: _Clock,
) -> aiohttp.ClientResponse:
    when, phase, seconds = clock.limit()
    try:
        async with asyncio.timeout_at(when):
            response = await session.post(
                f"{address.url}/v1/chat/completions",
                json=body_of(request, dialect),
                headers=headers_for(address, request.request_id),
                allow_redirects=False,
            )
            if response.status != 200:
                raise await _refusal(response)
    except aiohttp.ConnectionTimeoutError as error:
        raise EngineUnreachable("connecting took too long") from error
    except TimeoutError as error:
        raise EngineTimeout(phase, seconds) from error
    except (aiohttp.ClientError, OSError) as error:
        raise EngineUnreachable(str(error) or type(error).__name__) from error
    if response.content_type != "text/event-stream":
        response.close()
        raise EngineFailed(f"it answered with {response.content_type} and not with a stream")
    return response


async def _refusal(response: aiohttp.ClientResponse) -> PoolError:
    """What an answer other than 200 means. Closes it."""
    try:
        raw = await response.content.read(MAX_ERROR_BYTES)
    finally:
        response.close()
    detail = raw.decode("utf-8", "replace")
    return error_for(response.status, detail, response.headers.get("Retry-After", ""))


def error_for(status: int, detail: str, retry_after: str = "") -> PoolError:
    """The error that an HTTP status and the words with it amount to."""
    if status in (429, 503):
        seconds = float(retry_after) if retry_after.isdecimal() else 1.0
        return EngineBusy(min(seconds, MAX_RETRY_AFTER))
    if status >= 500 or status < 400:
        return EngineFailed(f"it answered {status}, {_message_in(detail)}")
    if status in (400, 413, 422) and TOO_LONG.search(detail):
        found = LIMIT.search(detail)
        return PromptTooLong(int(found[1]) if found else None)
    return EngineRefused(status, _message_in(detail))


def _message_in(detail: str) -> str:
    """The sentence in an OpenAI-style error body, or the body itself."""
    try:
        events = list(EventReader().feed(b"data: " + detail.replace("\n", " ").encode() + b"\n"))
    except MalformedEventError:
        return detail
    error = events[0].get("error", events[0]) if events else detail
    message = error.get("message") if isinstance(error, dict) else error
    return str(message or detail)


async def _read(response: aiohttp.ClientResponse, clock: _Clock) -> bytes:
    when, phase, seconds = clock.limit()
    try:
        async with asyncio.timeout_at(when):
            return await response.content.readany()
    except TimeoutError as error:
        raise EngineTimeout(phase, seconds) from error
    except (aiohttp.ClientError, OSError) as error:
        if clock.begun:
            raise StreamBroken(str(error) or "the connection was lost") from error
        raise EngineUnreachable(str(error) or "the connection was lost") from error


class _Events:
    """Makes chunks of the pieces of one response; several events of one piece are one chunk."""

    def __init__(self, url: str) -> None:
        self.reader = EventReader()
        self.failure: PoolError | None = None
        self._url = url
        self._joiner = SurrogateJoiner()
        self._finish: str | None = None
        self._prompt_tokens: int | None = None
        self._tokens = 0
        self._counted = False
        self._begun = False

    def take(self, piece: bytes) -> Chunk | None:
        """The chunk for a piece, or None when it brought nothing new.

        What came before something broken still counts: the error waits in `failure`.
        """
        before = self._tokens
        texts = []
        try:
            for event in self.reader.feed(piece):
                texts.append(self._text_of(event))
        except MalformedEventError as error:
            self.failure = self._broken(str(error))
        except PoolError as error:
            self.failure = error
        text = self._joiner.join("".join(texts))
        if not text and self._tokens == before:
            return None
        self._begun = True
        return Chunk(text, None, self._prompt_tokens, self._tokens, self._url)

    @property
    def finished(self) -> bool:
        """Whether the engine has said why the answer ends."""
        return self._finish is not None

    def end(self) -> list[Chunk]:
        """The last chunk; raises `StreamBroken` when the engine never came to an end."""
        if self._finish is None or self._finish == "abort":
            raise self._broken("the model server ended the stream too early")
        rest = self._joiner.rest()
        return [Chunk(rest, self._finish, self._prompt_tokens, self._tokens, self._url)]

    def _text_of(self, event: dict[str, Any]) -> str:
        if "error" in event:
            raise self._error_in(event["error"])
        text = ""
        try:
            choices = event["choices"]
            if choices:
                choice = choices[0]
                text = choice["delta"].get("content") or ""
                if not isinstance(text, str):
                    raise TypeError("a text is a string")
                if choice.get("finish_reason"):
                    self._finish = str(choice["finish_reason"])
                if text and not self._counted:
                    self._tokens += 1
            if usage := event.get("usage"):
                self._counted = True
                self._tokens = max(self._tokens, int(usage["completion_tokens"]))
                self._prompt_tokens = int(usage["prompt_tokens"])
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise self._broken("it sent an event of an unknown shape") from error
        return text

    def _error_in(self, error: object) -> PoolError:
        """An error that came as an event, after the 200."""
        fields = error if isinstance(error, dict) else {"message": error}
        message = str(fields.get("message") or "no reason given")
        code = fields.get("code")
        if isinstance(code, int) and 400 <= code < 500:
            return error_for(code, message)
        return self._broken(message)

    def _broken(self, detail: str) -> PoolError:
        return StreamBroken(detail) if self._begun or self._tokens else EngineFailed(detail)
