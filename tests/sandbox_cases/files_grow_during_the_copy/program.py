open("/proc/self/comm", "w").write("MARKER")
import os
import time

with open("kept.txt", "w") as file:
    file.write("kept")
reading, writing = os.pipe()
if os.fork() == 0:
    os.setsid()
    os.write(writing, b"!")
    deadline = time.monotonic() + 120
    with open("growing.bin", "wb", buffering=0) as file:
        while time.monotonic() < deadline:
            try:
                file.write(b"\x01" * 65536)
            except OSError:
                file.truncate(0)
            time.sleep(0.002)
    os._exit(0)
assert os.read(reading, 1) == b"!"
print("growing", flush=True)
time.sleep(0.8)
