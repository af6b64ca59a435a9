import fcntl
import os
import socket
import struct

probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
up = []
for _, name in socket.if_nameindex():
    answer = fcntl.ioctl(probe, 0x8913, struct.pack("16sH14x", name.encode(), 0))
    if struct.unpack("16sH14x", answer)[1] & 1:
        up.append(name)
print("up:", up)
assert up == ["lo"], up
with open("/proc/net/route") as file:
    routes = file.read().splitlines()[1:]
assert not routes, routes
for kind, name in ((socket.SOCK_RAW, "raw"), (socket.SOCK_PACKET if hasattr(socket, "SOCK_PACKET") else 10, "packet")):
    for family in (socket.AF_INET, socket.AF_PACKET):
        try:
            socket.socket(family, kind, socket.IPPROTO_ICMP if family == socket.AF_INET else 0)
        except OSError as error:
            print("refused:", name, error)
        else:
            raise AssertionError(f"a {name} socket of family {family}")
