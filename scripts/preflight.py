"""What is looked at before anything is started: another one running here, port, memory, disk."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
from pathlib import Path
from typing import IO

from inference.engine_env import has_gpu
from scripts.errors import SetupError
from scripts.paths import ENGINE, ROOT, RUN

__all__ = ["check_disk", "check_memory", "check_port", "only_one"]

GB = 1024**3
#: What everything but the model servers takes, in GB, as measured.
MEMORY_OF_REST = 0.8
#: What a server takes of main memory, in GB, when its model lies on a GPU.
MEMORY_BESIDE_GPU = 4.0
#: Room for both Python environments, the images and what builds them.
DISK_FOR_INSTALLATION = 8 * GB


def only_one(port: int) -> IO[str]:
    """Hold the lock of this checkout, for as long as what is returned stays open.

    Raises SetupError when another process holds it.
    """
    file = (RUN / "lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        held = file.read().strip() or "another process"
        file.close()
        raise SetupError(
            f"Ouroboros already runs from this folder ({held}): use that one, or stop it with "
            "Ctrl-C where it was started."
        ) from None
    file.truncate(0)
    file.write(f"process {os.getpid()}, port {port}")
    file.flush()
    return file


def check_port(port: int) -> None:
    """Raise SetupError when something else listens on the port."""
    if not 0 < port < 65536:
        raise SetupError(f"PORT={port} is not a port: give a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SetupError(
                f"Port {port} cannot be used ({error.strerror}): stop what listens there, or "
                f"choose another with `make run PORT={port + 1 if port < 65535 else 8000}`."
            ) from error


def check_memory(of_models: float, *, meminfo: Path = Path("/proc/meminfo")) -> None:
    """Raise SetupError when less memory is free than the processes will take.

    `of_models` is what the models to be served here want, in GB, by the catalogue; where there is a
    GPU they lie on that.
    """
    if of_models and has_gpu():
        of_models = min(of_models, MEMORY_BESIDE_GPU)
    try:
        lines = dict(line.split(":", 1) for line in meminfo.read_text().splitlines())
        free = int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return  # Not a Linux that tells: let the kernel decide.
    needed = (MEMORY_OF_REST + of_models) * GB
    if free < needed:
        raise SetupError(
            f"Ouroboros needs about {needed / GB:.1f} GB of free memory and {free / GB:.1f} GB are "
            "free: close something, or use a model server elsewhere with REPLICAS=http://HOST:PORT."
        )


def check_disk() -> None:
    """Raise SetupError when a first installation would not fit."""
    if ENGINE.exists():
        return
    free = shutil.disk_usage(ROOT).free
    if free < DISK_FOR_INSTALLATION:
        raise SetupError(
            f"A first installation needs about {DISK_FOR_INSTALLATION / GB:.0f} GB of disk at "
            f"{ROOT} and {free / GB:.1f} GB are free: make room, then start again."
        )
