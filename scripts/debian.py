"""Debian's packages: which are missing, and installing them."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts.console import Step
from scripts.errors import SetupError
from scripts.shell import CommandError, run

__all__ = ["FOR_RUNNING", "FOR_TESTS", "Package", "install", "missing"]


@dataclass(frozen=True)
class Package:
    """A package, and a sign that it, or something that does the same, is there.

    The sign is a program's name, a path, or `python:MODULE`.
    """

    name: str
    sign: str

    def is_there(self) -> bool:
        """Whether the sign is seen on this machine."""
        if self.sign.startswith("python:"):
            return importlib.util.find_spec(self.sign.removeprefix("python:")) is not None
        if self.sign.startswith("/"):
            return any(Path("/").glob(self.sign.lstrip("/")))
        return shutil.which(self.sign, path=search_path()) is not None


FOR_RUNNING = (
    Package("docker.io", "docker"),
    Package("redis-server", "redis-server"),
    Package("gettext", "msgfmt"),
    Package("nodejs", "node"),
    Package("npm", "npm"),
    Package("python3-venv", "python:ensurepip"),
)
#: The base image is made with it where no registry is asked for one.
FOR_BASE_IMAGE = (Package("debootstrap", "debootstrap"),)
FOR_TESTS = (
    Package("postgresql", "/usr/lib/postgresql/*/bin/postgres"),
    Package("chromium", "chromium"),
    Package("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Package("docker-compose", "docker-compose"),
)


def search_path() -> str:
    """Where programs are looked for: root's folders too, which a user's PATH may lack."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])


def missing(packages: Iterable[Package]) -> list[str]:
    """The names of the packages that are not there."""
    names = [package.name for package in packages if not package.is_there()]
    # A docker client may be there with no engine beside it, and none elsewhere to talk to.
    if "docker.io" not in names and not _engine_is_there():
        names.append("docker.io")
    return names


def install(packages: Iterable[Package]) -> None:
    """Install what is missing. Raises SetupError, with the command, where it cannot be done."""
    names = missing(packages)
    if not names:
        return
    command = f"apt-get install --no-install-recommends {' '.join(names)}"
    if shutil.which("apt-get") is None:
        raise SetupError(
            f"{_list(names)} missing, and this is not a Debian or Ubuntu machine: install "
            "what does the same with your own package manager, then start again."
        )
    if os.geteuid() != 0:
        raise SetupError(
            f"{_list(names)} missing, and installing needs root: run `sudo {command}`, "
            "then start again."
        )
    with Step(f"Install {', '.join(names)}", usually=30 + 10 * len(names)) as step:
        quiet = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_MODE": "l"}
        try:
            run(["apt-get", "update"], step=step, env=quiet)
            options = ["--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
            run(["apt-get", "install", *options, *names], step=step, env=quiet)
        except CommandError as error:
            raise SetupError(
                f"apt-get could not install {', '.join(names)} ({error.tail}): put that right, "
                f"run `{command}`, then start again."
            ) from error


def _engine_is_there() -> bool:
    return (
        shutil.which("dockerd", path=search_path()) is not None
        or "DOCKER_HOST" in os.environ
        or Path("/var/run/docker.sock").exists()
    )


def _list(names: list[str]) -> str:
    return f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}"
