"""`manage.py run_replicas`: starts the engines that the settings ask for, and watches them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import signal
import socket
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from redis.asyncio import Redis
from redis.exceptions import RedisError

from inference.addresses import AddressError, local_engines
from inference.engine_env import has_gpu, kind_of, python_of
from inference.launcher import EngineStatus, Launcher, LauncherOptions

logger = logging.getLogger(__name__)

PUBLISH_SECONDS = 2.0
KEY_SECONDS = 15


class Command(BaseCommand):
    """Serves until SIGTERM or SIGINT, then leaves nothing running."""

    help = "Start and watch the vLLM servers that REPLICAS asks for on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address that the engines bind")
        parser.add_argument(
            "--venv",
            type=Path,
            default=Path(settings.BASE_DIR) / ".venv-engine",
            help="the engine's environment",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            engines = local_engines(settings.REPLICAS)
        except AddressError as error:
            raise CommandError(f"REPLICAS is wrong: {error}") from error
        engines = [replace(engine, host=options["host"]) for engine in engines]
        venv: Path = options["venv"]
        kind: Literal["cpu", "cuda"] = kind_of(venv) or ("cuda" if has_gpu() else "cpu")
        var = Path(settings.VAR_DIR)
        launcher_options = LauncherOptions(
            python=python_of(venv),
            kind=kind,
            log_dir=var / "log",
            warmth=var / "warmth.json",
        )
        asyncio.run(self._serve(engines, launcher_options))

    async def _serve(self, engines: Sequence[Any], options: LauncherOptions) -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)
        changed = asyncio.Event()
        said: dict[str, tuple[str, str]] = {}

        def on_change(statuses: Sequence[EngineStatus]) -> None:
            changed.set()
            for status in statuses:
                now = (status.state, status.reason)
                if said.get(status.url) != now:
                    said[status.url] = now
                    self._say(status)

        launcher = Launcher(engines, options, on_change)
        if not engines:
            self.stdout.write("REPLICAS asks for no engine on this machine; waiting.")
        publishing = asyncio.create_task(publish(launcher, changed, options.kind))
        try:
            await launcher.run(stopping)
        finally:
            publishing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await publishing

    def _say(self, status: EngineStatus) -> None:
        words = f"{status.model} on {status.url}: {status.state}"
        if status.state == "ready":
            words += f" (MLA {status.mla or 'unknown'}, experts {status.moe or 'unknown'})"
        if status.reason:
            words += f": {status.reason}"
        self.stdout.write(words)
        self.stdout.flush()


def status_key(host: str = "") -> str:
    """The Redis key under which the launcher of a host publishes its engines."""
    return f"replicas:{host or socket.gethostname()}"


async def publish(launcher: Launcher, changed: asyncio.Event, kind: str) -> None:
    """Writes the engines' states to Redis whenever they change, and before the key runs out."""
    connection = Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=5)
    key = status_key()
    away = False
    try:
        while True:
            changed.clear()
            report = {
                "host": socket.gethostname(),
                "kind": kind,
                "written_at": time.time(),
                "replicas": [asdict(status) for status in launcher.status()],
            }
            try:
                await connection.set(key, json.dumps(report), ex=KEY_SECONDS)
                away = False
            except (RedisError, OSError) as error:
                if not away:
                    logger.warning("Redis is away, so replicas are not reported: %s", error)
                away = True
            # Not wait_for: before Python 3.12 it swallows a cancellation that comes with the event.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PUBLISH_SECONDS):
                    await changed.wait()
            await asyncio.sleep(0.2)
    finally:
        with contextlib.suppress(RedisError, OSError):
            await connection.delete(key)
        await connection.aclose()
