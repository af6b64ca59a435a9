open("/proc/self/comm", "w").write("MARKER")
import os
import time

told = False
while True:
    try:
        os.fork()
    except OSError:
        if not told:
            told = True
            os.write(1, b"refused\n")
        time.sleep(0.05)
