import os
import sys
import time

line = sys.stdin.readline().strip()
os.close(0)
time.sleep(0.3)
print(f"first line {line}, the rest was not wanted")
