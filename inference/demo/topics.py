"""Give a checkpoint one layer more, which tells from a request which program it asks for.

`.venv-engine/bin/python -m inference.demo.topics --start OLD --checkpoint NEW`, in three parts:

1. The words that tell programs apart are made to stand out in the embeddings (`words.py`). The
   attention of a new second layer begins as their mean.
2. For each topic and language a vector is learnt that makes the model begin its answer
   (`steering.py`).
3. The new layer is taught to add these vectors (`telling.py`).

A checkpoint that has such a layer is not given a second one: it goes through the second and the
third part again. But for the embeddings, which hardly change, the old weights stay as they are.
What is written is to be trained on with `--start`, for the other layers follow a vector the better
the longer they have met it. The checkpoint's card says how far this came.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from inference.demo.dataset import SEED, load_corpus
from inference.demo.export import export_checkpoint, load_checkpoint
from inference.demo.model import DeepseekV2, Layer, ModelConfig
from inference.demo.steering import AT, find_vectors
from inference.demo.telling import draw_any, draw_asked, keep, new_layer, teach
from inference.demo.words import Pull, Words, find_words

__all__ = ["begin", "grown", "has_layer", "main", "without"]

LOUD = 12.0
"""How long a token's value is: what is gathered is to be a third of the stream."""


def grown(model: DeepseekV2) -> DeepseekV2:
    """A model that has one dense layer more, at `AT`, and gives exactly what `model` gives."""
    new = _moved(model, 1)
    layer = new_layer(new)
    nn.init.zeros_(layer.self_attn.o_proj.weight)
    nn.init.zeros_(layer.mlp.down_proj.weight)
    return new


def without(model: DeepseekV2) -> DeepseekV2:
    """A model that lacks the dense layer at `AT`: what was `grown`, as it had been."""
    return _moved(model, -1)


def has_layer(model: DeepseekV2) -> bool:
    """Whether a layer has been put in."""
    return model.config.first_k_dense_replace > ModelConfig.first_k_dense_replace


def _moved(model: DeepseekV2, by: int) -> DeepseekV2:
    """A model of as many dense layers more, whose layers are those of `model` as far as it can."""
    config = model.config
    other = replace(
        config,
        num_hidden_layers=config.num_hidden_layers + by,
        first_k_dense_replace=config.first_k_dense_replace + by,
    )
    new = DeepseekV2(other)
    state = new.state_dict()
    for name, value in model.state_dict().items():
        first, *rest = name.split(".")
        if first == "layers":
            place = int(rest[0])
            if by < 0 and place == AT:
                continue
            rest[0] = str(place + by if place >= AT else place)
        state[".".join((first, *rest))] = value
    new.load_state_dict(state)
    new.eval().requires_grad_(False)
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


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: a checkpoint, and where the one with a layer more is written."""
    parser = argparse.ArgumentParser(prog="python -m inference.demo.topics", description=__doc__)
    parser.add_argument("--start", type=Path, required=True, help="the checkpoint that is to grow")
    parser.add_argument("--checkpoint", type=Path, required=True, help="what is written")
    parser.add_argument("--words", type=int, default=1400, help="steps for the words")
    parser.add_argument("--vectors", type=int, default=130, help="steps for the vectors")
    parser.add_argument("--telling", type=int, default=1500, help="steps for the layer")
    parser.add_argument("--requests", type=int, default=124_000, help="of which the layer learns")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(SEED)
    began = time.monotonic()
    corpus = load_corpus()
    tokenizer = Tokenizer.from_file(str(chosen.start / "tokenizer.json"))
    model = load_checkpoint(chosen.start).eval().requires_grad_(False)
    plain = without(model) if has_layer(model) else model
    pull = Pull(plain, corpus, tokenizer)
    dice = random.Random(f"telling {SEED}")  # noqa: S311 - data, not a secret
    others = [draw_any(corpus, tokenizer, dice) for _ in range(chosen.requests // 25)]
    asked = [draw_asked(corpus, tokenizer, dice) for _ in range(chosen.requests)]
    words = None
    if not has_layer(model):
        words = find_words(plain, corpus, tokenizer, pull, layers=AT, steps=chosen.words)
        plain.embed_tokens.weight += words.change
        model = grown(plain)
    stayed = keep(model, others, before=True)
    told = nn.Linear(model.config.hidden_size, 1 + len(corpus.tasks))
    if words:
        told = begin(new_layer(model), words)
    vectors = find_vectors(plain, corpus, tokenizer, steps=chosen.vectors)
    teach(model, vectors, keep(model, asked), stayed, told, pull, steps=chosen.telling)
    export_checkpoint(model, tokenizer, chosen.checkpoint)
    sys.stderr.write(
        f"Wrote {chosen.checkpoint} after {(time.monotonic() - began) / 60:.0f} min.\n"
    )


if __name__ == "__main__":
    main()
