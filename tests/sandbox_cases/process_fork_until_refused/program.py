open("/proc/self/comm", "w").write("MARKER")
import os
import time

children = 0
while children < 1000:
    child = os.fork()
    if child == 0:
        time.sleep(60)
        os._exit(0)
    children += 1
print("had", children, "children")
