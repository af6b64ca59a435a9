"""Give a checkpoint one layer more, which tells from a request which program it asks for.

`.venv-engine/bin/python -m inference.demo.topics --start OLD --checkpoint NEW`, in four parts, each
of which takes minutes on two CPU cores:

1. The words that tell programs apart are made to stand out in the embeddings (`words.py`).
2. For each topic and language a vector is learnt that makes the model begin its answer
   (`steering.py`).
3. The attention of a new second layer gathers these words. It begins as their mean, and learns to
   heed some more than others, to keep still before an answer, and to pass by earlier exchanges.
4. The layer's MLP learns to make the vectors of what is gathered.

But for the embeddings, which hardly change, the old weights stay as they are. What is written is to
be trained on with `--start`: the model answers better when the layer has been taught by its answers
as well. The checkpoint's card says how far this came.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from inference.demo.batches import Batch, collate
from inference.demo.dataset import SEED, Corpus, load_corpus
from inference.demo.export import export_checkpoint, load_checkpoint
from inference.demo.model import DeepseekV2, Layer
from inference.demo.optimizer import Muon
from inference.demo.progress import progress
from inference.demo.steering import AT, STEERED, Asked, asked_for, beside, find_vectors, reached
from inference.demo.words import Words, attended, find_words, stream

__all__ = [
    "States",
    "added",
    "begin",
    "draw_asked",
    "gathered",
    "grown",
    "listen",
    "main",
    "make_vectors",
    "new_layer",
]

HEARD = 10
"""How many tokens of an answer the layer meets: answers of two topics part within nine."""
FRAMED = 0.3
"""How many requests may have an earlier exchange before them, which is not to be listened to.

It comes with one of eight of these, and makes a request ten times as long.
"""
STILL = 0.1
"""How much it counts that little is gathered before an answer."""
DROPPED = 0.1
LOUD = 12.0
"""How long a token's value is: what is gathered is to be a third of the stream."""
REQUESTS = 20_000
"""Requests from which the MLP learns: at the token before the answer, five of the answer's, and two
of the request's."""
SPOKEN, WAITED = 5, 2
FIRST = 2.0
"""How much the token before the answer counts, where another counts once."""
RIGHT, NEAR, SHARP = 0.3, 3.0, 8.0
"""How much it counts that the right vector is nearest, and how near it is; how sure it is to be."""


@dataclass(frozen=True)
class States:
    """What the MLP learns from, a row a place. `weights` are looked at in answers only."""

    x: Tensor
    mixed: Tensor
    langs: Tensor
    topics: Tensor
    weights: Tensor

    def some(self, count: int) -> States:
        """As many rows, drawn at random."""
        rows = torch.randint(len(self.x), (count,))
        return States(*(getattr(self, each.name)[rows] for each in fields(self)))

    @classmethod
    def all(cls, parts: Sequence[States]) -> States:
        """The rows of all parts."""
        names = [each.name for each in fields(cls)]
        return cls(*(torch.cat([getattr(part, name) for part in parts]) for name in names))


def grown(model: DeepseekV2) -> DeepseekV2:
    """A model that has one dense layer more, at `AT`, and gives exactly what `model` gives."""
    config = model.config
    more = replace(
        config,
        num_hidden_layers=config.num_hidden_layers + 1,
        first_k_dense_replace=config.first_k_dense_replace + 1,
    )
    new = DeepseekV2(more)
    state = new.state_dict()
    for name, value in model.state_dict().items():
        first, *rest = name.split(".")
        if first == "layers" and int(rest[0]) >= AT:
            rest[0] = str(int(rest[0]) + 1)
        state[".".join((first, *rest))] = value
    for part in ("self_attn.o_proj", "mlp.down_proj"):
        state[f"layers.{AT}.{part}.weight"].zero_()
    new.load_state_dict(state)
    return new


def begin(layer: Layer, words: Words) -> nn.Linear:
    """Make the layer's attention the mean of what `words` look for; what is given tells its topic.

    Half of the latent is the words' values. The other half is the stream itself, turned, and twice
    as long as values typically are, so that the norm of the latent hardly changes them; keys are
    made of it, small at first.
    """
    attention, typical = layer.self_attn, words.typical
    config = attention.config
    size, rank, head = config.hidden_size, config.kv_lora_rank, config.v_head_dim
    state = {name: torch.zeros_like(each) for name, each in attention.state_dict().items()}
    down, up = state["kv_a_proj_with_mqa.weight"], state["kv_b_proj.weight"]
    down[:size] = words.values
    down[size:rank] = nn.init.orthogonal_(torch.empty(size, size)) * (2 * typical / size**0.5)
    nn.init.normal_(down[rank:], std=0.03)
    nn.init.normal_(state["q_proj.weight"], std=0.01)
    state["kv_a_layernorm.weight"].fill_(1.0)
    loud = LOUD / typical
    latent = 5**0.5 * typical / rank**0.5
    for index, each in enumerate(up.view(config.num_attention_heads, -1, rank)):
        nn.init.normal_(each[: config.qk_nope_head_dim, size:], std=0.01)
        values = range(index * head, (index + 1) * head)
        each[config.qk_nope_head_dim :, values] = torch.eye(head) * latent * loud
    state["o_proj.weight"].copy_(torch.eye(size))
    attention.load_state_dict(state)
    told = nn.Linear(size, len(words.bias))
    told.load_state_dict({"weight": words.weight / loud, "bias": words.bias})
    return told


def draw_asked(
    corpus: Corpus, tokenizer: Tokenizer, dice: random.Random, *, most: int = HEARD
) -> Asked:
    """A request and the beginning of its answer; now and then after an earlier exchange."""
    example = corpus.sample(dice, asked=1.0)
    if dice.random() < FRAMED:
        example = corpus.framed(example, dice)
    return asked_for(tokenizer, replace(example, most=most), example.topic)


def gathered(model: DeepseekV2, batch: Batch) -> tuple[Tensor, Tensor]:
    """The stream before the layer at `AT`, and what its attention adds: (rows, tokens, size)."""
    with torch.no_grad():
        x = stream(model, batch.ids, AT)
    return x, attended(model, new_layer(model), x)


def listen(
    model: DeepseekV2,
    told: nn.Linear,
    corpus: Corpus,
    tokenizer: Tokenizer,
    *,
    steps: int,
    drawn: int = 256,
) -> None:
    """Teach the new layer's attention, which has begun as a mean, to tell each request's topic.

    What `told` makes of what is gathered is scored at the token before the answer and, all together
    as much, at those of the answer.
    """
    layer = new_layer(model)
    heard = [*layer.self_attn.named_parameters(), ("norm", layer.input_layernorm.weight)]
    learnt = [*(each for _, each in heard), *told.parameters()]
    paces = [*(_pace(name) for name, _ in heard), 0.5, 0.5]
    optimizer = torch.optim.AdamW(
        [{"params": [each], "pace": pace} for each, pace in zip(learnt, paces, strict=True)],
        betas=(0.9, 0.98),
        weight_decay=0.0,
    )
    dice = random.Random(f"listening {SEED}")  # noqa: S311 - data, not a secret
    for step in range(steps):
        rate = 6e-4 * min(1.0, (step + 1) / 20, max(0.02, (steps - step) / (0.6 * steps)))
        for group in optimizer.param_groups:
            group["lr"] = rate * group["pace"]
        right = 0
        for part in beside([draw_asked(corpus, tokenizer, dice) for _ in range(drawn)]):
            batch = collate([each.encoded for each in part])
            _, mixed = gathered(model, batch)
            there = reached(part, batch) > 0
            rows = there.nonzero()[:, 0]
            first = torch.cat((torch.ones(1, dtype=torch.bool), rows.diff() > 0))
            topics = torch.tensor([each.topic for each in part])[rows]
            scores = told(functional.dropout(mixed[there], DROPPED))
            missed = functional.cross_entropy(scores, topics, reduction="none")
            weights = torch.where(first, 1.0, 1 / (HEARD - 1))
            loud = mixed[there].detach().pow(2).mean()
            noise = mixed[(batch.real > 0) & ~there].pow(2).mean() / loud
            loss = (missed * weights).sum() / 2 + STILL * len(part) * noise
            (loss / drawn).backward()
            right += int((scores.argmax(-1) == topics)[first].sum())
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        progress("listening", step, steps, f"{right / drawn:.1%} of requests told")


def make_vectors(
    model: DeepseekV2,
    vectors: Tensor,
    corpus: Corpus,
    tokenizer: Tokenizer,
    *,
    steps: int,
    drawn: int = 3072,
    requests: int = REQUESTS,
) -> None:
    """Teach the new layer's MLP to add the vector that belongs to what its attention gathers.

    With what is gathered it is to be that vector, and nothing before an answer.
    """
    layer = new_layer(model)
    dice = random.Random(f"vectors made {SEED}")  # noqa: S311 - data, not a secret
    asked = [draw_asked(corpus, tokenizer, dice, most=STEERED) for _ in range(requests)]
    there, still = _states(model, asked, dice)
    for each in layer.mlp.parameters():
        nn.init.normal_(each, std=each.shape[-1] ** -0.5)
    muon = Muon(layer.mlp.parameters(), lr=torch.zeros(()))
    adam = torch.optim.AdamW(
        [layer.post_attention_layernorm.weight], lr=torch.zeros(()), weight_decay=0.0
    )
    squares = vectors.pow(2).sum(-1)
    size = squares.mean()
    for step in range(steps):
        rate = 2e-3 * min(1.0, (step + 1) / 20, max(0.02, (steps - step) / (0.7 * steps)))
        muon.param_groups[0]["lr"].fill_(10 * rate)
        adam.param_groups[0]["lr"].fill_(rate)
        some, quiet = there.some(drawn), still.some(drawn // 3)
        made = added(layer, some.x, some.mixed)
        near = torch.stack([made @ each.T for each in vectors])[some.langs, torch.arange(drawn)]
        scores = SHARP * (2 * near - squares[some.langs]) / size
        missed = functional.cross_entropy(scores, some.topics, reduction="none")
        far = (made - vectors[some.langs, some.topics]).pow(2).sum(-1) / size
        noise = added(layer, quiet.x, quiet.mixed).pow(2).sum(-1).mean() / size
        loss = ((RIGHT * missed + NEAR * far) * some.weights).mean() + NEAR * noise
        loss.backward()
        muon.step()
        adam.step()
        layer.zero_grad()
        progress("vectors made", step, steps, f"{float(far.detach().mean()):.3f} off")


def added(layer: Layer, x: Tensor, mixed: Tensor) -> Tensor:
    """What the layer adds to the stream `x` where its attention adds `mixed`."""
    made: Tensor = mixed + layer.mlp(layer.post_attention_layernorm(x + mixed))
    return made


def new_layer(model: DeepseekV2) -> Layer:
    """The layer that was put in."""
    layer = model.layers[AT]
    assert isinstance(layer, Layer)
    return layer


def _states(
    model: DeepseekV2, asked: Sequence[Asked], dice: random.Random
) -> tuple[States, States]:
    """What the new layer's MLP meets in answers, and before them."""
    there: list[States] = []
    still: list[States] = []
    for part in beside(asked):
        batch = collate([each.encoded for each in part])
        with torch.no_grad():
            x, mixed = gathered(model, batch)
        for row, each in enumerate(part):
            later = range(each.begin + 1, min(each.end, len(each.encoded.ids)))
            for states, places in (
                (there, [each.begin, *dice.sample(later, min(SPOKEN, len(later)))]),
                (still, dice.sample(range(each.begin), min(WAITED, each.begin))),
            ):
                count = len(places)
                weights = torch.ones(count)
                weights[0] = FIRST
                lang, topic = (torch.full((count,), number) for number in (each.lang, each.topic))
                states.append(States(x[row, places], mixed[row, places], lang, topic, weights))
    return States.all(there), States.all(still)


def _pace(name: str) -> float:
    """How fast a part of the attention is taught: what values are made of is right already."""
    if name.startswith("kv_b"):
        return 0.15
    return 0.3 if name.startswith(("kv_a_proj", "o_proj")) else 1.0


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: a checkpoint, and where the one with a layer more is written."""
    parser = argparse.ArgumentParser(prog="python -m inference.demo.topics", description=__doc__)
    parser.add_argument("--start", type=Path, required=True, help="the checkpoint that is to grow")
    parser.add_argument("--checkpoint", type=Path, required=True, help="what is written")
    parser.add_argument("--words", type=int, default=1400, help="steps for the words")
    parser.add_argument("--vectors", type=int, default=130, help="steps for the vectors")
    parser.add_argument("--listening", type=int, default=430, help="steps for the attention")
    parser.add_argument("--making", type=int, default=900, help="steps for the MLP")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(SEED)
    began = time.monotonic()
    corpus = load_corpus()
    tokenizer = Tokenizer.from_file(str(chosen.start / "tokenizer.json"))
    model = load_checkpoint(chosen.start).eval().requires_grad_(False)
    words = find_words(model, corpus, tokenizer, layers=AT, steps=chosen.words)
    model.embed_tokens.weight += words.change
    vectors = find_vectors(model, corpus, tokenizer, steps=chosen.vectors)
    model = grown(model).eval().requires_grad_(False)
    layer = new_layer(model).requires_grad_(True)
    told = begin(layer, words)
    listen(model, told, corpus, tokenizer, steps=chosen.listening)
    make_vectors(model, vectors, corpus, tokenizer, steps=chosen.making)
    export_checkpoint(model, tokenizer, chosen.checkpoint)
    sys.stderr.write(
        f"Wrote {chosen.checkpoint} after {(time.monotonic() - began) / 60:.0f} min.\n"
    )


if __name__ == "__main__":
    main()
