"""Conversations as tensors: encoded, sorted by length, and cut into batches with little padding."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import torch
from tokenizers import Tokenizer
from torch import Tensor

from inference.demo.example import Example
from inference.demo.reading import NOWHERE, VALUES, Source, asked, copied, forked, read

__all__ = ["Batch", "Encoded", "collate", "draw_step", "encode"]

STEP = 32
COPYING = ("repair", "complaint", "follow_up")
"""The kinds whose answer is mostly a program that stands there already."""
AFTER_FORK = 4
"""How many tokens of an exercise in features are learnt where one decides what comes next."""


@dataclass(frozen=True)
class Encoded:
    """Token ids, for each whether it is learnt (predicted from those before it), and `sources`."""

    ids: list[int]
    learnt: list[bool]
    sources: list[Source] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """Rows padded at their ends: (rows, tokens) each. `real` and `learnt` are 0 or 1.

    `sources` is (places, 5): a row, and one of its sources (see `Encoded`). `distinct` has one
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
    sources: list[Source] = []
    starts: list[int] = []
    context = before = ""
    for text, wanted, value in example.pieces():
        piece = tokenizer.encode(text, add_special_tokens=False)
        spans = piece.offsets
        if not wanted:
            starts += [len(context) + start for start, _ in spans]
            context += text
        else:
            seen = read(context, starts, before, text, example.words) if value else []
            if value and not seen and text.strip() not in example.words:
                seen = [NOWHERE[0]] * len(text)
            if seen:
                looks = range(len(ids) - 1, len(ids) - 1 + len(spans))
                pairs = zip(looks, spans, strict=True)
                sources += [
                    (VALUES, place, seen[start], seen[start] + 1) for place, (start, _) in pairs
                ]
            before += text
        ids += piece.ids
        learnt += [wanted] * len(spans)
    if not example.start:
        shown = {looks for _, looks, *_ in sources}
        forks = _features(tokenizer, example, context, starts, ids[len(starts) :])
        sources += [(VALUES, looks, *span) for looks, span in forks.items() if looks not in shown]
        if example.kind == "features":
            near = {looks + 1 + step for looks in forks for step in range(AFTER_FORK)}
            learnt = [place in near for place in range(len(ids))]
    if example.kind in COPYING:
        sources += copied(ids[: len(starts)], ids[len(starts) :])
    if example.most is not None and any(learnt):
        # Cut by tokens: text cut by characters would teach the halves of tokens.
        end = learnt.index(True) + example.most
        ids, learnt = ids[:end], learnt[:end]
        sources = [source for source in sources if source[1] + 1 < end]
    return Encoded(ids, learnt, sources)


def _features(
    tokenizer: Tokenizer, example: Example, context: str, starts: list[int], answer: list[int]
) -> dict[int, tuple[int, int]]:
    """Where a feature decides what comes next: the token that looks, and the span it looks at."""
    found: dict[int, tuple[int, int]] = {}
    for fork in sorted(example.forks, key=lambda fork: bool(fork.said)):
        span = asked(context, starts, fork.said) if fork.said else NOWHERE
        if span:
            texts = [piece.text for piece in example.taken(fork)]
            pieces = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
            other = [token for piece in pieces for token in piece.ids]
            found |= {len(starts) + place - 1: span for place in forked(answer, other)}
    return found


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
        torch.tensor(sources, dtype=torch.long).view(-1, 5),
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
