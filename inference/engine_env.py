"""Creates the engine's own Python environment, `.venv-engine`, with vLLM in it.

Run with any Python 3.11 or newer, before anything is installed: `python3 inference/engine_env.py`.
It uses the standard library only and leaves the installing to uv.

Without a GPU it installs vLLM's CPU build, whose torch is on no ordinary index: uv takes it from
the folder that `PIP_FIND_LINKS` names when the wheel is there, and from PyTorch's own CPU index
(`--torch-backend cpu`) elsewhere. With an NVIDIA GPU it installs vLLM's CUDA build. A stamp in the
environment says which lock it was made from; when nothing has changed, nothing is done.

Bytecode is compiled while installing: a CPU replica is then ready in 22 s instead of 50 s.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

__all__ = ["EngineEnvError", "ensure", "has_gpu", "is_current", "kind_of", "main", "python_of"]

ROOT = Path(__file__).resolve().parent.parent
STAMP = "ouroboros-engine.stamp"
#: What each build takes on disk, in bytes, rounded up: asked for before anything is fetched.
DISK_NEEDED = {"cpu": 4 * 1024**3, "cuda": 16 * 1024**3}
#: The longest that an installation may take, in seconds.
INSTALL_DEADLINE = 3600.0
INSTALL_ATTEMPTS = 3
#: How often a line says that a long step is still under way, in seconds.
TICK = 10.0

Say = Callable[[str], None]


class EngineEnvError(Exception):
    """The environment cannot be made; the message is one sentence with the remedy."""


def has_gpu() -> bool:
    """Whether an NVIDIA GPU answers on this machine."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return False
    try:
        answer = subprocess.run(  # noqa: S603
            [program, "--list-gpus"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and "GPU " in answer.stdout


def python_of(venv: Path) -> Path:
    """The interpreter of an environment."""
    return venv / "bin" / "python"


def kind_of(venv: Path) -> Literal["cpu", "cuda"] | None:
    """Which build an environment holds, or None when it was never finished."""
    try:
        word = (venv / STAMP).read_text().split(" ")[0]
    except OSError:
        return None
    return "cuda" if word == "cuda" else "cpu"


def wanted_stamp(kind: str, locks: Path) -> str:
    """What the stamp says when the environment was made from these very locks."""
    digest = hashlib.sha256()
    for name in (f"engine-{kind}.txt", "engine-cpu-overrides.txt"):
        digest.update((locks / name).read_bytes())
    return f"{kind} {sys.version_info.major}.{sys.version_info.minor} {digest.hexdigest()}\n"


def is_current(venv: Path, kind: str, locks: Path) -> bool:
    """Whether the environment is already what the locks ask for."""
    try:
        stamp = (venv / STAMP).read_text()
    except OSError:
        return False
    return stamp == wanted_stamp(kind, locks) and python_of(venv).exists()


def ensure(venv: Path, kind: str, locks: Path, say: Say) -> bool:
    """Makes the environment unless it is current; says whether it had to.

    An installation that was broken off is taken up again: uv keeps what it fetched, and the stamp
    is written last.
    """
    if is_current(venv, kind, locks):
        say(f"Engine environment: ready ({kind.upper()} build).")
        return False
    _check_disk(venv, kind)
    uv = find_uv()
    (venv / STAMP).unlink(missing_ok=True)
    if not python_of(venv).exists():
        say("Engine environment: creating.")
        _run([*uv, "venv", "--quiet", "--python", sys.executable, str(venv)], say, "creating")
    size = "about 3 GB" if kind == "cpu" else "about 12 GB"
    say(f"Engine environment: installing vLLM, {kind.upper()} build ({size} on disk).")
    began = time.monotonic()
    _install([*uv, *sync_arguments(venv, kind, locks, os.environ)], say)
    (venv / STAMP).write_text(wanted_stamp(kind, locks))
    say(f"Engine environment: installed in {time.monotonic() - began:.0f} s.")
    return True


def _install(command: Sequence[str], say: Say) -> None:
    """Installs, and tries again when it fails: mirrors do not all know a new release yet."""
    for attempt in range(1, INSTALL_ATTEMPTS + 1):
        try:
            _run([*command, *([] if attempt == 1 else ["--refresh"])], say, "installing")
        except EngineEnvError as error:
            if attempt == INSTALL_ATTEMPTS:
                raise
            say(f"{error} Trying again ({attempt + 1} of {INSTALL_ATTEMPTS}).")
            time.sleep(2.0 * attempt)
        else:
            return


def sync_arguments(venv: Path, kind: str, locks: Path, environ: Mapping[str, str]) -> list[str]:
    """What uv is told, after its own name."""
    arguments = ["pip", "sync", "--compile-bytecode", "--python", str(python_of(venv))]
    if kind == "cpu":
        folder = _folder_with_torch(environ)
        source = ["--torch-backend", "cpu"] if folder is None else ["--find-links", str(folder)]
        arguments += source
    return [*arguments, str(locks / f"engine-{kind}.txt")]


def find_uv() -> list[str]:
    """How uv is called here: from the path, from the web's environment, or as a module."""
    on_path = shutil.which("uv")
    if on_path is not None:
        return [on_path]
    beside = ROOT / ".venv" / "bin" / "uv"
    if beside.exists():
        return [str(beside)]
    probe = subprocess.run(
        [sys.executable, "-m", "uv", "--version"], capture_output=True, timeout=30, check=False
    )
    if probe.returncode == 0:
        return [sys.executable, "-m", "uv"]
    raise EngineEnvError(
        "The engine's environment needs uv, which is not installed: run `pip install uv`."
    )


def _folder_with_torch(environ: Mapping[str, str]) -> Path | None:
    for word in environ.get("PIP_FIND_LINKS", "").split():
        folder = Path(word)
        if folder.is_dir() and any(folder.glob("torch-*+cpu-*.whl")):
            return folder
    return None


def _check_disk(venv: Path, kind: str) -> None:
    parent = next(folder for folder in [venv, *venv.parents] if folder.exists())
    free = shutil.disk_usage(parent).free
    needed = DISK_NEEDED[kind]
    if free < needed:
        raise EngineEnvError(
            f"The engine's environment needs {needed / 1024**3:.0f} GiB on the disk of {parent}, "
            f"where {free / 1024**3:.1f} GiB are free: make room and start again."
        )


def _run(command: Sequence[str], say: Say, doing: str) -> None:
    """Runs uv, passing its lines on, and a line every `TICK` seconds while it is silent."""
    began = time.monotonic()
    environ = {**os.environ, "NO_COLOR": "1", "UV_NO_PROGRESS": "1"}
    process = subprocess.Popen(  # noqa: S603
        list(command),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environ,
    )
    tail: list[str] = []
    reader = threading.Thread(target=_pass_on, args=(process, tail, say), daemon=True)
    reader.start()
    try:
        while True:
            try:
                process.wait(TICK)
                break
            except subprocess.TimeoutExpired:
                elapsed = time.monotonic() - began
                if elapsed > INSTALL_DEADLINE:
                    raise EngineEnvError(
                        f"Installing the engine took over {INSTALL_DEADLINE / 60:.0f} minutes: "
                        "look at the network and start again; what was fetched is kept."
                    ) from None
                say(f"Engine environment: still {doing}, {elapsed:.0f} s.")
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(10)
        reader.join(5)
    if process.returncode != 0:
        why = " ".join(" ".join(tail[-6:]).split())[-600:]
        raise EngineEnvError(f"uv could not finish {doing} the engine's environment: {why}")


def _pass_on(process: subprocess.Popen[str], tail: list[str], say: Say) -> None:
    for line in process.stdout or ():
        text = line.strip()
        if not text:
            continue
        tail.append(text)
        del tail[:-20]
        if text.startswith(("Resolved", "Prepared", "Installed", "Uninstalled", "Bytecode")):
            say(f"Engine environment: {text}.")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 0 when the environment stands, 1 with one sentence when it cannot."""
    parser = argparse.ArgumentParser(description="Create the engine's Python environment.")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv-engine")
    parser.add_argument("--kind", choices=["auto", "cpu", "cuda"], default="auto")
    parser.add_argument("--check", action="store_true", help="only say whether it is current")
    options = parser.parse_args(arguments)
    kind = options.kind
    if kind == "auto":
        kind = "cuda" if has_gpu() else "cpu"
    locks = ROOT / "locks"
    if options.check:
        return 0 if is_current(options.venv, kind, locks) else 1
    try:
        ensure(options.venv, kind, locks, lambda line: print(line, flush=True))
    except EngineEnvError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
