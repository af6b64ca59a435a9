"""Conversations as tensors: encoded, and side by side in batches with little padding."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

import torch
from tokenizers import Tokenizer
from torch import Tensor

from inference.demo.example import NO_TOPIC, Example
from inference.demo.reading import (
    NOWHERE,
    READING_HEADS,
    VALUES,
    Source,
    asked,
    copied,
    forked,
    read,
)

__all__ = ["Batch", "Encoded", "collate", "draw_step", "encode", "neighbours", "pack"]

Item = TypeVar("Item")
STEP = 32
FULL = 0.96
"""How full packed rows are to be: hardly ever is a conversation left out then."""
VALUE_WEIGHT = 4.0
"""How much more than other tokens an option's value counts.

It is one token of thirty, and decides whether the program is right; where the head looked rightly,
the usual value was still written in one case of five.
"""
COPYING = ("repair", "complaint", "follow_up")
"""The kinds whose answer is mostly a program that stands there already."""
TOKENS_A_TOPIC = 24
"""No conversation is shorter."""
AFTER_FORK = 4
"""How many tokens of an exercise in features are learnt where one decides what comes next."""


@dataclass(frozen=True)
class Encoded:
    """Token ids, for each whether it is learnt (predicted from those before it), `sources`, and the
    number of the topic, which is to be told from what stands before the answer."""

    ids: list[int]
    learnt: list[bool]
    sources: list[Source] = field(default_factory=list)
    topic: int = NO_TOPIC


@dataclass(frozen=True)
class Batch:
    """Conversations side by side: `ids` and `real`, which is 0 or 1, are (rows, tokens) each.

    `docs` numbers the conversations where a row has several, or is `None`. `looks` are the tokens
    from which the next one is learnt, and `weights` how much each of these counts. `sources` is
    (places, 5): a row, and one of its sources (see `Encoded`). `distinct` has one place of each
    token that is there, and `topics` is (conversations, 2): the last token before the answer, and
    the topic. These, looks and distinct are places in the flattened `ids`: places, not masks,
    because a GPU would have to be waited for to count a mask. `scales` is what makes its losses
    shares of the step's: by learnt token, by token, by place that each reading head is shown, and
    by topic.
    """

    ids: Tensor
    real: Tensor
    docs: Tensor | None
    looks: Tensor
    weights: Tensor
    sources: Tensor
    distinct: Tensor
    topics: Tensor
    scales: Tensor

    def to(self, device: torch.device) -> Batch:
        return self._each(lambda tensor: tensor.to(device, non_blocking=True))

    def pin_memory(self) -> Batch:
        """The same in memory from which a GPU copies by itself (`DataLoader` asks for it)."""
        return self._each(Tensor.pin_memory)

    def _each(self, change: Callable[[Tensor], Tensor]) -> Batch:
        """The batch with all its tensors changed."""
        tensors = {each.name: getattr(self, each.name) for each in fields(self)}
        return Batch(
            **{name: value if value is None else change(value) for name, value in tensors.items()}
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
    return Encoded(ids, learnt, sources, NO_TOPIC if example.start else example.topic)


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
    return replace(_placed([[row] for row in rows], width), docs=None)


def pack(conversations: Sequence[Encoded], rows: int, width: int) -> Batch:
    """As many `rows` as said, each filled with conversations; those for which no room is left are
    left out.

    All its tensors are of sizes that depend on `rows` and `width` alone. Places that fill them up
    add nothing to any loss: a token that learns with no weight, and the first of all, which can
    look at nothing but itself.
    """
    filled: list[list[Encoded]] = [[] for _ in range(rows)]
    free = [width] * rows
    for each in sorted(conversations, key=lambda each: -len(each.ids)):
        row = next((row for row in range(rows) if free[row] >= len(each.ids)), None)
        if row is not None:
            filled[row].append(each)
            free[row] -= len(each.ids)
    batch = _placed(filled, width)
    count = rows * width
    distinct = batch.distinct.repeat(-(-count // 6 // len(batch.distinct)))
    return replace(
        batch,
        looks=_filled(batch.looks, count * 7 // 10),
        weights=_filled(batch.weights, count * 7 // 10),
        sources=_filled(batch.sources, count * 3 // 8, last=1),
        distinct=distinct[: count // 6],
        topics=_filled(batch.topics, count // TOKENS_A_TOPIC, last=NO_TOPIC),
    )


def _placed(filled: Sequence[Sequence[Encoded]], width: int) -> Batch:
    """One batch of rows of the `width`, each with its conversations one after another."""
    ids = torch.zeros(len(filled), width, dtype=torch.long)
    real = torch.zeros(len(filled), width)
    learnt = torch.zeros(len(filled), width, dtype=torch.bool)
    weights = torch.ones(len(filled), width)
    docs = torch.full((len(filled), width), -1, dtype=torch.int16)
    sources: list[tuple[int, ...]] = []
    topics: list[tuple[int, int]] = []
    for index, conversations in enumerate(filled):
        start = 0
        for number, each in enumerate(conversations):
            end = start + len(each.ids)
            ids[index, start:end] = torch.tensor(each.ids)
            real[index, start:end] = 1.0
            docs[index, start:end] = number
            learnt[index, start : end - 1] = torch.tensor(each.learnt[1:])
            for head, *span in each.sources:
                sources.append((index, head, *(start + place for place in span)))
                if head == VALUES:
                    weights[index, start + span[0]] = VALUE_WEIGHT
            if each.topic != NO_TOPIC:
                topics.append((index * width + start + each.learnt.index(True) - 1, each.topic))
            start = end
    looks = learnt.flatten().nonzero().flatten()
    places = {token: place for place, token in enumerate(ids.flatten().tolist())}
    return Batch(
        ids,
        real,
        docs,
        looks,
        weights.flatten()[looks],
        torch.tensor(sources, dtype=torch.long).view(-1, 5),
        torch.tensor(list(places.values()), dtype=torch.long),
        torch.tensor(topics, dtype=torch.long).view(-1, 2),
        torch.ones(3 + len(READING_HEADS)),
    )


def _filled(tensor: Tensor, count: int, *, last: int = 0) -> Tensor:
    """The first `count` rows, or all and then rows of zeros with `last` at their ends."""
    more = tensor.new_zeros(max(0, count - len(tensor)), *tensor.shape[1:])
    if last:
        more[:, -1] = last
    return torch.cat((tensor, more))[:count]


def neighbours(
    items: Iterable[Item], length: Callable[[Item], int], tokens: int
) -> Iterator[list[Item]]:
    """Those alike in length together, each group of at most `tokens` tokens with its padding."""
    group: list[Item] = []
    for item in sorted(items, key=length):
        if group and (len(group) + 1) * length(item) > tokens:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def in_batches(rows: Sequence[Encoded], tokens: int) -> Iterator[Batch]:
    """Batches of `neighbours`."""
    return map(collate, neighbours(rows, lambda row: len(row.ids), tokens))


def draw_step(
    draw: Callable[[random.Random], Example],
    tokenizer: Tokenizer,
    dice: random.Random,
    *,
    tokens: int,
    longest: int,
    micro: int | None = None,
) -> list[Batch]:
    """One optimizer step's examples, about `tokens` in all, in batches of at most `micro` tokens.

    Without `micro` they are packed into one batch of `tokens`, whose rows are as long as the
    `longest` example. Longer ones are passed over.
    """
    rows: list[Encoded] = []
    total = 0
    while total < (tokens if micro else FULL * tokens):
        row = encode(tokenizer, draw(dice))
        if len(row.ids) <= longest:
            rows.append(row)
            total += len(row.ids)
    batches = list(in_batches(rows, micro)) if micro else [pack(rows, tokens // longest, longest)]
    real = [float(batch.real.sum()) for batch in batches]
    learnt = sum(int((batch.weights > 0).sum()) for batch in batches)
    heads = torch.cat([batch.sources[batch.sources[:, 2] > 0, 1] for batch in batches])
    read = heads.bincount(minlength=len(READING_HEADS)).clamp(min=1)
    topics = max(1, sum(int((batch.topics[:, 1] != NO_TOPIC).sum()) for batch in batches))
    shares = [*(1 / read).tolist(), 1 / topics]
    return [
        replace(batch, scales=torch.tensor([1 / learnt, own / sum(real), *shares]))
        for batch, own in zip(batches, real, strict=True)
    ]
