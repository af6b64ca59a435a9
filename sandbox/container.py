"""One single-use container and the line to the supervisor in it."""

import json
import select
import socket
import struct
import time
from collections.abc import Iterator
from typing import Any

from sandbox.engine import Engine
from sandbox.errors import SandboxLost, SandboxUnavailable
from sandbox.limits import Limits
from sandbox.wire import BrokenFrame, FrameReader, pack

READY_SECONDS = 20.0
DOCKER_HEADER = struct.Struct(">BxxxI")
DOCKER_STDOUT = 1
MAX_FRAME = 256 * 1024
CHUNK = 65536


class Container:
    """Started, and waiting for the one program that it will ever run."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self.shape = limits.shape
        self._engine = engine
        self.id, self._line = engine.start(limits)
        # The socket proper: docker-py wraps a Unix socket in a file that has no time-out.
        self._socket: socket.socket = getattr(self._line, "_sock", self._line)
        self._socket.settimeout(READY_SECONDS)
        self._raw = bytearray()
        self._frames = FrameReader(MAX_FRAME)
        self._diagnostics = b""
        try:
            self._await_ready()
        except SandboxLost as error:
            self.destroy()
            raise SandboxUnavailable(
                f"The sandbox is unavailable: its container did not start ({error})."
            ) from error

    def _await_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            for kind, _ in self.frames(0.25):
                if kind == b"R":
                    return
        raise SandboxLost(f"no word from it in {READY_SECONDS:g} s")

    @property
    def is_waiting(self) -> bool:
        """Whether the supervisor is still there; a restarted Docker takes its containers along."""
        readable, _, _ = select.select([self._socket], [], [], 0)
        return not readable

    def send_job(self, parts: dict[bytes, bytes], limits: dict[str, Any]) -> None:
        """Give the supervisor a program and say go."""
        message = b"".join(pack(kind, payload) for kind, payload in parts.items())
        message += pack(b"G", json.dumps(limits).encode())
        try:
            self._socket.sendall(message)
        except OSError as error:
            raise SandboxLost("the line to the supervisor broke") from error

    def frames(self, patience: float) -> Iterator[tuple[bytes, bytes]]:
        """What the supervisor said, waiting at most `patience` seconds for something.

        Raises SandboxLost when the line has ended or speaks another protocol.
        """
        readable, _, _ = select.select([self._socket], [], [], patience)
        if not readable:
            return
        try:
            data = self._socket.recv(CHUNK)
        except OSError as error:
            raise SandboxLost("the line to the supervisor broke") from error
        if not data:
            raise SandboxLost(f"the supervisor ended{self._last_words()}")
        self._raw += data
        for stream, payload in self._unwrap():
            if stream == DOCKER_STDOUT:
                try:
                    yield from self._frames.feed(payload)
                except BrokenFrame as error:
                    raise SandboxLost(str(error)) from error
            else:
                self._diagnostics = (self._diagnostics + payload)[-2000:]

    def _unwrap(self) -> Iterator[tuple[int, bytes]]:
        """Take off the headers by which Docker tells standard output from standard error."""
        while len(self._raw) >= DOCKER_HEADER.size:
            stream, length = DOCKER_HEADER.unpack_from(self._raw)
            end = DOCKER_HEADER.size + length
            if length > MAX_FRAME:
                raise SandboxLost("Docker sent a frame that is too long")
            if len(self._raw) < end:
                return
            payload = bytes(self._raw[DOCKER_HEADER.size : end])
            del self._raw[:end]
            yield stream, payload

    def _last_words(self) -> str:
        words = self._diagnostics.decode(errors="replace").strip()
        return f": {words.splitlines()[-1][:300]}" if words else ""

    def kill_program(self) -> None:
        """Ask the supervisor to end at once: quicker than Docker, which comes after."""
        try:
            self._socket.sendall(pack(b"K"))
        except OSError:
            return

    def end_of(self) -> dict[str, Any]:
        return self._engine.end_of(self.id)

    def destroy(self) -> None:
        """Close the line and remove the container, whatever is left of either."""
        try:
            self._line.close()
            self._socket.close()
        except OSError:
            pass
        self._engine.destroy(self.id)
