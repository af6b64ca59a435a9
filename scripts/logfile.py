"""A log file that cannot fill the disk: past its size it becomes `NAME.1`, and the old one goes."""

from __future__ import annotations

from pathlib import Path

__all__ = ["LogFile"]

#: The largest that one file grows, in bytes.
LARGEST = 10 * 1024 * 1024


class LogFile:
    """Lines of one process."""

    def __init__(self, path: Path, *, largest: int = LARGEST) -> None:
        self.path = path
        self._largest = largest
        self._file = path.open("ab")
        self._size = self._file.tell()

    def write(self, line: bytes) -> None:
        """Add a line, at once."""
        if self._size + len(line) > self._largest and self._size:
            self._file.close()
            self.path.replace(self.path.with_name(self.path.name + ".1"))
            self._file = self.path.open("ab")
            self._size = 0
        self._file.write(line)
        self._file.flush()
        self._size += len(line)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
