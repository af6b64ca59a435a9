"""What the runner process does besides its tasks: keep containers ready, sweep, end in order.

The worker loads this module by CELERY_IMPORTS; its threads share one pool of containers.
"""

from __future__ import annotations

import logging
import threading

from celery.signals import worker_ready, worker_shutdown, worker_shutting_down
from django.db import DatabaseError, close_old_connections, connection

from sandbox.claims import claims
from sandbox.pool import default_pool
from sandbox.sweeping import sweep

__all__ = ["Sweeper"]

SWEEP_SECONDS = 3.0

logger = logging.getLogger(__name__)


class Sweeper(threading.Thread):
    """Sweeps every few seconds until it is stopped. A database that is away does not end it."""

    def __init__(self) -> None:
        super().__init__(name="sweeper", daemon=True)
        self._ended = threading.Event()

    def run(self) -> None:
        """Sweep, wait, and sweep again."""
        while not self._ended.is_set():
            try:
                close_old_connections()
                sweep()
            except DatabaseError as error:
                logger.warning("The sweeper waits for the database: %s", error)
            finally:
                connection.close()
            self._ended.wait(SWEEP_SECONDS)

    def stop(self) -> None:
        """Let the sweep in progress be the last."""
        self._ended.set()


_sweepers: list[Sweeper] = []


@worker_ready.connect
def _begin(**_kwargs: object) -> None:
    default_pool().start()
    sweeper = Sweeper()
    _sweepers.append(sweeper)
    sweeper.start()


@worker_shutting_down.connect
def _give_back(**_kwargs: object) -> None:
    """Runs in progress go back to the queue, for a shutdown must not wait for a game to end."""
    for sweeper in _sweepers:
        sweeper.stop()
    claims().abandon_all()


@worker_shutdown.connect
def _end(**_kwargs: object) -> None:
    default_pool().close()
