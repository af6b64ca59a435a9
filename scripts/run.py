"""`make run`: installs what is missing, starts everything, and stops it again on Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack

from scripts import django_files, environment, install, preflight, procfile, ready, redis_server
from scripts.console import duration, say
from scripts.docker_engine import DockerEngine
from scripts.errors import SetupError
from scripts.paths import LOGS, make_folders
from scripts.shell import output
from scripts.supervisor import Process, Supervisor
from scripts.warmth import show_warmth

__all__ = ["main"]

#: The longest until the pages answer, in seconds, and how often a process may fail until then.
PAGES_DEADLINE = 90.0
FAILURES = 3
#: How long each process may take to stop, in seconds: an engine frees its memory first.
GRACE = {"replicas": 20.0, "runner": 10.0}
REDIS = "redis"


def main() -> int:
    """Everything from nothing to serving, and back."""
    environ = {**environment.read_env_file(), **os.environ}
    port = environment.port(environ)
    models = environment.local_replicas(environ)
    make_folders()
    with ExitStack() as undo:
        undo.enter_context(preflight.only_one(port))
        for number in (port, *(model.port for model in models)):
            preflight.check_port(number)
        preflight.check_memory(sum(model.entry.memory_gib for model in models))
        engine = install.everything(environ, dev=False)
        undo.callback(_stop_engine, engine)
        asyncio.run(_serve(environ, port))
    return 0


async def _serve(environ: Mapping[str, str], port: int) -> None:
    """Run the processes until SIGINT or SIGTERM."""
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(sign, ending.set)
    supervisor = Supervisor(say, verbose=bool(environ.get("VERBOSE")))
    url = environ.get("REDIS_URL", "")
    socket = None if url else redis_server.socket_path()
    try:
        if socket is not None:
            url = redis_server.url_of(socket)
        child_env = environment.processes(environ, redis_url=url)
        if socket is not None:
            supervisor.start(Process(REDIS, redis_server.command(socket), child_env))
        await asyncio.to_thread(django_files.migrate, child_env)
        for name, command in procfile.read(child_env).items():
            supervisor.start(Process(name, command, child_env, grace=GRACE.get(name, 8.0)))
        serving = asyncio.create_task(_announce(supervisor, child_env, port))
        waiting = asyncio.create_task(ending.wait())
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
            await waiting
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    finally:
        say("Stopping…")
        began = time.monotonic()
        await supervisor.stop_all(last=[REDIS])
        if socket is not None:
            redis_server.forget(socket)
        say(f"Stopped everything that was started here, {duration(time.monotonic() - began)}.")


async def _announce(supervisor: Supervisor, environ: Mapping[str, str], port: int) -> None:
    """Wait for the pages, print the address with the sign-in link, show the model warming up."""
    began = time.monotonic()
    link = asyncio.create_task(asyncio.to_thread(_first_link, environ))
    while not await asyncio.to_thread(ready.is_serving, port):
        web = supervisor.processes["web"]
        if web.restarts >= FAILURES or time.monotonic() - began > PAGES_DEADLINE:
            said = " ".join(web.last_lines)[-500:] or "it said nothing"
            raise SetupError(f"The pages do not answer: {LOGS / 'web.log'} says why ({said}).")
        await asyncio.sleep(0.2)
    say(f"\nOuroboros is ready at http://127.0.0.1:{port}{await link}")
    say("Ctrl-C stops it. Logs of each process: " + str(LOGS))
    await show_warmth(port, say)


def _first_link(environ: Mapping[str, str]) -> str:
    """The path of a one-time sign-in link for the first administrator."""
    path = output(django_files.manage("first_link"), seconds=60, env=environ)
    return path.splitlines()[-1] if path else "/"


def _stop_engine(engine: DockerEngine) -> None:
    if engine.process is not None or engine.unit:
        say("Stopping Docker's engine, which was started here.")
        engine.stop()


if __name__ == "__main__":
    sys.exit(install.guarded(main))
