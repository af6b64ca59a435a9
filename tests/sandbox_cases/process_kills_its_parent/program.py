import os
import signal
import sys
import time

parent = os.getppid()
for number in (signal.SIGSTOP, signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
    for target in (parent, -parent):
        try:
            os.kill(target, number)
        except OSError as error:
            print("refused:", error)
print("asked", flush=True)
time.sleep(0.5)
sys.exit(5)
