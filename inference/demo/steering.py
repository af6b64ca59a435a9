"""Vectors that make a model begin an answer: one for each language and topic.

Added to the stream after the first layer, from the token before an answer to the end of its
sentence, such a vector makes the model write that topic's sentence and program, whatever was asked:
half of what it is taught with contradicts it, so nothing else can tell what to write. (Steering
vectors: Subramani et al., 2205.05124.) So that a layer that adds them need not hit them, they are
taught too long or too short, with some of another vector in them, and with noise.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from inference.demo.batches import Batch, Encoded, collate, encode, neighbours
from inference.demo.curriculum_data import LANGUAGES, answer_text
from inference.demo.dataset import SEED, UNKNOWN, Corpus
from inference.demo.example import Example, conversation
from inference.demo.model import DeepseekV2, Layer, fast_products
from inference.demo.progress import progress

__all__ = [
    "AT",
    "Asked",
    "asked_for",
    "beside",
    "draw_contradicted",
    "find_vectors",
    "missed",
    "reached",
]

AT = 1
"""After how many layers vectors are added."""
FENCE = "```python"
"""Where a program begins. Vectors are added from the token before an answer on, as far as this."""
STEERED = 20
"""How many tokens of an answer are written with a vector: its sentence and a little more."""
CONTRADICTED = 0.6
"""How many requests ask for another topic than the vector that is to be learnt."""
LONGER, MINGLED, NOISE = 0.25, 0.15, 0.15
"""The spread of a vector's length, the most there is of another in it, and the square of the noise,
each as a share of the vector's."""
WIDE = 3000
"""Tokens of a batch, with its padding."""


@dataclass(frozen=True)
class Asked:
    """A conversation, the number of its language, and the topic that is to be told.

    A vector is added from the token `begin`, the one before the answer, to the one before `end`.
    """

    encoded: Encoded
    lang: int
    topic: int
    begin: int
    end: int


def asked_for(tokenizer: Tokenizer, example: Example, topic: int) -> Asked:
    """The example, encoded, with the places at which a vector is added."""
    # Where to read values is of no use here, and slow to find.
    encoded = encode(tokenizer, replace(example, wanted=None, exercised=()))
    begin = encoded.learnt.index(True) - 1
    fence = tokenizer.encode(FENCE, add_special_tokens=False).ids[0]
    ends = (place for place, token in enumerate(encoded.ids) if place > begin and token == fence)
    end = next(ends, len(encoded.ids))
    return Asked(encoded, LANGUAGES.index(example.lang), topic, begin, end)


def beside(drawn: Sequence[Asked]) -> Iterator[list[Asked]]:
    """Those alike in length together."""
    return neighbours(drawn, lambda each: len(each.encoded.ids), WIDE)


def reached(part: Sequence[Asked], batch: Batch) -> Tensor:
    """1 where vectors are added, else 0; (rows, tokens)."""
    place = torch.arange(batch.ids.shape[1])
    begin, end = torch.tensor([(each.begin, each.end) for each in part]).T.unsqueeze(2)
    return batch.real * ((place >= begin) & (place < end))


def draw_contradicted(corpus: Corpus, tokenizer: Tokenizer, dice: random.Random) -> Asked:
    """A topic's sentence, mostly after a request for another one."""
    lang = dice.choice(LANGUAGES)
    topic = told = _any_topic(corpus, dice)
    if dice.random() < CONTRADICTED:
        told = _any_topic(corpus, dice)
    if told == UNKNOWN:
        request = corpus.requests.unknown(lang, dice)
    else:
        request = corpus.requests.known(corpus.tasks[told - 1], lang, dice)
    answer = corpus.decline.reply[lang]
    if topic != UNKNOWN:
        answer = answer_text(corpus.tasks[topic - 1], lang)
    example = replace(conversation("answer", lang, [request], answer), most=STEERED)
    return asked_for(tokenizer, example, topic)


def find_vectors(
    model: DeepseekV2,
    corpus: Corpus,
    tokenizer: Tokenizer,
    *,
    steps: int,
    drawn: int = 128,
) -> Tensor:
    """The vectors that make the model begin each answer: (languages, topics, hidden size)."""
    vectors = nn.Parameter(
        torch.zeros(len(LANGUAGES), 1 + len(corpus.tasks), model.config.hidden_size)
    )
    optimizer = torch.optim.Adam([vectors], betas=(0.9, 0.95))
    dice = random.Random(f"vectors {SEED}")  # noqa: S311 - data, not a secret
    for step in range(steps):
        examples = [draw_contradicted(corpus, tokenizer, dice) for _ in range(drawn)]
        optimizer.param_groups[0]["lr"] = 0.03 * min(1.0, (steps - step) / (0.6 * steps))
        total = 0.0
        for part in beside(examples):
            batch = collate([each.encoded for each in part])
            wanted = _blurred(vectors, part, batch.ids.shape[1])
            loss = missed(model, batch, reached(part, batch).unsqueeze(-1) * wanted) / drawn
            loss.backward()
            total += float(loss.detach())
        optimizer.step()
        optimizer.zero_grad()
        progress("vectors", step, steps, f"{total:.3f} nats a sentence")
    return vectors.detach()


def missed(model: DeepseekV2, batch: Batch, added: Tensor) -> Tensor:
    """What the model misses of the answers, in nats, summed, with `added` in its stream."""
    before = model.layers[AT - 1]
    assert isinstance(before, Layer)
    hook = before.mlp.register_forward_hook(lambda _module, _given, out: out + added)
    with hook, fast_products(added.device):
        hidden = model(batch.ids, batch.real).hidden.flatten(0, 1)
        logits = model.logits(hidden.index_select(0, batch.looks))
    wanted = batch.ids.flatten()[batch.looks + 1]
    return functional.cross_entropy(logits, wanted, reduction="sum")


def _blurred(vectors: Tensor, part: Sequence[Asked], tokens: int) -> Tensor:
    """Each row's vector, nearly, and a little differently at each token: (rows, tokens, size)."""
    langs = torch.tensor([each.lang for each in part])
    wanted = vectors[langs, torch.tensor([each.topic for each in part])]
    rows, size = wanted.shape
    others = vectors.detach()[langs, torch.randint(vectors.shape[1], (rows,))]
    lengths = (1 + LONGER * torch.randn(rows, 1)).clamp(0.5, 1.6)
    wanted = wanted * lengths + MINGLED * torch.rand(rows, 1) * others
    noise = 0.8 * torch.randn(rows, 1, size) + 0.6 * torch.randn(rows, tokens, size)
    return wanted.unsqueeze(1) + (NOISE * vectors.detach().pow(2).mean()).sqrt() * noise


def _any_topic(corpus: Corpus, dice: random.Random) -> int:
    return UNKNOWN if dice.random() < 0.1 else 1 + dice.randrange(len(corpus.tasks))
