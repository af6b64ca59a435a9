import os
import signal
import time

sent = 0
for number in sorted(signal.valid_signals()):
    try:
        os.kill(1, number)
    except OSError:
        continue
    finally:
        sent += 1
time.sleep(0.5)
print("still here after", sent, "signals")
assert sent > 60
