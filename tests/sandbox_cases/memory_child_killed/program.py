import os

if os.fork() == 0:
    held = []
    for _ in range(40):
        held.append(b"\x01" * (16 << 20))
    os._exit(0)
_, status = os.wait()
print("the child got signal", os.WTERMSIG(status) if os.WIFSIGNALED(status) else None)
