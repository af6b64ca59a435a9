"""A Redis of our own: on a unix socket that only this user can open, for as long as we run."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from scripts.debian import search_path
from scripts.errors import SetupError
from scripts.paths import RUN, VAR

__all__ = ["URL_FILE", "command", "forget", "socket_path", "url_of"]

#: Other commands (`manage.py ask`) find the running Redis by this file.
URL_FILE = RUN / "redis_url"
#: The kernel's limit on the path of a unix socket, less a little.
LONGEST = 100


def socket_path(folder: Path = RUN) -> Path:
    """Where the socket lies; in a private temporary folder where this path would be too long."""
    path = folder / "redis.sock"
    if len(str(path)) <= LONGEST:
        return path
    return Path(tempfile.mkdtemp(prefix="ouroboros-")) / "redis.sock"


def url_of(socket: Path) -> str:
    """The URL of the Redis on this socket, written down for other commands."""
    url = f"unix://{socket}?db=0"
    URL_FILE.touch(mode=0o600)
    URL_FILE.write_text(url)
    return url


def command(socket: Path) -> list[str]:
    """How Redis is started. What it holds is in flight and may be lost, so nothing is saved."""
    program = shutil.which("redis-server", path=search_path())
    if program is None:
        raise SetupError("There is no redis-server here: run `apt-get install redis-server`.")
    (VAR / "redis").mkdir(mode=0o700, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(VAR / "redis"),
        "save": "",
        "appendonly": "no",
        "maxmemory": "512mb",
        "maxmemory-policy": "noeviction",
    }
    return [program, *(word for name, value in options.items() for word in (f"--{name}", value))]


def forget(socket: Path) -> None:
    """Remove the traces once Redis has stopped."""
    URL_FILE.unlink(missing_ok=True)
    socket.unlink(missing_ok=True)
    if socket.parent != RUN and socket.parent.name.startswith("ouroboros-"):
        os.rmdir(socket.parent)
