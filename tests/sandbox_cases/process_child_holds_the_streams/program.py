open("/proc/self/comm", "w").write("MARKER")
import os
import time

if os.fork() == 0:
    os.setpgid(0, 0)
    time.sleep(120)
    os._exit(0)
print("the parent is done", flush=True)
time.sleep(0.8)
