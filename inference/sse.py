"""Server-sent events as engines send them: the smallest reader that is still strict.

This runs once for every token of every answer and is the largest part of what a token costs, so it
splits by hand and parses nothing but the JSON of data lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

__all__ = ["EventReader", "MalformedEventError", "SurrogateJoiner"]

#: The longest line that is taken; the longest real one is under 1 KiB.
MAX_LINE_BYTES = 256 * 1024
DECODER = json.JSONDecoder()


class MalformedEventError(ValueError):
    """The stream is not what an engine sends; the message says how."""


class EventReader:
    """Turns bytes, cut anywhere, into the JSON objects of the `data:` lines.

    `done` is true once `[DONE]` has come. A character may be cut in half between two pieces: a line
    is decoded only when it is whole.
    """

    def __init__(self) -> None:
        self.done = False
        self._rest: list[bytes] = []
        self._rest_bytes = 0

    def feed(self, piece: bytes) -> Iterator[dict[str, Any]]:
        """The events that are whole now; `MalformedEventError` for what is none, in its place."""
        if b"\n" not in piece:
            self._keep(piece)
            return
        lines = piece.split(b"\n")
        if self._rest:
            lines[0] = b"".join([*self._rest, lines[0]])
            self._rest.clear()
            self._rest_bytes = 0
        rest = lines.pop()
        for line in lines:
            if line.startswith(b"data:"):
                payload = line[5:].strip()
                if payload == b"[DONE]":
                    self.done = True
                    return
                yield _parse(payload)
        if rest:
            self._keep(rest)

    def _keep(self, piece: bytes) -> None:
        self._rest_bytes += len(piece)
        if self._rest_bytes > MAX_LINE_BYTES:
            raise MalformedEventError(f"it sent a line of more than {MAX_LINE_BYTES} bytes")
        self._rest.append(piece)


def _parse(payload: bytes) -> dict[str, Any]:
    try:
        # Decoded here: json.loads would first guess the encoding, which costs a sixth of it all.
        event = DECODER.decode(payload.decode())
    except (ValueError, RecursionError) as error:
        raise MalformedEventError("it sent an event that is not JSON") from error
    if not isinstance(event, dict):
        raise MalformedEventError("it sent an event that is not an object")
    return event


class SurrogateJoiner:
    r"""Puts characters together that JSON escapes tore apart: `\ud83d` here, `\ude00` there.

    What stays half becomes U+FFFD, since a lone surrogate can be neither sent nor stored.
    """

    def __init__(self) -> None:
        self._half = ""

    def join(self, text: str) -> str:
        """The text that is certain by now."""
        if text.isascii() and not self._half:
            return text
        text = self._half + text
        self._half = ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        return _whole(text)

    def rest(self) -> str:
        """What is left when nothing more comes."""
        half, self._half = self._half, ""
        return _whole(half)


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
