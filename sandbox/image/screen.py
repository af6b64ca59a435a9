"""Pictures of windows: is there anything on them, and how they are written as PNG."""

import struct
import zlib
from dataclasses import dataclass

BYTES_PER_PIXEL = 4


@dataclass(frozen=True)
class Picture:
    """What a window showed at one moment: rows of blue, green, red and an unused byte."""

    width: int
    height: int
    pixels: bytes

    @property
    def is_blank(self) -> bool:
        """True when all of it has one colour."""
        first = self.pixels[:BYTES_PER_PIXEL]
        return self.pixels == first * (len(self.pixels) // BYTES_PER_PIXEL)

    def png(self) -> bytes:
        rgb = bytearray(self.width * self.height * 3)
        for target, source in ((0, 2), (1, 1), (2, 0)):
            rgb[target::3] = self.pixels[source::BYTES_PER_PIXEL]
        stride = self.width * 3
        rows = b"".join(b"\0" + rgb[start : start + stride] for start in range(0, len(rgb), stride))
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        return (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(rows, 3))
            + chunk(b"IEND", b"")
        )


def chunk(kind: bytes, payload: bytes) -> bytes:
    body = kind + payload
    return struct.pack(">I", len(payload)) + body + struct.pack(">I", zlib.crc32(body))
