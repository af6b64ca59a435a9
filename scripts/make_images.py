"""`make images`: the base image and the sandbox image, on an engine started for it if need be."""

from __future__ import annotations

import sys

from scripts import docker_engine, images
from scripts.install import guarded
from scripts.paths import make_folders

__all__ = ["main"]


def main() -> int:
    """Make both, unless they are there."""
    make_folders()
    engine = docker_engine.ensure()
    try:
        images.ensure_sandbox(images.ensure_base())
    finally:
        engine.stop()
    return 0


if __name__ == "__main__":
    sys.exit(guarded(main))
