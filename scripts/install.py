"""`make install`: installs everything that is missing, and does nothing twice."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack

from scripts import debian, django_files, docker_engine, frontend, images, preflight, python_env
from scripts.console import say
from scripts.docker_engine import DockerEngine
from scripts.environment import local_replicas, read_env_file
from scripts.errors import SetupError
from scripts.paths import make_folders

__all__ = ["everything", "guarded", "python_only"]


def python_only(environ: Mapping[str, str]) -> None:
    """What `make check` needs: the Python environment with the tools, and the translations."""
    make_folders()
    python_env.ensure_app(dev=True)
    django_files.compile_messages(environ)


def everything(environ: Mapping[str, str], *, dev: bool) -> DockerEngine:
    """Install what is missing; start Docker's engine, which the caller stops. Raises SetupError."""
    make_folders()
    preflight.check_disk()
    debian.install([*debian.FOR_RUNNING, *(debian.FOR_TESTS if dev else ())])
    with ExitStack() as undo:
        engine = docker_engine.ensure()
        undo.callback(engine.stop)
        python_env.ensure_app(dev=dev)
        if local_replicas(environ) or dev:
            python_env.ensure_engine()
        frontend.ensure()
        images.ensure_sandbox(images.ensure_base())
        django_files.ensure(environ)
        undo.pop_all()
    return engine


def guarded(main: Callable[[], int]) -> int:
    """Run a `main()`, turning a SetupError into its sentence and Ctrl-C into a quiet end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return main()
    except SetupError as problem:
        say(f"✗ {problem}", stream=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("Stopped.", stream=sys.stderr)
        return 130


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Install what Ouroboros needs.")
    parser.add_argument("--dev", action="store_true", help="with what the tests need")
    parser.add_argument("--python-only", action="store_true", help="only the tools of `make check`")
    options = parser.parse_args()
    environ = {**read_env_file(), **os.environ}
    if options.python_only:
        python_only(environ)
        return 0
    engine = everything(environ, dev=options.dev)
    engine.stop()
    say("✓ Everything is installed.")
    return 0


if __name__ == "__main__":
    sys.exit(guarded(main))
