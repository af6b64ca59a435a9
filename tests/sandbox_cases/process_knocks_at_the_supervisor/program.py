import socket
import sys

held = []
knocked = 0
for number in range(300):
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(0.5)
    try:
        line.connect("\0ouroboros-display")
        line.sendall(b"\0" * 4096)
    except OSError as error:
        print("refused:", error)
    knocked += 1
    held = [*held[-50:], line]
print("knocked", knocked, "times")
sys.exit(4)
