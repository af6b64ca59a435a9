import os
import time

orphans = 0
while orphans < 150:
    child = os.fork()
    if child == 0:
        try:
            os.fork()
        except OSError:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        time.sleep(0.01)  # the reaper may be a moment behind
        continue
    orphans += 1
print(orphans, "orphans")
