import ctypes
import os
import signal
import struct

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
NEW_USER = 0x10000000
held = 0
for name, numbers in (
    ("clone", (56, NEW_USER | signal.SIGCHLD, 0, 0, 0, 0)),
    ("clone3", (435, "arguments", 64)),
    ("unshare", (272, NEW_USER)),
):
    arguments = ctypes.create_string_buffer(struct.pack("8Q", NEW_USER, 0, 0, 0, signal.SIGCHLD, 0, 0, 0), 64)
    filled = [ctypes.addressof(arguments) if number == "arguments" else number for number in numbers]
    parent = os.getpid()
    child = libc.syscall(*map(ctypes.c_long, filled))
    if os.getpid() != parent:
        os._exit(0)
    assert child == -1, f"{name} made a user namespace"
    print(name, "refused:", os.strerror(ctypes.get_errno()))
    held += 1
print("held:", held)
