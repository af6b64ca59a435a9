import os

with open("kept.txt", "w") as file:
    file.write("kept")
for target, name in (
    ("/etc/passwd", "passwd.txt"),
    ("/dev/urandom", "random.bin"),
    ("/dev/zero", "zero.bin"),
    ("/proc/self/environ", "self.txt"),
    ("loop.txt", "loop.txt"),
):
    os.symlink(target, name)
    assert os.path.islink(name)
