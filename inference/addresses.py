"""The settings' list of replicas, read: which to start here, and which are somebody else's.

demo                          start the catalogue's `demo` here, on the first free of 8100, 8101 …
demo@8100                     start it here on that port
http://gpu-host:8000          use what is there, whatever models it says it serves
https://key@host/v1#model     the same, with a key (sent as a bearer token) and only this model
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from inference.catalog import CatalogError, Entry, entry_named

__all__ = ["AddressError", "LocalEngine", "ReplicaAddress", "addresses", "local_engines"]

FIRST_PORT = 8100
LOCAL = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)(?:@(?P<port>\d+))?")


class AddressError(ValueError):
    """An item of the list cannot be used; the message is one sentence that quotes it."""


@dataclass(frozen=True)
class ReplicaAddress:
    """Where a replica answers.

    `url` has no path after the host unless the server wants one, and no `/v1`. `model` is None when
    the replica is to be asked what it serves. `local` says that a launcher here starts it.
    """

    url: str
    model: str | None = None
    local: bool = False
    key: str = field(default="", repr=False)


@dataclass(frozen=True)
class LocalEngine:
    """One engine to be started on this machine."""

    entry: Entry
    port: int
    host: str = "127.0.0.1"

    @property
    def url(self) -> str:
        """Where it answers on this machine; on a wildcard address that is the loopback."""
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104
        return f"http://{host}:{self.port}"


def local_engines(items: Iterable[str]) -> list[LocalEngine]:
    """The engines that this list asks to be started here, in its order."""
    return [item for item in _parse(items) if isinstance(item, LocalEngine)]


def addresses(items: Iterable[str]) -> list[ReplicaAddress]:
    """Every replica of the list, local or not, in its order."""
    return [
        ReplicaAddress(url=item.url, model=item.entry.name, local=True)
        if isinstance(item, LocalEngine)
        else item
        for item in _parse(items)
    ]


def _parse(items: Iterable[str]) -> list[LocalEngine | ReplicaAddress]:
    words = [item.strip() for item in items if item.strip()]
    taken = {
        int(found["port"]) for word in words if (found := LOCAL.fullmatch(word)) if found["port"]
    }
    made: list[LocalEngine | ReplicaAddress] = []
    seen: set[str] = set()
    for word in words:
        item = _remote(word) if "://" in word else _local(word, taken)
        if item.url in seen:
            raise AddressError(f"The replica {_shown(word)} is listed twice under {item.url}.")
        seen.add(item.url)
        made.append(item)
    return made


def _local(word: str, taken: set[int]) -> LocalEngine:
    found = LOCAL.fullmatch(word)
    if found is None:
        raise AddressError(
            f"The replica {word!r} is neither a model of the catalogue, a model@port, nor a URL."
        )
    try:
        entry = entry_named(found["name"])
    except CatalogError as error:
        raise AddressError(f"The replica {word!r} cannot be started: {error}") from error
    if found["port"]:
        port = int(found["port"])
    else:
        port = next(port for port in range(FIRST_PORT, 65536) if port not in taken)
        taken.add(port)
    if not 1 <= port <= 65535:
        raise AddressError(f"The replica {word!r} names a port that is not between 1 and 65535.")
    return LocalEngine(entry, port)


def _remote(word: str) -> ReplicaAddress:
    try:
        parts = urlsplit(word)
        port = parts.port
    except ValueError as error:
        raise AddressError(f"The replica {_shown(word)} is not a URL: {error}.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AddressError(f"The replica {_shown(word)} must be a URL with http:// or https://.")
    if parts.query:
        raise AddressError(f"The replica {_shown(word)} must be a URL without a query.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    where = host if port is None else f"{host}:{port}"
    path = parts.path.rstrip("/").removesuffix("/v1")
    return ReplicaAddress(
        url=f"{parts.scheme}://{where}{path}",
        model=unquote(parts.fragment) or None,
        key=unquote(parts.password or parts.username or ""),
    )


def _shown(word: str) -> str:
    """The item as a message may quote it: without the key that it may hold."""
    return repr(re.sub(r"//[^/@]*@", "//…@", word))
