import os
import sys
import sysconfig

with open("control", "w"):
    print("the control can be written")
for path in (
    sys.executable,
    os.__file__,
    "/etc/passwd",
    "/etc/hosts",
    "/etc/resolv.conf",
    "/etc/ld.so.preload",
    sysconfig.get_path("purelib") + "/sitecustomize.py",
    "/usr/bin/sh",
    "/new-file",
):
    try:
        open(path, "ab").close()
    except OSError as error:
        print("refused:", error)
    else:
        raise AssertionError(f"{path} can be written")
assert os.statvfs("/").f_flag & os.ST_RDONLY, "the root is mounted to be written"
looked = 0
scratch = set()
for folder, names, _ in os.walk("/"):
    if folder.startswith(("/proc", "/sys")):
        names.clear()
        continue
    looked += 1
    if os.access(folder, os.W_OK):
        scratch.add(folder)
        names.clear()
print("looked at", looked, "folders; scratch:", sorted(scratch))
assert looked > 500, "too few for this to mean anything"
allowed = ("/tmp", "/dev/shm", "/dev/mqueue", "/var/tmp", "/run", os.getcwd(), os.path.expanduser("~"))
for folder in scratch:
    assert folder.startswith(allowed), f"{folder} can be written"
