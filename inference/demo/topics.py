"""Give a checkpoint one layer more, which tells from a request which program it asks for.

`.venv-engine/bin/python -m inference.demo.topics --start OLD --checkpoint NEW`. None of the old
weights is changed. A step of either of its two parts takes four to seven seconds on two CPU cores:

1. For each topic and language one vector is learnt which, added to the stream after the first
   layer, makes the model begin that topic's answer, whatever was asked. Half of what it is taught
   with contradicts the vector, so nothing else can tell what to write. (Steering vectors: Subramani
   et al., 2205.05124.)
2. A new second layer learns to add these vectors, each where its topic is asked for, and nothing
   elsewhere. Only the first two layers are run for that.

What is written is to be trained on with `--start`: the model answers better when the layer has been
taught by its answers as well. The checkpoint's card says how far this came.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from inference.demo.batches import Batch, Encoded, collate, encode, neighbours
from inference.demo.curriculum_data import LANGUAGES, answer_text
from inference.demo.dataset import SEED, UNKNOWN, Corpus, load_corpus
from inference.demo.example import Example, conversation
from inference.demo.export import export_checkpoint, load_checkpoint
from inference.demo.model import DeepseekV2, Layer, causal_bias, fast_products
from inference.demo.optimizer import Muon

__all__ = [
    "Asked",
    "added",
    "draw_asked",
    "draw_contradicted",
    "find_vectors",
    "grown",
    "main",
    "missed",
    "reached",
    "teach",
]

AT = 1
"""Where the new layer is put: all before it is dense, so that it may be, too."""
FENCE = "```python"
"""Where a program begins. Vectors are added from the token before an answer on, as far as this."""
LENGTHS = (10, 10, 16, 40)
"""How many tokens of an answer the layer meets: answers of two topics part within nine."""
STEERED = 28
"""How many tokens of an answer are written with a vector: its sentence and a little more."""
CONTRADICTED = 0.55
"""How many requests ask for another topic than the vector that is to be learnt."""
OTHERS = 0.02
"""How many examples of the layer are conversations of all kinds, in which it has to keep still."""
FRAMED = 0.3
"""How many requests may have an earlier exchange before them, which is not to be listened to.

It comes with one of eight of these, and makes a request ten times as long.
"""
NOISE = 4.0
"""The variance of each number that the layer adds, about the vector that it means."""
WIDE = 3000
"""Tokens of a batch, with its padding."""


@dataclass(frozen=True)
class Asked:
    """A conversation, the number of its language, and the topic that is to be told, if any.

    A vector is added from the token `begin`, the one before the answer, to the one before `end`.
    """

    encoded: Encoded
    lang: int
    topic: int | None
    begin: int
    end: int


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
    return _asked(tokenizer, example, topic)


def draw_asked(corpus: Corpus, tokenizer: Tokenizer, dice: random.Random) -> Asked:
    """A request and its sentence; now and then a whole conversation of any kind."""
    if dice.random() >= OTHERS:
        example = corpus.sample(dice, asked=1.0)
        if dice.random() < FRAMED:
            example = corpus.framed(example, dice)
        return _asked(tokenizer, replace(example, most=dice.choice(LENGTHS)), example.topic)
    while True:
        example = corpus.sample(dice)
        if example.kind not in ("settings", "features") and not example.start:
            told = example.kind in ("answer", "decline", "fresh_start")
            return _asked(tokenizer, example, example.topic if told else None)


def find_vectors(
    model: DeepseekV2,
    corpus: Corpus,
    tokenizer: Tokenizer,
    *,
    steps: int,
    drawn: int = 128,
) -> Tensor:
    """The vectors that make the model begin each answer: (languages, topics, hidden size)."""
    model = model.eval().requires_grad_(False)
    vectors = nn.Parameter(
        torch.zeros(len(LANGUAGES), 1 + len(corpus.tasks), model.config.hidden_size)
    )
    optimizer = torch.optim.Adam([vectors], betas=(0.9, 0.95))
    dice = random.Random(f"vectors {SEED}")  # noqa: S311 - data, not a secret
    for step in range(steps):
        examples = [draw_contradicted(corpus, tokenizer, dice) for _ in range(drawn)]
        optimizer.param_groups[0]["lr"] = 0.03 * min(1.0, (steps - step) / (0.6 * steps))
        total = 0.0
        for part in _parts(examples):
            batch = collate([each.encoded for each in part])
            topics = torch.tensor([each.topic for each in part])
            wanted = vectors[torch.tensor([each.lang for each in part]), topics].unsqueeze(1)
            loss = missed(model, batch, reached(part, batch).unsqueeze(-1) * wanted) / drawn
            loss.backward()
            total += float(loss.detach())
        optimizer.step()
        optimizer.zero_grad()
        _progress("vectors", step, steps, f"{total:.3f} nats a sentence")
    return vectors.detach()


def teach(
    model: DeepseekV2,
    vectors: Tensor,
    corpus: Corpus,
    tokenizer: Tokenizer,
    *,
    steps: int,
    drawn: int = 256,
) -> None:
    """Teach the grown model's new layer to add the vectors where they belong.

    What it adds is scored against all vectors, as if it were one of them with normal noise: the
    right one is to be the likeliest, and near.
    """
    layer = model.requires_grad_(False).eval().layers[AT]
    assert isinstance(layer, Layer)
    layer.requires_grad_(True)
    for part in (layer.self_attn.o_proj, layer.mlp.down_proj):
        nn.init.normal_(part.weight, std=0.02)
    # To add nothing is one more choice, the last.
    vectors = torch.cat((vectors, torch.zeros_like(vectors[:, :1])), dim=1)
    muon = Muon([each for each in layer.parameters() if each.ndim > 1], lr=torch.zeros(()))
    adam = torch.optim.AdamW(
        [each for each in layer.parameters() if each.ndim == 1],
        lr=torch.zeros(()),
        weight_decay=0.0,
    )
    dice = random.Random(f"layer {SEED}")  # noqa: S311 - data, not a secret
    for step in range(steps):
        rate = 2e-3 * min(1.0, (step + 1) / 20, max(0.02, (steps - step) / (0.65 * steps)))
        muon.param_groups[0]["lr"].fill_(10 * rate)
        adam.param_groups[0]["lr"].fill_(rate)
        examples = [draw_asked(corpus, tokenizer, dice) for _ in range(drawn)]
        batches = [(part, collate([each.encoded for each in part])) for part in _parts(examples)]
        places = sum(int(reached(part, batch).sum()) for part, batch in batches)
        right = 0
        for part, batch in batches:
            loss, told = _lesson(model, vectors, part, batch, dice)
            (loss / places).backward()
            right += told
        muon.step()
        adam.step()
        layer.zero_grad()
        _progress("layer", step, steps, f"{right / drawn:.1%} of requests told")
    model.requires_grad_(True)


def reached(part: Sequence[Asked], batch: Batch) -> Tensor:
    """1 where vectors are added, else 0; (rows, tokens)."""
    place = torch.arange(batch.ids.shape[1])
    begin, end = torch.tensor([(each.begin, each.end) for each in part]).T.unsqueeze(2)
    return batch.real * ((place >= begin) & (place < end))


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


def added(model: DeepseekV2, batch: Batch, places: Tensor) -> Tensor:
    """What the layer at `AT` adds to the stream at these places of the flattened ids."""
    tokens = batch.ids.shape[1]
    cos, sin = model.cos[:tokens], model.sin[:tokens]
    x = model.embed_tokens.weight[batch.ids]
    bias = causal_bias(tokens, None, x.dtype, x.device)
    *before, layer = model.layers[: AT + 1]
    assert isinstance(layer, Layer)
    with torch.no_grad():
        for each in before:
            assert isinstance(each, Layer)
            x = x + each.self_attn(each.input_layernorm(x), cos, sin, None, bias)[0]
            x = x + each.mlp(each.post_attention_layernorm(x))
    mixed = layer.self_attn(layer.input_layernorm(x), cos, sin, None, bias)[0]
    x, mixed = (each.flatten(0, 1).index_select(0, places) for each in (x, mixed))
    out: Tensor = mixed + layer.mlp(layer.post_attention_layernorm(x + mixed))
    return out


def _lesson(
    model: DeepseekV2, vectors: Tensor, part: Sequence[Asked], batch: Batch, dice: random.Random
) -> tuple[Tensor, int]:
    """The new layer's loss, summed, and of how many requests it tells the topic."""
    there = reached(part, batch).flatten().nonzero().flatten()
    still = _still(part, batch, len(there), dice)
    given, noise = added(model, batch, torch.cat((there, still))).split((len(there), len(still)))
    rows = there // batch.ids.shape[1]
    langs = torch.tensor([each.lang for each in part])[rows]
    none = vectors.shape[1] - 1
    wanted = torch.tensor([none if each.topic is None else each.topic for each in part])[rows]
    sizes = vectors.pow(2).sum(-1)
    near = torch.stack([given @ each.T for each in vectors])[langs, torch.arange(len(rows))]
    scores = (near - sizes[langs] / 2) / NOISE
    first = torch.cat((torch.ones(1, dtype=torch.bool), rows[1:] != rows[:-1]))
    counts = torch.where(first, 3.0, 1.0)
    told = (functional.cross_entropy(scores, wanted, reduction="none") * counts).sum()
    far = ((given - vectors[langs, wanted]).pow(2).sum(-1) * counts).sum() + noise.pow(2).sum()
    right = (scores.argmax(-1) == wanted)[first].sum()
    return 0.5 * told + 2 * far / sizes[:, :-1].mean(), int(right)


def _any_topic(corpus: Corpus, dice: random.Random) -> int:
    return UNKNOWN if dice.random() < 0.1 else 1 + dice.randrange(len(corpus.tasks))


def _asked(tokenizer: Tokenizer, example: Example, topic: int | None) -> Asked:
    # Where to read values is of no use here, and slow to find.
    encoded = encode(tokenizer, replace(example, wanted=None, exercised=()))
    begin = encoded.learnt.index(True) - 1
    fence = tokenizer.encode(FENCE, add_special_tokens=False).ids[0]
    ends = (place for place, token in enumerate(encoded.ids) if place > begin and token == fence)
    end = next(ends, len(encoded.ids))
    return Asked(encoded, LANGUAGES.index(example.lang), topic, begin, end)


def _parts(drawn: Sequence[Asked]) -> Iterator[list[Asked]]:
    return neighbours(drawn, lambda each: len(each.encoded.ids), WIDE)


def _still(part: Sequence[Asked], batch: Batch, count: int, dice: random.Random) -> Tensor:
    """Some places in the flattened ids, at most `count`, where nothing is to be added."""
    still = (batch.real > 0) & (reached(part, batch) == 0)
    places = still.flatten().nonzero().flatten().tolist()
    return torch.tensor(dice.sample(places, min(count, len(places))), dtype=torch.long)


def _progress(what: str, step: int, steps: int, figure: str) -> None:
    if (step + 1) % 20 == 0 or step + 1 == steps:
        sys.stderr.write(f"{what} {step + 1}/{steps}  {figure}\n")
        sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: a checkpoint, and where the one with a layer more is written."""
    parser = argparse.ArgumentParser(prog="python -m inference.demo.topics", description=__doc__)
    parser.add_argument("--start", type=Path, required=True, help="the checkpoint that is to grow")
    parser.add_argument("--checkpoint", type=Path, required=True, help="what is written")
    parser.add_argument("--vectors", type=int, default=130, help="steps for the vectors")
    parser.add_argument("--layer", type=int, default=600, help="steps for the layer")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(SEED)
    began = time.monotonic()
    corpus = load_corpus()
    tokenizer = Tokenizer.from_file(str(chosen.start / "tokenizer.json"))
    model = load_checkpoint(chosen.start)
    vectors = find_vectors(model, corpus, tokenizer, steps=chosen.vectors)
    model = grown(model)
    teach(model, vectors, corpus, tokenizer, steps=chosen.layer)
    export_checkpoint(model, tokenizer, chosen.checkpoint)
    sys.stderr.write(
        f"Wrote {chosen.checkpoint} after {(time.monotonic() - began) / 60:.0f} min.\n"
    )


if __name__ == "__main__":
    main()
