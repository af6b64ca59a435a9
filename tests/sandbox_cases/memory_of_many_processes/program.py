open("/proc/self/comm", "w").write("MARKER")
import os
import time

print("spread", flush=True)
for _ in range(20):
    if os.fork() == 0:
        held = b"\x01" * (32 << 20)
        time.sleep(30)
        os._exit(0)
time.sleep(2)
