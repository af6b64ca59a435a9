"""Containers that were started before anybody needed them. Each is used once, then destroyed."""

import atexit
import logging
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from sandbox import config
from sandbox.container import Container
from sandbox.engine import Engine
from sandbox.errors import SandboxError, SandboxUnavailable
from sandbox.limits import Limits

logger = logging.getLogger(__name__)

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0


class Pool:
    """Keeps `size` containers of the default limits waiting, once it was started.

    Without `start()` it makes each container when it is asked for: right for a command that runs
    one program. Safe to use from many threads.
    """

    def __init__(self, settings: config.Config) -> None:
        self._settings = settings
        self._limits = Limits()
        self._waiting: deque[Container] = deque()
        self._changed = threading.Condition()
        self._filler: threading.Thread | None = None
        self._closed = False
        self._engine: Engine | None = None
        self._disposal = ThreadPoolExecutor(2, thread_name_prefix="sandbox-disposal")

    def engine(self) -> Engine:
        """The connection to Docker, made when it is first needed and made again after a failure."""
        with self._changed:
            if self._engine is None:
                self._engine = Engine(self._settings)
            return self._engine

    def start(self) -> None:
        """Remove what dead runners left and begin to keep containers waiting."""
        with self._changed:
            if self._filler is None and not self._closed:
                self._filler = threading.Thread(target=self._fill, name="sandbox-pool", daemon=True)
                self._filler.start()

    def take(self, limits: Limits) -> Container:
        """A container that nobody used before. Raises SandboxUnavailable."""
        while limits.shape == self._limits.shape:
            with self._changed:
                container = self._waiting.popleft() if self._waiting else None
                self._changed.notify_all()
            if container is None:
                break
            if container.is_waiting:
                return container
            self.dispose(container)
        return self._create(limits)

    def dispose(self, container: Container) -> None:
        """Destroy a container without making anybody wait for it."""
        try:
            self._disposal.submit(destroy, container)
        except RuntimeError:
            destroy(container)

    def reap_orphans(self) -> int:
        """Remove the containers of runners that are gone; how many there were."""
        return self.engine().reap_orphans()

    def wait_until_full(self, timeout: float) -> bool:
        """Wait until as many containers are waiting as there should be."""
        with self._changed:
            return self._changed.wait_for(
                lambda: len(self._waiting) >= self._settings.pool_size, timeout
            )

    def close(self) -> None:
        """Destroy every container that is left. Programs still running end with theirs."""
        with self._changed:
            self._closed = True
            left = list(self._waiting)
            self._waiting.clear()
            self._changed.notify_all()
        if self._filler is not None:
            self._filler.join(timeout=30)
        for container in left:
            self.dispose(container)
        self._disposal.shutdown(wait=True)
        self._forget_engine()

    def _create(self, limits: Limits) -> Container:
        try:
            return Container(self.engine(), limits)
        except SandboxUnavailable:
            self._forget_engine()
            raise

    def _forget_engine(self) -> None:
        with self._changed:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def _fill(self) -> None:
        wait = 0.0
        reaped = False
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed, wait)
                self._changed.wait_for(
                    lambda: self._closed or len(self._waiting) < self._settings.pool_size
                )
                if self._closed:
                    return
            try:
                if not reaped:
                    self.reap_orphans()
                    reaped = True
                container = self._create(self._limits)
            except SandboxError as error:
                wait = min(LONGEST_WAIT, max(FIRST_WAIT, wait * 2))
                logger.warning("no container could be prepared: %s", error)
                continue
            wait = 0.0
            with self._changed:
                if not self._closed:
                    self._waiting.append(container)
                    self._changed.notify_all()
                    continue
            self.dispose(container)


def destroy(container: Container) -> None:
    try:
        container.destroy()
    except SandboxError as error:
        logger.warning("a container was left for the sweeper: %s", error)


@cache
def default_pool() -> Pool:
    """The pool that all runs of this process share."""
    pool = Pool(config.current())
    atexit.register(pool.close)
    return pool
