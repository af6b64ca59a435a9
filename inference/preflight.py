"""Whether an engine can start at all: what is wrong in one sentence, before a minute is spent."""

from __future__ import annotations

import socket
from pathlib import Path

from inference.addresses import LocalEngine

__all__ = ["available_gib", "port_is_free", "why_not"]


def why_not(engine: LocalEngine, python: Path, kind: str) -> str:
    """Why this engine cannot be started now, or an empty string."""
    entry = engine.entry
    if not python.exists():
        return (
            f"The engine's environment is missing at {python.parent.parent}: "
            "run `python3 inference/engine_env.py`."
        )
    if entry.is_local and not (Path(entry.source) / "config.json").exists():
        return f"The checkpoint of {entry.name} is missing at {entry.source}."
    if kind == "cpu" and entry.parallel.accelerators > 1:
        return (
            f"{entry.name} needs {entry.parallel.accelerators} GPUs, and this machine's engine is "
            "built for a CPU: serve it elsewhere and list its URL."
        )
    free = available_gib()
    if kind == "cpu" and free is not None and free < entry.memory_gib:
        return (
            f"{entry.name} needs {entry.memory_gib:g} GiB of memory and {free:.1f} GiB are free: "
            "stop something, or list the URL of a replica elsewhere."
        )
    if not port_is_free(engine.host, engine.port):
        return (
            f"Port {engine.port} is in use by another program: stop it, or give {entry.name} "
            f"another port as {entry.name}@PORT."
        )
    return ""


def available_gib(meminfo: Path = Path("/proc/meminfo")) -> float | None:
    """What the kernel says can be had without swapping, or None where it does not say."""
    try:
        lines = meminfo.read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) / 1024**2
    return None


def port_is_free(host: str, port: int) -> bool:
    """Whether the engine could listen there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
