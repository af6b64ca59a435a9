"""Frames between host, supervisor and player: one byte of kind, four of length, the payload.

`sandbox/image/build.py` copies this file into the image, so that both ends run the same lines.

To the supervisor: `C` code, `I` standard input, `T` tests, `G` go (JSON), `K` kill.
From the supervisor: `R` ready, `O` and `E` output, `X` the program's own report (JSON; a hint, for
the program can forge it), `N` name of an artifact (JSON), `D` a piece of it, `F` the facts (JSON).
From the player to the supervisor: `P` a picture (PNG), `J` what it saw (JSON).
"""

import struct

HEADER = struct.Struct(">cI")
MAX_PAYLOAD = 16 * 1024 * 1024


class BrokenFrame(ValueError):
    """The other side sent something that is no frame of this protocol."""


def pack(kind: bytes, payload: bytes = b"") -> bytes:
    return HEADER.pack(kind, len(payload)) + payload


class FrameReader:
    """Collects bytes as they come and gives back the frames that are whole."""

    def __init__(self, max_payload: int = MAX_PAYLOAD) -> None:
        self._buffer = bytearray()
        self._max_payload = max_payload

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        self._buffer += data
        frames: list[tuple[bytes, bytes]] = []
        while len(self._buffer) >= HEADER.size:
            kind, length = HEADER.unpack_from(self._buffer)
            if length > self._max_payload:
                raise BrokenFrame(f"a frame of {length} bytes; {self._max_payload} are allowed")
            end = HEADER.size + length
            if len(self._buffer) < end:
                break
            frames.append((kind, bytes(self._buffer[HEADER.size : end])))
            del self._buffer[:end]
        return frames
