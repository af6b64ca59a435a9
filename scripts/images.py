"""The container images: a small Debian with Python, and the sandbox on top of it.

The base comes from `debootstrap`, so that a machine that reaches Debian's packages and no container
registry can make it. `BASE_IMAGE=python:3.11-slim-bookworm` asks a registry instead; so does a
machine that is not Debian.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.console import Step
from scripts.debian import FOR_BASE_IMAGE, install
from scripts.errors import SetupError
from scripts.paths import LOGS, ROOT, VAR
from scripts.python_env import python_with_pip
from scripts.shell import CommandError, answers, output, run

__all__ = ["BASE", "ensure_base", "ensure_sandbox"]

SUITE = "bookworm"
BASE = f"ouroboros-base:{SUITE}"
FROM_REGISTRY = "python:3.11-slim-bookworm"


def ensure_base() -> str:
    """The name of the base image, made or fetched if need be. Raises SetupError."""
    wanted = os.environ.get("BASE_IMAGE") or (BASE if _is_debian() else FROM_REGISTRY)
    if answers(["docker", "image", "inspect", wanted]):
        return wanted
    if wanted == BASE:
        _make()
    else:
        _pull(wanted)
    return wanted


def ensure_sandbox(base: str) -> None:
    """Build the image in which programs run, unless it is built. Raises SetupError."""
    maker = ROOT / "sandbox" / "image" / "build.py"
    tag = output([sys.executable, maker, "--tag-only"])
    if tag and answers(["docker", "image", "inspect", tag]):
        return
    with Step("Build the sandbox image", usually=150) as step:
        try:
            run([python_with_pip(), maker, "--base", base], step=step)
        except CommandError as error:
            raise SetupError(
                f"The sandbox image could not be built ({error.tail}): the whole reason is in "
                f"{LOGS / 'setup.log'}; put it right, then start again."
            ) from error


def _make() -> None:
    install(FOR_BASE_IMAGE)
    if os.geteuid() != 0:
        raise SetupError(
            "Making the base image needs root: run `sudo make images`, or "
            f"`make run BASE_IMAGE={FROM_REGISTRY}` to take one from a registry."
        )
    folder = VAR / "base-image"
    with Step("Make the base image with debootstrap", usually=60) as step:
        try:
            shutil.rmtree(folder, ignore_errors=True)
            where: list[str | Path] = [
                "--variant=minbase",
                "--include=python3,ca-certificates",
                SUITE,
                folder,
            ]
            run(["debootstrap", *where, _mirror()], step=step)
            for rubbish in ("var/cache/apt/archives", "var/lib/apt/lists"):
                shutil.rmtree(folder / rubbish, ignore_errors=True)
                (folder / rubbish / "partial").mkdir(parents=True, exist_ok=True)
            step.at("importing it into Docker")
            _import(folder)
        except CommandError as error:
            raise SetupError(
                f"The base image could not be made ({error.tail}): check the network and the "
                f"disk, or take one from a registry with `make run BASE_IMAGE={FROM_REGISTRY}`."
            ) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _import(folder: Path) -> None:
    command = ["docker", "import", "--change", 'CMD ["bash"]', "-", BASE]
    tar = subprocess.Popen(["tar", "-C", str(folder), "-c", "."], stdout=subprocess.PIPE)
    taken = subprocess.run(command, stdin=tar.stdout, capture_output=True, text=True, check=False)
    assert tar.stdout is not None
    tar.stdout.close()
    if tar.wait() != 0 or taken.returncode != 0:
        raise CommandError(command, taken.returncode, taken.stderr.strip() or "tar failed")


def _pull(image: str) -> None:
    with Step(f"Fetch the base image {image}", usually=30) as step:
        try:
            run(["docker", "pull", image], step=step)
        except CommandError as error:
            raise SetupError(
                f"Docker could not fetch {image} ({error.tail}): check the name and the network, "
                "or leave BASE_IMAGE unset on a Debian machine to make the image here."
            ) from error


def _is_debian() -> bool:
    try:
        words = Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return False
    return "ID=debian" in words


def _mirror() -> str:
    """The address that this machine's own apt takes Debian from."""
    found = output(["apt-get", "indextargets", "--format", "$(REPO_URI)", f"Codename: {SUITE}"])
    addresses = [word for word in (found or "").split() if word.rstrip("/").endswith("/debian")]
    if not addresses:
        raise SetupError(
            f"apt on this machine knows no mirror of Debian {SUITE}: run "
            f"`make run BASE_IMAGE={FROM_REGISTRY}` to take the base image from a registry."
        )
    return addresses[0]
