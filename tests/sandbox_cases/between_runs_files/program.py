import ctypes
import fcntl
import os

MARK = "left-by-another-run"
KEY = 0x0B0B0B
libc = ctypes.CDLL(None, use_errno=True)
places = [os.path.join(folder, MARK) for folder in (os.getcwd(), "/tmp", "/dev/shm") if os.access(folder, os.W_OK)]
for place in places:
    assert not os.path.exists(place), f"{place} is from another run"
for folder, names, files in os.walk("/"):
    if folder.startswith(("/proc", "/sys")):
        names.clear()
        continue
    assert MARK not in files, f"{folder} keeps something of another run"
assert libc.shmget(KEY, 4096, 0o600) == -1, "shared memory of another run"
assert libc.semget(KEY, 1, 0o600) == -1, "a semaphore of another run"
held = []
for place in places:
    held.append(open(place, "w"))
    fcntl.flock(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    held[-1].write(MARK)
    held[-1].flush()
assert libc.shmget(KEY, 4096, 0o1600) != -1
assert libc.semget(KEY, 1, 0o1600) != -1
assert libc.shmget(KEY, 4096, 0o600) != -1, "no trace could be left, so this proves nothing"
print("left", len(places) + 2, "traces")
