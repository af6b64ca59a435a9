"""Conversations as tensors: encoded, sorted by length, and cut into batches with little padding."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import torch
from tokenizers import Tokenizer
from torch import Tensor

from inference.demo.dataset import Example

__all__ = ["Batch", "Encoded", "collate", "draw_step", "encode"]


STEP = 32


@dataclass(frozen=True)
class Encoded:
    """Token ids, and for each whether it is learnt (predicted from those before it).

    `sources` are the places where values were read: the token before a value's, and where the
    same token stands in the request.
    """

    ids: list[int]
    learnt: list[bool]
    sources: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """Rows padded at their ends: (rows, tokens) each. `real` and `learnt` are 0 or 1.

    `sources` is (places, 3): a row, and its pair of tokens (see `Encoded`).
    """

    ids: Tensor
    real: Tensor
    learnt: Tensor
    sources: Tensor

    def to(self, device: torch.device) -> Batch:
        return Batch(
            self.ids.to(device),
            self.real.to(device),
            self.learnt.to(device),
            self.sources.to(device),
        )


def encode(tokenizer: Tokenizer, example: Example) -> Encoded:
    """The example's pieces, encoded one by one so that no token crosses from one into the next."""
    ids: list[int] = []
    learnt: list[bool] = []
    sources: list[tuple[int, int]] = []
    context = 0
    for text, wanted, value in example.pieces():
        piece = tokenizer.encode(text, add_special_tokens=False).ids
        if value and context:
            sources += _sources(ids[:context], piece, len(ids))
        if not wanted:
            context += len(piece)
        ids += piece
        learnt += [wanted] * len(piece)
    if example.most is not None and any(learnt):
        # Cut by tokens: text cut by characters would teach the halves of tokens.
        end = learnt.index(True) + example.most
        ids, learnt = ids[:end], learnt[:end]
        sources = [pair for pair in sources if pair[0] < end]
    return Encoded(ids, learnt, sources)


def _sources(context: list[int], value: list[int], start: int) -> list[tuple[int, int]]:
    """Where the value, at `start`, stands in the context: pairs of who looks, and at what.

    The first token may be another there, with a space before it or without.
    """
    count = len(value)
    for at in range(len(context) - count, -1, -1):
        there = context[at : at + count]
        if there == value or (count > 1 and there[1:] == value[1:]):
            return [(start + index - 1, at + index) for index in range(count)]
    return []


def collate(rows: Sequence[Encoded]) -> Batch:
    """Rows side by side, as wide as the longest, in steps of `STEP` (kernels are made by shape)."""
    width = -(-max(len(row.ids) for row in rows) // STEP) * STEP
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    real = torch.zeros(len(rows), width)
    learnt = torch.zeros(len(rows), width, dtype=torch.bool)
    sources = [(index, looks, at) for index, row in enumerate(rows) for looks, at in row.sources]
    for index, row in enumerate(rows):
        length = len(row.ids)
        ids[index, :length] = torch.tensor(row.ids)
        real[index, :length] = 1.0
        learnt[index, :length] = torch.tensor(row.learnt)
    return Batch(ids, real, learnt, torch.tensor(sources, dtype=torch.long).view(-1, 3))


def in_batches(rows: Sequence[Encoded], tokens: int) -> Iterator[Batch]:
    """Neighbours in length together, each batch of at most `tokens` tokens with its padding."""
    group: list[Encoded] = []
    for row in sorted(rows, key=lambda each: len(each.ids)):
        if group and (len(group) + 1) * len(row.ids) > tokens:
            yield collate(group)
            group = []
        group.append(row)
    if group:
        yield collate(group)


def draw_step(
    draw: Callable[[random.Random], Example],
    tokenizer: Tokenizer,
    dice: random.Random,
    *,
    tokens: int,
    micro: int,
    longest: int,
) -> list[Batch]:
    """One optimizer step's examples, about `tokens` in all, in batches of at most `micro` tokens.

    Examples longer than `longest` tokens are passed over.
    """
    rows: list[Encoded] = []
    total = 0
    while total < tokens:
        row = encode(tokenizer, draw(dice))
        if len(row.ids) <= longest:
            rows.append(row)
            total += len(row.ids)
    return list(in_batches(rows, micro))
