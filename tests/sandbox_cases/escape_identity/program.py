import ctypes
import os

status = {}
with open("/proc/self/status") as file:
    for line in file:
        name, _, value = line.partition(":")
        status[name] = value.split()
held = 0
assert 0 not in {int(number) for number in status["Uid"]}, f"user {status['Uid']}"
assert 0 not in {int(number) for number in status["Gid"]}, f"group {status['Gid']}"
held += 2
for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd"):
    assert int(status[kind][0], 16) == 0, f"{kind} {status[kind]}"
    held += 1
assert status["NoNewPrivs"] == ["1"], "it may gain privileges"
assert status["Seccomp"] == ["2"], "no filter on system calls"
held += 2
libc = ctypes.CDLL(None, use_errno=True)
assert libc.setuid(0) == -1, "setuid(0) went through"
assert os.getuid() != 0
held += 1
print("held:", held)
