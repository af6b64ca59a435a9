"""`manage.py run_generations`: the generator process."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assistant.conversations.generator.process import Generator
from inference.addresses import AddressError, addresses
from inference.pool import Pool


class Command(BaseCommand):
    """Writes queued answers until it is told to stop."""

    help = "Takes queued generations, streams them from the pool, writes the event log."

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM or SIGINT."""
        try:
            pool = Pool(addresses(settings.REPLICAS))
        except AddressError as error:
            raise CommandError(str(error)) from error
        asyncio.run(self._serve(pool))

    async def _serve(self, pool: Pool) -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopping.set)
        async with pool:
            await Generator(pool).run(stopping)
