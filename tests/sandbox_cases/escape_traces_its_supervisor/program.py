import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def reads_memory(process, address):
    room = ctypes.create_string_buffer(8)
    ours, theirs = Vector(ctypes.addressof(room), 8), Vector(address, 8)
    return libc.process_vm_readv(process, ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0) == 8


with open(f"/proc/{os.getpid()}/mem", "rb"):
    print("the control can be read")
held = 0
address = id(None)
for process in sorted({1, os.getppid()}):
    assert process != os.getpid(), "the program is process 1, so this proves nothing"
    assert libc.ptrace(16, process, None, None) == -1, f"attached to {process}"
    assert libc.ptrace(0x4206, process, None, None) == -1, f"seized {process}"
    assert not reads_memory(process, address), f"read the memory of {process}"
    for name in ("mem", "maps", "environ", "exe", "cwd", "root", "fd", "fdinfo", "map_files"):
        path = f"/proc/{process}/{name}"
        try:
            if os.path.isdir(path):
                os.listdir(path)
            elif name in ("exe", "cwd", "root"):
                os.readlink(path)
            else:
                with open(path, "rb", buffering=0) as file:
                    file.read(1)
        except OSError:
            held += 1
        else:
            raise AssertionError(f"{path} can be read")
print("held:", held)
