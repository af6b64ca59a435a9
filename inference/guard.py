"""Runs one engine and takes everything that it started down with it.

    python3 inference/guard.py GRACE COMMAND...

An engine is several processes, and some of them outlive the first when it is killed. The guard
stands between the launcher and the engine. It asks the kernel to be told when the launcher dies
(`PR_SET_PDEATHSIG`), even by SIGKILL, and to inherit the engine's orphans
(`PR_SET_CHILD_SUBREAPER`). When the launcher is gone, when it is asked to stop (SIGTERM), or when
the engine's first process ends, it gives the rest GRACE seconds and then kills it.

It ends with the engine's own exit status, or 128 plus the signal that killed the engine.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
POLL = 0.05


def prctl(option: int, argument: int) -> None:
    """Linux's prctl(2); raises OSError when it refuses."""
    if ctypes.CDLL(None, use_errno=True).prctl(option, argument, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def children() -> list[int]:
    """The processes whose parent is this one, orphans that it inherited included."""
    found: list[int] = []
    for listing in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(word) for word in listing.read_text().split()]
    return found


def kill_all_children() -> None:
    """Kills what is left, and what then becomes an orphan, until nothing is."""
    while left := children():
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(POLL)


def main(grace: float, command: list[str]) -> int:
    """Runs the command until it ends or somebody asks for the end; its exit status."""
    launcher = os.getppid()
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: asked.append(received))
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    if os.getppid() != launcher:
        return 1  # the launcher died before the kernel was asked to tell
    engine = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGKILL),
    )
    while engine.poll() is None and not asked:
        # Orphans of the engine are reaped by kill_all_children; they end only with it.
        time.sleep(POLL)
    if engine.returncode is None:
        engine.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            engine.wait(grace)
    status = engine.poll()
    kill_all_children()
    if status is None:
        status = -signal.SIGKILL
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
