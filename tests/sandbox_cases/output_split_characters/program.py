import os
import time

for byte in "뱀 게임 🐍 끝\n".encode():
    os.write(1, bytes([byte]))
    time.sleep(0.01)
