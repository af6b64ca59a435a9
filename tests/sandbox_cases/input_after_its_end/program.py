import sys

first = sys.stdin.read().strip()
for _ in range(3):
    assert sys.stdin.read() == ""
    assert sys.stdin.buffer.read() == b""
print(f"read {first}, then nothing")
