#!/usr/bin/env python3
"""Build the image in which programs run, unless it is there already; print its tag last.

    python3 sandbox/image/build.py --base python:3.12-slim-bookworm

Needs only Python's standard library, pip and Docker's client. The tag is the hash of what the
image is made from, so that it is built again exactly when that changes.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LOCK = ROOT / "locks" / "sandbox.txt"
WIRE = HERE.parent / "wire.py"
NAME = "ouroboros-sandbox"
DEFAULT_BASE = "python:3.12-slim-bookworm"
PROBE = (
    "import json, platform, sys;"
    "print(json.dumps([sys.version_info[0], sys.version_info[1], platform.machine()]))"
)


class BuildFailed(Exception):
    """The image could not be built; the message says why and what to do."""


def ingredients() -> list[Path]:
    """Everything the image is made from, but its base."""
    own = [path for path in HERE.iterdir() if path.is_file() and path.name != "build.py"]
    return [*sorted(own), WIRE, LOCK]


def image_tag() -> str:
    """The image's name with the hash of its ingredients."""
    digest = hashlib.sha256()
    for path in ingredients():
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return f"{NAME}:{digest.hexdigest()[:16]}"


def run(command: list[str], *, hint: str) -> str:
    """Run a command and give its output; on failure say its last lines and the hint."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise BuildFailed(f"The command {command[0]} is missing. {hint}") from error
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise BuildFailed(f"`{' '.join(command[:3])} …` failed. {hint}\n{tail}")
    return done.stdout


def is_present(tag: str) -> bool:
    return bool(run(["docker", "images", "-q", tag], hint="Is Docker running?").strip())


def fetch_packages(base: str, target: Path) -> None:
    """Install the locked wheels for the base's Python into a folder, outside the image."""
    probe = ["docker", "run", "--rm", "--network", "none", base, "python3", "-c", PROBE]
    answer = run(probe, hint=f"Does the image {base} exist, with a python3 in it?")
    major, minor, machine = json.loads(answer)
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--no-input", "--no-deps", "--only-binary=:all:", "--require-hashes", "--no-compile",
        "--implementation", "cp", "--python-version", f"{major}.{minor}",
        "--requirement", str(LOCK), "--target", str(target),
    ]  # fmt: skip
    for platform in (f"manylinux2014_{machine}", f"manylinux_2_28_{machine}"):
        command += ["--platform", platform]
    run(command, hint="Is the package index reachable, and is pip installed?")
    for unused in ("bin", "share"):
        shutil.rmtree(target / unused, ignore_errors=True)


def build(base: str, tag: str) -> None:
    with tempfile.TemporaryDirectory(prefix="ouroboros-image-") as folder:
        context = Path(folder)
        for path in ingredients():
            shutil.copy(path, context / path.name)
        step("fetching Python packages")
        fetch_packages(base, context / "site-packages")
        step("building the sandbox image (Debian packages, fonts, display)")
        command = ["docker", "build", "--build-arg", f"BASE={base}", "--tag", tag, folder]
        run(command, hint="Docker could not build the sandbox image.")


def step(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", default=DEFAULT_BASE, help="a Debian bookworm with python3")
    parser.add_argument("--tag-only", action="store_true", help="print the tag and build nothing")
    chosen = parser.parse_args()
    tag = image_tag()
    if not chosen.tag_only:
        try:
            if is_present(tag):
                step("the sandbox image is there already")
            else:
                began = time.monotonic()
                build(chosen.base, tag)
                step(f"the sandbox image is ready after {time.monotonic() - began:.0f} s")
        except BuildFailed as error:
            print(error, file=sys.stderr)
            return 1
    print(tag)
    return 0


if __name__ == "__main__":
    sys.exit(main())
