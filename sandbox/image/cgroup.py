"""What the kernel counted for this container, under cgroup v1 and v2.

The files are mounted read-only, so the program cannot change what they say.
"""

import os
import re

V1 = "/sys/fs/cgroup"
V2_MARK = "/sys/fs/cgroup/cgroup.controllers"


def read(path: str) -> str:
    """The file's text, or an empty text where this kernel has no such counter."""
    try:
        with open(path, encoding="ascii") as file:
            return file.read()
    except OSError:
        return ""


def number(pattern: str, text: str) -> int:
    match = re.search(pattern, text, re.MULTILINE)
    return int(match.group(1)) if match else 0


class Counters:
    """Reads the counters of the container's own control group."""

    def __init__(self) -> None:
        self._v2 = os.path.exists(V2_MARK)

    def oom_kills(self) -> int:
        """How many processes the kernel killed for memory since the container began."""
        if self._v2:
            return number(r"^oom_kill (\d+)", read("/sys/fs/cgroup/memory.events"))
        return number(r"^oom_kill (\d+)", read(f"{V1}/memory/memory.oom_control"))

    def cpu_seconds(self) -> float:
        """CPU time that all processes of the container used so far."""
        if self._v2:
            return number(r"^usage_usec (\d+)", read("/sys/fs/cgroup/cpu.stat")) / 1e6
        return number(r"^(\d+)", read(f"{V1}/cpuacct/cpuacct.usage")) / 1e9

    def memory_peak(self) -> int:
        """The most memory in bytes that the container held at any time; 0 where unknown."""
        if self._v2:
            return number(r"^(\d+)", read("/sys/fs/cgroup/memory.peak"))
        return number(r"^(\d+)", read(f"{V1}/memory/memory.max_usage_in_bytes"))
