"""A child that ends when its parent does, even when the parent is killed with SIGKILL."""

from __future__ import annotations

import ctypes
import os
import signal

__all__ = ["die_with_parent"]

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
_PARENT = os.getpid()


def die_with_parent() -> None:
    """For `preexec_fn`: ask the kernel for SIGTERM when the thread that started this child ends."""
    if _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != _PARENT:  # The parent ended before the kernel was asked.
        os.kill(os.getpid(), signal.SIGTERM)
