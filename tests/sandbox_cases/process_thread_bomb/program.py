import threading
import time


def wait():
    time.sleep(60)


started = 0
try:
    while started < 2000:
        threading.Thread(target=wait, daemon=True).start()
        started += 1
except RuntimeError:
    print("refused after", started)
assert 0 < started < 2000, f"{started} threads could be started"
