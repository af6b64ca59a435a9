import os

assert os.environ, "empty, so this proves nothing"
for name, value in os.environ.items():
    for word in ("SECRET", "TOKEN", "PASSWORD", "DJANGO", "REDIS", "DATABASE", "CELERY", "DOCKER", "AWS", "PROXY", "_KEY"):
        assert word not in name.upper(), f"{name}={value}"
    assert "://" not in value.replace("module://", ""), f"{name}={value}"
for folder in ("/run/secrets", "/var/run/secrets", "/home", "/root", "/host", "/mnt", "/media"):
    try:
        found = os.listdir(folder)
    except OSError:
        continue
    for name in found:
        path = os.path.join(folder, name)
        assert path == os.path.expanduser("~") or path == os.getcwd(), f"{path} is there"
with open("/proc/self/mountinfo") as file:
    for line in file:
        kind = line.split(" - ")[1].split()[0]
        point = line.split()[4]
        if kind not in ("proc", "sysfs", "tmpfs", "devpts", "mqueue", "cgroup", "cgroup2", "overlay"):
            assert point in ("/etc/hosts", "/etc/hostname", "/etc/resolv.conf"), f"{kind} of the host at {point}"
            assert "ro" in line.split()[5].split(","), f"{point} of the host is mounted to be written"
print("looked at", len(os.environ), "variables")
