"""The catalogue: which models a replica can serve, and everything that serving one takes.

The facts are data, in `catalog.toml` beside this file; here they become frozen dataclasses, checked
as they are read, so that a misspelt key is one sentence at start-up and not a wrong engine later.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias, TypeVar

__all__ = [
    "Catalog",
    "CatalogError",
    "ChatFormat",
    "Entry",
    "Parallel",
    "Sampling",
    "entry_named",
    "load",
]

ROOT: Final = Path(__file__).resolve().parent.parent
CATALOG: Final = Path(__file__).resolve().parent / "catalog.toml"

Value = TypeVar("Value", str, int, float, bool)


class CatalogError(Exception):
    """The catalogue cannot be used; the message is one sentence that names the key."""


@dataclass(frozen=True)
class Parallel:
    """How a model is spread over accelerators: ranks of tensors, of data, and experts over both."""

    tensor: int
    data: int
    expert: bool

    @property
    def accelerators(self) -> int:
        """How many GPUs it takes."""
        return self.tensor * self.data


@dataclass(frozen=True)
class ChatFormat:
    """Facts of the chat template: the tokens around a text, whether it knows a system turn, and
    how many earlier messages of a conversation, each with its answer, it was taught to make use of.
    """

    bos: str
    eos: str
    system_prompt: bool
    earlier_turns: int


@dataclass(frozen=True)
class Sampling:
    """What is asked for when nobody says otherwise. `max_tokens` bounds one answer."""

    temperature: float
    top_p: float
    max_tokens: int


@dataclass(frozen=True)
class Entry:
    """One model of the catalogue.

    `source` is what the engine loads: an absolute folder for a checkpoint that is shipped, a
    repository id for one that is fetched. `context` is in tokens, prompt and answer together.
    `memory_gib` is what must be free for it in all, on the GPUs it takes or in main memory.
    `kv_cache_memory_bytes` reserves the cache by hand (0: the engine decides from what is free).
    `max_queued` bounds the requests that the engine holds before it answers 503.
    """

    name: str
    title: str
    source: str
    is_local: bool
    context: int
    memory_gib: float
    parameters: str
    kv_cache_dtype: str
    kv_bytes_per_token: int
    kv_cache_memory_bytes: int
    max_queued: int
    engine_arguments: tuple[str, ...]
    parallel: Parallel
    chat: ChatFormat
    sampling: Sampling
    about: Mapping[str, str]

    def arguments(self) -> list[str]:
        """The engine's arguments that follow from this entry, without host and port."""
        made = [
            *("--model", self.source),
            *("--served-model-name", self.name),
            *("--max-model-len", str(self.context)),
            *("--kv-cache-dtype", self.kv_cache_dtype),
            *("--max-num-queued-reqs", str(self.max_queued)),
        ]
        if self.kv_cache_memory_bytes:
            made += ["--kv-cache-memory-bytes", str(self.kv_cache_memory_bytes)]
        if self.parallel.tensor > 1:
            made += ["--tensor-parallel-size", str(self.parallel.tensor)]
        if self.parallel.data > 1:
            made += ["--data-parallel-size", str(self.parallel.data)]
        if self.parallel.expert:
            made.append("--enable-expert-parallel")
        return [*made, *self.engine_arguments]


Catalog: TypeAlias = Mapping[str, Entry]
"""The entries by name, in the order of the file."""


@cache
def load(path: Path = CATALOG, root: Path = ROOT) -> Catalog:
    """Reads and checks a catalogue, once; `root` is what its paths are relative to.

    Raises `CatalogError` when the file cannot be read or a key is missing, misspelt or mistyped.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogError(f"The catalogue {path.name} cannot be read: {error}.") from error
    entries = {}
    for name, table in tables.items():
        entries[name] = _entry(_Table(name, table), root)
    if not entries:
        raise CatalogError(f"The catalogue {path.name} names no model.")
    return MappingProxyType(entries)


def entry_named(name: str) -> Entry:
    """The entry of that name; raises `CatalogError` naming those there are."""
    catalogue = load()
    if name not in catalogue:
        raise CatalogError(
            f"The catalogue has no model named {name!r}; it has {', '.join(catalogue)}."
        )
    return catalogue[name]


def _entry(table: _Table, root: Path) -> Entry:
    path = table.take("path", str, "")
    repository = table.take("repository", str, "")
    if bool(path) == bool(repository):
        raise CatalogError(f"{table.where} in the catalogue needs either `path` or `repository`.")
    entry = Entry(
        name=table.where,
        title=table.take("title", str),
        source=str(root / path) if path else repository,
        is_local=bool(path),
        context=table.positive("context"),
        memory_gib=table.take("memory_gib", float),
        parameters=table.take("parameters", str),
        kv_cache_dtype=table.take("kv_cache_dtype", str),
        kv_bytes_per_token=table.positive("kv_bytes_per_token"),
        kv_cache_memory_bytes=table.take("kv_cache_memory_bytes", int, 0),
        max_queued=table.positive("max_queued"),
        engine_arguments=table.strings("engine_arguments"),
        parallel=_parallel(table.table("parallel")),
        chat=_chat(table.table("chat")),
        sampling=_sampling(table.table("sampling")),
        about=_about(table.table("about")),
    )
    table.end()
    if entry.sampling.max_tokens >= entry.context:
        raise CatalogError(
            f"{entry.name}.sampling.max_tokens in the catalogue leaves no room for a prompt: "
            f"make it less than the context of {entry.context}."
        )
    return entry


def _parallel(table: _Table) -> Parallel:
    made = Parallel(
        tensor=table.positive("tensor"),
        data=table.positive("data"),
        expert=table.take("expert", bool),
    )
    table.end()
    return made


def _chat(table: _Table) -> ChatFormat:
    made = ChatFormat(
        bos=table.take("bos", str),
        eos=table.take("eos", str),
        system_prompt=table.take("system_prompt", bool),
        earlier_turns=table.at_least("earlier_turns", 0),
    )
    table.end()
    return made


def _sampling(table: _Table) -> Sampling:
    made = Sampling(
        temperature=table.take("temperature", float),
        top_p=table.take("top_p", float),
        max_tokens=table.positive("max_tokens"),
    )
    table.end()
    return made


def _about(table: _Table) -> Mapping[str, str]:
    made = {"en": table.take("en", str), "ko": table.take("ko", str)}
    table.end()
    return MappingProxyType(made)


class _Table:
    """A table of the file that is emptied as it is read, so that what is left over is a mistake."""

    def __init__(self, where: str, values: object) -> None:
        if not isinstance(values, dict):
            raise CatalogError(f"{where} in the catalogue must be a table.")
        self.where = where
        self._values = dict(values)

    def take(self, key: str, kind: type[Value], default: Value | None = None) -> Value:
        value = self._values.pop(key, default)
        if value is None:
            raise CatalogError(f"{self.where}.{key} is missing from the catalogue.")
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            raise CatalogError(
                f"{self.where}.{key} in the catalogue must be of type {kind.__name__}, "
                f"not {type(value).__name__}."
            )
        return value

    def positive(self, key: str) -> int:
        return self.at_least(key, 1)

    def at_least(self, key: str, least: int) -> int:
        value = self.take(key, int)
        if value < least:
            raise CatalogError(f"{self.where}.{key} in the catalogue must be at least {least}.")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        values = self._values.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise CatalogError(f"{self.where}.{key} in the catalogue must be a list of strings.")
        return tuple(values)

    def table(self, key: str) -> _Table:
        if key not in self._values:
            raise CatalogError(f"{self.where}.{key} is missing from the catalogue.")
        return _Table(f"{self.where}.{key}", self._values.pop(key))

    def end(self) -> None:
        for key in self._values:
            raise CatalogError(f"{self.where}.{key} in the catalogue is not a key that exists.")
