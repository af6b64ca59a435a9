"""How an engine is started: its command line, and the environment that it may see."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from inference.addresses import LocalEngine

__all__ = ["command", "environment", "guard_command", "threads_for"]

GUARD = Path(__file__).resolve().parent / "guard.py"
#: Seconds between asking an engine to end and killing it.
GRACE = 8.0
#: What an engine gets of our own environment: no secret of the product's is among it.
PASSED_ON = {"HOME", "LANG", "LD_LIBRARY_PATH", "LOGNAME", "TMPDIR", "TZ", "USER"}
PASSED_ON_PREFIXES = (
    "CUDA_",
    "HF_",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LC_",
    "NCCL_",
    "NO_PROXY",
    "NVIDIA_",
    "RAY_",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_",
    "VLLM_",
    "XDG_",
    "http_proxy",
    "https_proxy",
    "no_proxy",
)


def command(engine: LocalEngine, python: Path) -> list[str]:
    """The engine's own command line.

    vLLM's console script does not start in the CPU build (no package there is named vllm), so the
    server's module is run. Requests have priorities, so the policy that heeds them is asked for.
    """
    return [
        str(python),
        *("-m", "vllm.entrypoints.openai.api_server"),
        *("--host", engine.host),
        *("--port", str(engine.port)),
        *("--scheduling-policy", "priority"),
        "--disable-uvicorn-access-log",
        *engine.entry.arguments(),
    ]


def guard_command(inner: list[str]) -> list[str]:
    """The same under a guard that lets nothing of it outlive the launcher."""
    return [sys.executable, "-I", "-S", str(GUARD), str(GRACE), *inner]


def threads_for(cores: int, engines: int) -> int:
    """How many threads each of several engines on one CPU computes with.

    One core is left to the servers and to everything else, as vLLM does.
    """
    return max(1, (cores - 1) // max(1, engines))


def environment(
    engine: LocalEngine, python: Path, kind: str, threads: int, ours: Mapping[str, str]
) -> dict[str, str]:
    """What the engine sees: `threads` bounds what the CPU build computes with.

    On a CPU the threads are not bound to cores: vLLM binds every engine to the same first ones.
    Intel's OpenMP, which the CPU build brings, is preloaded as vLLM advises.
    """
    made = {
        name: value
        for name, value in ours.items()
        if name in PASSED_ON or name.startswith(PASSED_ON_PREFIXES)
    }
    made["PATH"] = os.pathsep.join([str(python.parent), ours.get("PATH", os.defpath)])
    made["PYTHONUNBUFFERED"] = "1"
    made["VLLM_NO_USAGE_STATS"] = "1"
    made["DO_NOT_TRACK"] = "1"
    if engine.entry.is_local:
        made["HF_HUB_OFFLINE"] = "1"
        made["TRANSFORMERS_OFFLINE"] = "1"
    if kind == "cpu":
        made.setdefault("VLLM_CPU_OMP_THREADS_BIND", "nobind")
        made["OMP_NUM_THREADS"] = str(threads)
        openmp = python.parent.parent / "lib" / "libiomp5.so"
        if openmp.exists():
            made["LD_PRELOAD"] = str(openmp)
            made["KMP_BLOCKTIME"] = "1"
    return made
