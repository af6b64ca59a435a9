open("/proc/self/comm", "w").write("MARKER")
import os
import signal
import time

reading, writing = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.write(writing, b"alive")
        os.closerange(0, 256)
        time.sleep(120)
    os._exit(0)
os.wait()
assert os.read(reading, 5) == b"alive"
print("the daemon lives", flush=True)
time.sleep(0.8)
