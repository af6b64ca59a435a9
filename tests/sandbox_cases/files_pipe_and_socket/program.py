import os
import socket

with open("kept.txt", "w") as file:
    file.write("kept")
os.mkfifo("pipe")
socket.socket(socket.AF_UNIX).bind("socket")
assert os.path.exists("pipe")
assert os.path.exists("socket")
