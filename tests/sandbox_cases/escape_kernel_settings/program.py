import glob
import os


def can_write(path, value=None):
    try:
        stream = os.open(path, os.O_WRONLY)
    except OSError:
        return False
    try:
        if value is not None:
            os.write(stream, value)
    except OSError:
        return False
    finally:
        os.close(stream)
    return True


with open("control", "w"):
    pass
assert can_write("control", b"x")
print("the control can be written")
held = present = 0
settings = [
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sys/kernel/hostname",
    "/proc/sys/kernel/randomize_va_space",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/net/ipv4/ip_forward",
    "/proc/sys/fs/binfmt_misc/register",
    "/proc/sysrq-trigger",
    "/proc/irq/default_smp_affinity",
    "/proc/1/oom_score_adj",
    "/proc/1/uid_map",
    "/proc/1/mem",
    "/sys/kernel/uevent_helper",
    "/sys/power/state",
    "/sys/kernel/mm/transparent_hugepage/enabled",
    "/sys/fs/cgroup/cgroup.procs",
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/pids.max",
    *glob.glob("/sys/fs/cgroup/*/release_agent"),
    *glob.glob("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
    *glob.glob("/sys/fs/cgroup/pids/pids.max"),
    *glob.glob("/sys/fs/cgroup/*/cgroup.procs"),
    *glob.glob("/sys/module/*/parameters/*")[:200],
]
for path in settings:
    present += os.path.exists(path)
    assert not can_write(path), f"{path} can be written"
    held += 1
assert present > 8, "hardly any of them is there, so this proves nothing"
for path, value in (("/proc/self/oom_score_adj", b"-1000"), ("/proc/self/uid_map", b"0 0 1")):
    assert not can_write(path, value), f"{path} took {value}"
for folder in ("/sys/fs/cgroup", *glob.glob("/sys/fs/cgroup/*/")):
    try:
        os.mkdir(os.path.join(folder, "escape"))
    except OSError:
        held += 1
    else:
        raise AssertionError(f"a control group could be made in {folder}")
print("held:", held, "of which there were", present)
