open("/proc/self/comm", "w").write("MARKER")
import os
import time

if os.fork() == 0:
    while True:
        try:
            if os.fork():
                os._exit(0)
        except OSError:
            pass
        os.setsid()
        time.sleep(0.001)
print("running", flush=True)
time.sleep(60)
