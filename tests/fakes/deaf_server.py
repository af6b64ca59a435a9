"""A server that takes every call and never says a word."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["deaf_server"]


@contextmanager
def deaf_server() -> Iterator[int]:
    """The port where it listens. The kernel accepts for it; nobody ever reads."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        yield int(listener.getsockname()[1])
