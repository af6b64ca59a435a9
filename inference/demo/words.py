"""What each word tells of the program that is asked for: a linear classifier of the words alone.

The stream after the first layer has 256 numbers a token, and those that tell one program from
another are few and weak: a linear classifier of its mean over a request is right for some 200 of
328 held-out requests by hand, and for some 300 when the embeddings may change with it. They change
a little, and least where the model looks most and in the tokens that it meets most, so that it
goes on as before.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from inference.demo.batches import neighbours
from inference.demo.chat import segments
from inference.demo.dataset import SEED, Corpus
from inference.demo.model import MLP, DeepseekV2, Layer, MoE, causal_bias
from inference.demo.progress import progress

__all__ = ["Pull", "Words", "added", "attended", "find_words", "of_tokens", "stream"]

PULL = 0.012
"""How strongly the changes of the embeddings are held back."""
DROPPED = 0.1
WIDE = 6000
"""Tokens of a batch that is looked at, with its padding."""
COUNTED = 6000
"""Conversations from which is counted how often the model meets each token."""


@dataclass(frozen=True)
class Words:
    """What was found.

    `change` is that of the embeddings, (vocabulary, hidden size). `values` are looked for in the
    normed stream, (values, hidden size); a token's are `typical` long together, on average. What
    their mean tells of each topic are `weight`, (topics, values), and `bias`, (topics,).
    """

    change: Tensor
    values: Tensor
    weight: Tensor
    bias: Tensor
    typical: float


class Pull:
    """What holds changes of the embeddings back: most where the layers look most and in the tokens
    that they meet most, so that they serve as before."""

    def __init__(
        self, model: DeepseekV2, corpus: Corpus, tokenizer: Tokenizer, *, counted: int = COUNTED
    ) -> None:
        dice = random.Random(f"met {SEED}")  # noqa: S311 - data, not a secret
        self._weights = _met(corpus, tokenizer, counted, dice).unsqueeze(1)
        self._looked = _looked(model)
        self._size = model.embed_tokens.weight.detach().pow(2).mean().sqrt()

    def __call__(self, change: Tensor) -> Tensor:
        """What a change, (vocabulary, hidden size), adds to the loss."""
        moved = change / self._size
        return PULL * (self._weights * (moved @ self._looked) * moved).sum(dim=1).mean()


def attended(model: DeepseekV2, layer: Layer, x: Tensor) -> Tensor:
    """What the attention of a layer of the model adds to the stream `x`, of the same shape."""
    tokens = x.shape[1]
    bias = causal_bias(tokens, None, x.dtype, x.device)
    normed = layer.input_layernorm(x)
    mixed: Tensor = layer.self_attn(normed, model.cos[:tokens], model.sin[:tokens], None, bias)[0]
    return mixed


def stream(model: DeepseekV2, ids: Tensor, layers: int) -> Tensor:
    """The stream after the first layers, which are dense: (rows, tokens, hidden size)."""
    x: Tensor = model.embed_tokens(ids)
    for layer in model.layers[:layers]:
        assert isinstance(layer, Layer)
        x = x + attended(model, layer, x)
        x = x + layer.mlp(layer.post_attention_layernorm(x))
    return x


def find_words(
    model: DeepseekV2,
    corpus: Corpus,
    tokenizer: Tokenizer,
    pull: Pull,
    *,
    layers: int,
    steps: int,
    requests: int = 130_000,
    drawn: int = 1024,
) -> Words:
    """What tells the topic of a request in the mean of the stream after the first `layers`.

    What these layers add to the embeddings is looked at once, as it was before any change.
    """
    dice = random.Random(f"words {SEED}")  # noqa: S311 - data, not a secret
    examples = [corpus.sample(dice, asked=1.0) for _ in range(requests)]
    texts = ["".join(text for text, _ in segments(each.turns)[:-1]) for each in examples]
    encoded = [each.ids for each in tokenizer.encode_batch(texts, add_special_tokens=False)]
    topics = torch.tensor([each.topic for each in examples])
    tokens = torch.tensor([token for ids in encoded for token in ids])
    lengths = torch.tensor([len(ids) for ids in encoded])
    starts = lengths.cumsum(0) - lengths
    rest = added(model, encoded, layers)

    old = model.embed_tokens.weight.detach()
    change = nn.Parameter(torch.zeros_like(old))
    values = nn.Linear(old.shape[1], old.shape[1], bias=False)
    told = nn.Linear(old.shape[1], 1 + len(corpus.tasks))
    linear = [*values.parameters(), *told.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": linear, "top": 3e-3}, {"params": [change], "top": 2e-3}],
        betas=(0.9, 0.99),
        weight_decay=0.0,
    )
    for step in range(steps):
        pace = min(1.0, (step + 1) / 50, max(0.01, (steps - step) / (0.6 * steps)))
        for group in optimizer.param_groups:
            group["lr"] = pace * group["top"]
        chosen = torch.randint(requests, (drawn,))
        count = lengths[chosen]
        first = count.cumsum(0) - count
        places = (starts[chosen] - first).repeat_interleave(count) + torch.arange(int(count.sum()))
        x = functional.embedding(tokens[places], old + change) + rest[places].float()
        x = functional.rms_norm(x, x.shape[-1:], eps=model.config.rms_norm_eps)
        rows = torch.arange(drawn).repeat_interleave(count)
        mean = x.new_zeros(drawn, x.shape[1]).index_add(0, rows, x) / count.unsqueeze(1)
        scores = told(functional.dropout(values(mean), DROPPED))
        missed = functional.cross_entropy(scores, topics[chosen])
        optimizer.zero_grad()
        (missed + pull(change)).backward()
        optimizer.step()
        right = float((scores.argmax(-1) == topics[chosen]).float().mean())
        progress("words", step, steps, f"{right:.1%} of requests told")
    typical = float(values(x).norm(dim=-1).mean().detach())
    return Words(
        change.detach(), values.weight.detach(), told.weight.detach(), told.bias.detach(), typical
    )


def of_tokens(
    model: DeepseekV2, encoded: Sequence[list[int]], made: Callable[[Tensor], Tensor]
) -> Tensor:
    """What is `made` of each token of these conversations, one after another: (tokens, hidden).

    `made` is given the tokens of those alike in length, (rows, tokens), filled up with zeros.
    """
    lengths = list(map(len, encoded))
    starts = [0, *accumulate(lengths)]
    kept = torch.empty(starts[-1], model.config.hidden_size, dtype=torch.bfloat16)
    for rows in neighbours(range(len(encoded)), lambda row: lengths[row], WIDE):
        width = max(lengths[row] for row in rows)
        ids = torch.tensor([encoded[row] + [0] * (width - lengths[row]) for row in rows])
        with torch.no_grad():
            more = made(ids)
        for row, each in zip(rows, more, strict=True):
            kept[starts[row] : starts[row + 1]] = each[: lengths[row]].bfloat16()
    return kept


def added(model: DeepseekV2, encoded: Sequence[list[int]], layers: int) -> Tensor:
    """What the first `layers` add to each token's embedding: (tokens, hidden size)."""
    return of_tokens(
        model, encoded, lambda ids: stream(model, ids, layers) - model.embed_tokens(ids)
    )


def _met(corpus: Corpus, tokenizer: Tokenizer, counted: int, dice: random.Random) -> Tensor:
    """How much each token's change is held back: more where it is met often; 1 on average."""
    counts: Counter[int] = Counter()
    for _ in range(counted):
        text = "".join(text for text, *_ in corpus.sample(dice).pieces())
        counts.update(tokenizer.encode(text, add_special_tokens=False).ids)
    size = tokenizer.get_vocab_size()
    shares = torch.tensor([counts[token] for token in range(size)]) * size / counts.total()
    weights = 1 + shares.sqrt()
    return weights / weights.mean()


def _looked(model: DeepseekV2) -> Tensor:
    """How much the layers make of each direction of the stream, the first of them as much as all
    together; (hidden size, hidden size), 1 on average."""
    size = model.config.hidden_size
    seen = []
    for layer in model.layers:
        assert isinstance(layer, Layer)
        attention = layer.self_attn
        reading = [attention.q_proj.weight, attention.kv_a_proj_with_mqa.weight]
        products = torch.zeros(size, size)
        for norm, matrices in (
            (layer.input_layernorm, reading),
            (layer.post_attention_layernorm, _inner(layer.mlp)),
        ):
            matrix = (torch.cat(matrices) * norm.weight).detach()
            products += matrix.T @ matrix / len(matrix)
        seen.append(products * size / products.trace())
    return (seen[0] + torch.stack(seen).mean(dim=0)) / 2


def _inner(mlp: MLP | MoE) -> list[Tensor]:
    """The matrices that read the stream; a routed expert's count less, as not all are chosen."""
    if isinstance(mlp, MLP):
        return [mlp.gate_proj.weight, mlp.up_proj.weight]
    routed = mlp.experts.gate_up_proj.flatten(0, 1) / 2
    return [mlp.gate.weight, *_inner(mlp.shared_experts), routed]
