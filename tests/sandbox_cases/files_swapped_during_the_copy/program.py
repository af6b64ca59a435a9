open("/proc/self/comm", "w").write("MARKER")
import os
import time

with open("kept.txt", "w") as file:
    file.write("kept")
reading, writing = os.pipe()
if os.fork() == 0:
    os.setsid()
    with open("harmless", "w") as file:
        file.write("harmless\n" * 1000)
    os.symlink("/etc/passwd", "link")
    told = False
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for source in ("harmless", "link"):
            os.link(source, "next", follow_symlinks=False)
            os.replace("next", "swapped.txt")
        if not told:
            told = True
            os.write(writing, b"!")
    os._exit(0)
assert os.read(reading, 1) == b"!"
print("swapping", flush=True)
time.sleep(0.8)
