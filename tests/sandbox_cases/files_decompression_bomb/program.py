import gzip
import struct
import zlib

zeros = bytes(1 << 20)
with gzip.open("bomb.gz", "wb") as file:
    for _ in range(16):
        file.write(zeros)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


with open("bomb.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n")
    file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 1, 0, 0, 0, 0)))
    file.write(chunk(b"IDAT", zlib.compress(bytes(30000 * 3751))))
    file.write(chunk(b"IEND", b""))
