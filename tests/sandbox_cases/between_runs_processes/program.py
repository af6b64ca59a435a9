open("/proc/self/comm", "w").write("MARKER")
import os
import socket
import time

PORT = 45999
NAME = "\0left-by-another-run"
for address, family in ((("127.0.0.1", PORT), socket.AF_INET), (NAME, socket.AF_UNIX)):
    try:
        socket.socket(family).connect(address)
    except ConnectionRefusedError:
        pass
    else:
        raise AssertionError(f"{address} of another run answered")
others = set()
for name in os.listdir("/proc"):
    if name.isdigit() and int(name) not in (1, os.getpid(), os.getppid()):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                others.add(file.read())
        except OSError:
            continue
        assert int(name) < os.getpid(), f"process {name} is no part of this run"
print("others:", others)
if os.fork() == 0:
    os.setsid()
    network = socket.create_server(("127.0.0.1", PORT))
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(NAME)
    unix.listen()
    time.sleep(120)
    os._exit(0)
for _ in range(100):
    time.sleep(0.02)
    try:
        socket.create_connection(("127.0.0.1", PORT)).close()
        socket.socket(socket.AF_UNIX).connect(NAME)
    except OSError:
        continue
    print("left a daemon")
    break
time.sleep(0.8)
