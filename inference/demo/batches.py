"""Conversations as tensors: encoded, sorted by length, and cut into batches with little padding."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from inference.demo.dataset import Example

__all__ = ["Batch", "Encoded", "collate", "draw_step", "encode"]


STEP = 32


@dataclass(frozen=True)
class Encoded:
    """Token ids, and for each whether it is learnt (predicted from those before it)."""

    ids: list[int]
    learnt: list[bool]


@dataclass(frozen=True)
class Batch:
    """Rows padded at their ends: (rows, tokens) each. `real` and `learnt` are 0 or 1."""

    ids: Tensor
    real: Tensor
    learnt: Tensor

    def to(self, device: torch.device) -> Batch:
        return Batch(self.ids.to(device), self.real.to(device), self.learnt.to(device))


def encode(tokenizer: Tokenizer, example: Example) -> Encoded:
    """The example's pieces, encoded one by one so that no token crosses from one into the next."""
    ids: list[int] = []
    learnt: list[bool] = []
    for text, wanted in example.pieces():
        piece = tokenizer.encode(text, add_special_tokens=False).ids
        if wanted:
            # Cut by tokens: text cut by characters would teach the halves of tokens.
            piece = piece[: example.most]
        ids += piece
        learnt += [wanted] * len(piece)
    return Encoded(ids, learnt)


def collate(rows: Sequence[Encoded]) -> Batch:
    """Rows side by side, as wide as the longest, in steps of `STEP` (kernels are made by shape)."""
    width = -(-max(len(row.ids) for row in rows) // STEP) * STEP
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    real = torch.zeros(len(rows), width)
    learnt = torch.zeros(len(rows), width, dtype=torch.bool)
    for index, row in enumerate(rows):
        length = len(row.ids)
        ids[index, :length] = torch.tensor(row.ids)
        real[index, :length] = 1.0
        learnt[index, :length] = torch.tensor(row.learnt)
    return Batch(ids, real, learnt)


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
