"""The web's Python environment, `.venv`, made by uv from a lock with hashes."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from scripts.console import Step
from scripts.errors import SetupError
from scripts.paths import ENGINE, LOCKS, ROOT, VAR, VENV, VENV_BIN
from scripts.shell import CommandError, output, run
from scripts.stamps import digest_of, is_fresh, mark

__all__ = ["ensure_app", "ensure_engine", "python_with_pip", "uv"]

STAMP = "ouroboros.stamp"
#: Where uv is put when the machine has none: an environment of its own, in the var folder.
UV_VENV = VAR / "uv"


def uv() -> Path:
    """The path of uv, installed from PyPI when the machine has none. Raises SetupError."""
    if (UV_VENV / "bin" / "uv").exists():
        return UV_VENV / "bin" / "uv"
    found = shutil.which("uv")
    if found and output([found, "--version"]):
        return Path(found)
    _make_uv_venv()
    return UV_VENV / "bin" / "uv"


def python_with_pip() -> Path:
    """A Python that has pip, which Debian leaves out of its own. Raises SetupError."""
    if importlib.util.find_spec("pip") is not None:
        return Path(sys.executable)
    if not (UV_VENV / "bin" / "uv").exists():
        _make_uv_venv()
    return UV_VENV / "bin" / "python"


def _make_uv_venv() -> None:
    with Step("Install uv, which installs the rest", usually=8) as step:
        try:
            run([sys.executable, "-m", "venv", UV_VENV], step=step)
            pip: list[str | Path] = [UV_VENV / "bin" / "python", "-m", "pip", "install", "--quiet"]
            run([*pip, "--require-hashes", "-r", LOCKS / "uv.txt"], step=step)
        except CommandError as error:
            shutil.rmtree(UV_VENV, ignore_errors=True)
            raise SetupError(
                f"uv could not be installed from PyPI ({error.tail}): check the network, or "
                "install uv yourself so that it is on the PATH, then start again."
            ) from error


def ensure_app(*, dev: bool) -> None:
    """Make `.venv` what the lock says; with what the tests need when `dev`. Raises SetupError."""
    # What the tests need holds what running needs: an environment once made for tests stays so.
    name = "dev" if dev or _has_test_tools() else "app"
    digest = _digest(name)
    if (VENV_BIN / "python").exists() and is_fresh(STAMP, digest, folder=VENV):
        return
    program = uv()
    with Step("Install Python packages", usually=20) as step:
        try:
            if not (VENV_BIN / "python").exists():
                run([program, "venv", "--quiet", "--python", sys.executable, VENV], step=step)
            sync: list[str | Path] = [program, "pip", "sync", "--python", VENV_BIN / "python"]
            sync += ["--compile-bytecode", "--require-hashes"]
            run([*sync, LOCKS / f"{name}.txt"], step=step)
        except CommandError as error:
            raise SetupError(
                f"Python packages could not be installed ({error.tail}): check the network and "
                "the disk, then start again; what was fetched is kept."
            ) from error
    mark(STAMP, digest, folder=VENV)


def ensure_engine() -> None:
    """Make the engine's environment, `.venv-engine`. Raises SetupError."""
    maker = ROOT / "inference" / "engine_env.py"
    if output([sys.executable, maker, "--venv", ENGINE, "--check"]) is not None:
        return
    folder = str(uv().parent)
    path = os.pathsep.join([folder, os.environ.get("PATH", os.defpath)])
    with Step("Install the engine (vLLM, 3 GB on disk)", usually=90) as step:
        try:
            run([sys.executable, maker, "--venv", ENGINE], step=step, env={"PATH": path})
        except CommandError as error:
            raise SetupError(error.tail) from error


def _has_test_tools() -> bool:
    return (VENV_BIN / "pytest").exists()


def _digest(name: str) -> str:
    return digest_of([LOCKS / f"{name}.txt"], f"{sys.version_info[:2]}", name)
