import glob
import os
import stat


def can_read(path):
    try:
        with open(path, "rb", buffering=0) as file:
            return bool(file.read(16))
    except OSError:
        return False


assert can_read("/proc/version")
print("the control can be read")
held = 0
for path in (
    "/proc/kcore",
    "/proc/kmsg",
    "/proc/timer_list",
    "/proc/keys",
    "/dev/mem",
    "/dev/kmem",
    "/dev/port",
    "/dev/kmsg",
    "/etc/shadow",
    "/etc/gshadow",
    "/proc/1/environ",
    "/proc/1/mem",
    *glob.glob("/dev/sd*"),
    *glob.glob("/dev/vd*"),
    *glob.glob("/dev/nvme*"),
    *glob.glob("/dev/dm-*"),
):
    assert not can_read(path), f"{path} can be read"
    held += 1
with open("/proc/kallsyms") as file:
    addresses = {line.split()[0].strip("0") for line, _ in zip(file, range(1000))}
assert addresses <= {""}, "kernel addresses can be read"
for folder, _, names in os.walk("/dev"):
    for name in names:
        mode = os.lstat(os.path.join(folder, name)).st_mode
        assert not stat.S_ISBLK(mode), f"a disk at {folder}/{name}"
for kind, name in ((stat.S_IFBLK, "disk"), (stat.S_IFCHR, "device")):
    try:
        os.mknod(name, kind | 0o600, os.makedev(8, 0))
    except OSError:
        held += 1
    else:
        raise AssertionError(f"mknod made a {name}")
print("held:", held)
