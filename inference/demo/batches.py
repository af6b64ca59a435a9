"""Conversations as tensors: encoded, sorted by length, and cut into batches with little padding."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import torch
from tokenizers import Tokenizer
from torch import Tensor

from inference.demo.dataset import Example
from inference.demo.model import COPIES, VALUES

__all__ = ["Batch", "Encoded", "collate", "draw_step", "encode"]

STEP = 32
COPYING = ("repair", "complaint", "follow_up")
"""The kinds whose answer is mostly a program that stands there already."""
LEAST_COPIED = 4
"""How many tokens a run must have to be copied, not found by chance."""


@dataclass(frozen=True)
class Encoded:
    """Token ids, and for each whether it is learnt (predicted from those before it).

    `sources` are what the reading heads should see: a head, the token before one that is repeated,
    and where that one stood before.
    """

    ids: list[int]
    learnt: list[bool]
    sources: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """Rows padded at their ends: (rows, tokens) each. `real` and `learnt` are 0 or 1.

    `sources` is (places, 4): a row, and one of its sources (see `Encoded`). `distinct` has one
    place in the flattened `ids` of each token that is there.
    """

    ids: Tensor
    real: Tensor
    learnt: Tensor
    sources: Tensor
    distinct: Tensor

    def to(self, device: torch.device) -> Batch:
        return Batch(
            self.ids.to(device),
            self.real.to(device),
            self.learnt.to(device),
            self.sources.to(device),
            self.distinct.to(device),
        )


def encode(tokenizer: Tokenizer, example: Example) -> Encoded:
    """The example's pieces, encoded one by one so that no token crosses from one into the next."""
    ids: list[int] = []
    learnt: list[bool] = []
    sources: list[tuple[int, int, int]] = []
    context = 0
    for text, wanted, value in example.pieces():
        piece = tokenizer.encode(text, add_special_tokens=False).ids
        if value and context:
            sources += _read(ids[:context], piece, len(ids))
        if not wanted:
            context += len(piece)
        ids += piece
        learnt += [wanted] * len(piece)
    if example.kind in COPYING:
        sources += _copied(ids[:context], ids[context:])
    if example.most is not None and any(learnt):
        # Cut by tokens: text cut by characters would teach the halves of tokens.
        end = learnt.index(True) + example.most
        ids, learnt = ids[:end], learnt[:end]
        sources = [source for source in sources if source[1] + 1 < end]
    return Encoded(ids, learnt, sources)


def _read(context: list[int], value: list[int], start: int) -> list[tuple[int, int, int]]:
    """Where the value, at `start`, stands in the context, as sources.

    The first token may be another there, with a space before it or without.
    """
    count = len(value)
    for at in range(len(context) - count, -1, -1):
        there = context[at : at + count]
        if there == value or (count > 1 and there[1:] == value[1:]):
            return [(VALUES, start + index - 1, at + index) for index in range(count)]
    return []


def _copied(context: list[int], answer: list[int]) -> list[tuple[int, int, int]]:
    """Where the runs that the answer takes over from the context stand there, as sources."""
    matcher = SequenceMatcher(None, context, answer, autojunk=False)
    return [
        (COPIES, len(context) + to + index - 1, at + index)
        for at, to, count in matcher.get_matching_blocks()
        if count >= LEAST_COPIED
        for index in range(count)
    ]


def collate(rows: Sequence[Encoded]) -> Batch:
    """Rows side by side, as wide as the longest, in steps of `STEP` (kernels are made by shape)."""
    width = -(-max(len(row.ids) for row in rows) // STEP) * STEP
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    real = torch.zeros(len(rows), width)
    learnt = torch.zeros(len(rows), width, dtype=torch.bool)
    sources = [(index, *source) for index, row in enumerate(rows) for source in row.sources]
    for index, row in enumerate(rows):
        length = len(row.ids)
        ids[index, :length] = torch.tensor(row.ids)
        real[index, :length] = 1.0
        learnt[index, :length] = torch.tensor(row.learnt)
    places = {token: place for place, token in enumerate(ids.flatten().tolist())}
    return Batch(
        ids,
        real,
        learnt,
        torch.tensor(sources, dtype=torch.long).view(-1, 4),
        torch.tensor(list(places.values()), dtype=torch.long),
    )


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
