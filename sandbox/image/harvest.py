"""Reads the files that the program left in its work folder. Runs when every process is dead.

Still nothing is trusted: folders are opened by descriptor, links are never followed, and only
regular files that are no hard links are read.
"""

import os
import stat
from collections.abc import Iterator

MAX_DEPTH = 6
MAX_ENTRIES = 5000
FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
SKIPPED = frozenset({b"__pycache__", b".pytest_cache"})


def harvest(
    root: str, *, count: int, total_bytes: int, name_bytes: int, program: bytes
) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of at most `count` files of at most `total_bytes` together.

    Files too large for what is left are passed over; so is the untouched source of the program.
    """
    budget = total_bytes
    for name, descriptor in regular_files(root):
        try:
            if count <= 0:
                return
            if len(name) > name_bytes:
                continue
            size = os.fstat(descriptor).st_size
            if size > budget:
                continue
            content = read_all(descriptor, size)
        finally:
            os.close(descriptor)
        if name == b"program.py" and content == program:
            continue
        count -= 1
        budget -= len(content)
        yield name, content


def regular_files(root: str) -> Iterator[tuple[bytes, int]]:
    """Walk the folder in the order of names; yield relative names and open descriptors."""
    seen = 0
    # The program may have locked its folder, which as a mount of ours nothing can stand in for.
    os.chmod(root, 0o700)
    folders: list[tuple[bytes, int]] = [(b"", os.open(root, FOLDER_FLAGS))]
    while folders:
        prefix, folder = folders.pop()
        try:
            names = []
            with os.scandir(folder) as entries:
                for entry in entries:
                    seen += 1
                    if seen > MAX_ENTRIES:
                        break
                    names.append(os.fsencode(entry.name))
            for name in sorted(names):
                if name in SKIPPED:
                    continue
                opened = open_entry(name, folder)
                if opened is None:
                    continue
                descriptor, is_folder = opened
                path = prefix + name
                if not is_folder:
                    yield path, descriptor
                elif path.count(b"/") < MAX_DEPTH and len(folders) < 64:
                    folders.append((path + b"/", descriptor))
                else:
                    os.close(descriptor)
        finally:
            os.close(folder)


def open_entry(name: bytes, folder: int) -> tuple[int, bool] | None:
    """Open a regular file or a folder; None for everything else (links, FIFOs, sockets)."""
    try:
        kind = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISDIR(kind.st_mode):
            return os.open(name, FOLDER_FLAGS, dir_fd=folder), True
        if not stat.S_ISREG(kind.st_mode):
            return None
        descriptor = os.open(name, FILE_FLAGS, dir_fd=folder)
    except OSError:
        return None
    opened = os.fstat(descriptor)
    if stat.S_ISREG(opened.st_mode) and opened.st_nlink == 1:
        return descriptor, False
    os.close(descriptor)
    return None


def read_all(descriptor: int, size: int) -> bytes:
    """Read `size` bytes or up to the end."""
    parts = []
    while size > 0:
        part = os.read(descriptor, min(size, 1024 * 1024))
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
