import os

os.write(1, b"before\0\0\0after\n")
os.write(2, b"\0")
