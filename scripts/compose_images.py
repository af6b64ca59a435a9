"""`make compose-images`: builds the images of docker-compose.yml on the base image of this machine.

A host that reaches a registry and a package index needs none of this: Compose builds by itself.
Here the Python packages are fetched outside, as wheels, so that the builds need no index.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

from scripts import docker_engine, frontend, images, python_env
from scripts.console import Step, say
from scripts.errors import SetupError
from scripts.install import guarded
from scripts.paths import LOCKS, ROOT, make_folders
from scripts.shell import CommandError, run
from scripts.stamps import digest_of, is_fresh, mark

__all__ = ["TAGS", "main"]

WHEELS = ROOT / "deploy" / "wheels"
#: Each image: its Dockerfile, its target in it, and about how long it takes, in seconds.
TAGS = {
    "ouroboros-app:local": ("Dockerfile", "app", 40),
    "ouroboros-tools:local": ("Dockerfile", "tools", 40),
    "ouroboros-postgres:local": ("postgres.Dockerfile", None, 30),
    "ouroboros-redis:local": ("redis.Dockerfile", None, 15),
    "ouroboros-replica:cpu": ("Dockerfile", "engine", 180),
}
#: The C libraries that wheels for the base image (glibc 2.36) may be built for.
PLATFORMS = (*(f"manylinux_2_{minor}" for minor in range(36, 16, -1)), "manylinux2014")

OLDER_ONLY = re.compile(r" ; python_full_version < '[\d.]+'")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Build the images of docker-compose.yml.")
    parser.add_argument("--no-replica", action="store_true", help="without the CPU replica (3 GB)")
    options = parser.parse_args()
    make_folders()
    engine = docker_engine.ensure()
    try:
        base = images.ensure_base()
        images.ensure_sandbox(base)
        frontend.ensure()
        _fetch_wheels(with_engine=not options.no_replica)
        for tag, (dockerfile, target, usually) in TAGS.items():
            if not (options.no_replica and target == "engine"):
                _build(tag, dockerfile, target, base=base, usually=usually)
    finally:
        engine.stop()
    say(f"✓ The images are there. Start them with BASE_IMAGE={base} set for docker-compose.")
    return 0


def _build(tag: str, dockerfile: str, target: str | None, *, base: str, usually: float) -> None:
    command = ["docker", "build", "--tag", tag, "--file", f"deploy/{dockerfile}"]
    command += ["--build-arg", f"BASE={base}", *(["--target", target] if target else []), "."]
    with Step(f"Build {tag}", usually=usually) as step:
        try:
            # The old builder: Debian's Docker has no other.
            run(command, step=step, env={"DOCKER_BUILDKIT": "0"})
        except CommandError as error:
            raise SetupError(
                f"The image {tag} could not be built ({error.tail}): the whole reason is in "
                "var/log/setup.log; put it right, then start again."
            ) from error


def _fetch_wheels(*, with_engine: bool) -> None:
    locks = [LOCKS / "app.txt", LOCKS / "uv.txt"]
    locks += [LOCKS / "engine-cpu.txt"] if with_engine else []
    digest = digest_of([*locks, Path(__file__)])
    if is_fresh("wheels", digest) and any(WHEELS.glob("*.whl")):
        return
    with Step("Fetch the wheels for the images", usually=60) as step:
        for old in WHEELS.glob("*.whl"):
            old.unlink()
        try:
            for lock in locks:
                _download(lock, step)
        except CommandError as error:
            raise SetupError(
                f"The wheels could not be fetched ({error.tail}): check the network and the disk, "
                "then start again."
            ) from error
    mark("wheels", digest)


def _download(lock: Path, step: Step) -> None:
    """Fetch what a lock names. What has no hash in it (the engine's torch) is fetched apart."""
    hashed, plain = split(lock.read_text())
    machine = os.uname().machine
    pip: list[str | Path] = [python_env.python_with_pip(), "-m", "pip", "download", "--no-deps"]
    pip += ["--only-binary=:all:", "--implementation=cp", "--python-version=3.11", "--dest", WHEELS]
    pip += [f"--platform={platform}_{machine}" for platform in PLATFORMS]
    with tempfile.TemporaryDirectory(prefix="ouroboros-wheels-") as folder:
        for name, text, options in (
            ("hashed.txt", hashed, ["--require-hashes"]),
            ("plain.txt", plain, []),
        ):
            if text.strip():
                (Path(folder) / name).write_text(text)
                run([*pip, *options, "-r", Path(folder) / name], step=step)


def split(lock: str) -> tuple[str, str]:
    """A lock's requirements that have hashes, and those that have none.

    What only Pythons before some release want is asked for in any case: the base image's Python may
    be older than the one that fetches.
    """
    hashed: list[str] = []
    plain: list[str] = []
    lines = [line for line in lock.splitlines() if line.strip() and not line.startswith("#")]
    block: list[str] = []
    for line in lines:
        block.append(OLDER_ONLY.sub("", line))
        if not line.endswith("\\"):
            (hashed if any("--hash=" in part for part in block) else plain).extend(block)
            block = []
    return "\n".join(hashed) + "\n", "\n".join(plain) + "\n"


if __name__ == "__main__":
    sys.exit(guarded(main))
