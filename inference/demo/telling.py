"""Teach the layer at `AT` to add to an answer the vector of the program that is asked for.

The attention gathers what tells the program, the MLP makes its vector of it, and the embeddings
change a little further. All other weights stay, so what the first layers add to the embeddings is
looked at once and kept; and the layer is looked at in a few places only. A request then costs a
small part of what it costs the whole model, and it is the number of requests that decides here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from inference.demo.dataset import UNKNOWN, Corpus
from inference.demo.model import DeepseekV2, Layer, rotate
from inference.demo.optimizer import Muon
from inference.demo.progress import progress
from inference.demo.steering import AT, Asked, asked_for
from inference.demo.words import Pull, added, attended, of_tokens, stream

__all__ = [
    "Kept",
    "added_at",
    "attended_at",
    "draw_any",
    "draw_asked",
    "keep",
    "nearest",
    "new_layer",
    "teach",
]

SENTENCE = 28
"""How many tokens of an answer the layer meets: its sentence, and for some a line more."""
FRAMED = 0.3
"""How many requests may have an earlier exchange before them, which is not to be listened to.

It comes with one of eight of these, and makes a request ten times as long.
"""
LONGEST = 600
"""Tokens of the longest conversation that is kept."""
UNHEARD = 0.06
"""How many tokens are passed over at random, so that no request is told by one word alone."""
DROPPED = 0.05
ALIKE, GROUPS = 128, 4
"""Requests of about the same length that are looked at together, and how many such in a step."""
SPOKEN = 3
"""Places of an answer that are looked at beside the token before it, which counts as much."""
OTHERS, PLACES = 6, 24
"""Conversations of any kind in a step, and the places of each that are looked at."""
RIGHT, NEAR, TOLD = 0.5, 2.0, 0.25
"""How much it counts that the right vector is nearest, how near it is, and that what is gathered
tells the topic."""
SHARP = 8.0
"""How sure the nearest vector is to be."""


@dataclass(frozen=True)
class Kept:
    """Conversations one after another, and what is known of each of their tokens.

    `ids` are the tokens, `rest` is what the layers before `AT` add to their embeddings, and
    `before` what the layer at `AT` added when they were kept, where that is wanted: (tokens,
    hidden size) both. A conversation begins at `starts` and is `lengths` long. The vector of its
    `langs` and `topics` is to be added from its token `begins` to the one before `ends`; these are
    the same where none is.
    """

    ids: Tensor
    rest: Tensor
    before: Tensor
    starts: Tensor
    lengths: Tensor
    langs: Tensor
    topics: Tensor
    begins: Tensor
    ends: Tensor

    def tokens(self, rows: Tensor) -> Tensor:
        """Where the tokens of these conversations are, filled up with others: (rows, tokens)."""
        places = torch.arange(int(self.lengths[rows].max()))
        return (self.starts[rows].unsqueeze(1) + places).clamp(max=len(self.ids) - 1)


def new_layer(model: DeepseekV2) -> Layer:
    """The layer that was put in."""
    layer = model.layers[AT]
    assert isinstance(layer, Layer)
    return layer


def draw_asked(corpus: Corpus, tokenizer: Tokenizer, dice: random.Random) -> Asked:
    """A request and the sentence of its answer; now and then after an earlier exchange."""
    example = corpus.sample(dice, asked=1.0)
    if dice.random() < FRAMED:
        example = corpus.framed(example, dice)
    return asked_for(tokenizer, replace(example, most=SENTENCE), example.topic)


def draw_any(corpus: Corpus, tokenizer: Tokenizer, dice: random.Random) -> Asked:
    """A conversation of any kind but one; a vector is added to an answer to a request only.

    Exercises in features are passed over: without where to look, nothing of them is learnt.
    """
    example = corpus.sample(dice)
    while example.kind == "features":
        example = corpus.sample(dice)
    asked = asked_for(tokenizer, example, example.topic)
    steered = example.kind in ("answer", "decline") and example.start == 0
    return asked if steered else replace(asked, topic=UNKNOWN, end=asked.begin)


def keep(model: DeepseekV2, drawn: Sequence[Asked], *, before: bool = False) -> Kept:
    """What is known of these conversations, all but the longest."""
    drawn = [each for each in drawn if len(each.encoded.ids) <= LONGEST]
    encoded = [each.encoded.ids for each in drawn]
    lengths = torch.tensor(list(map(len, encoded)))
    starts = lengths.cumsum(0) - lengths
    rest = added(model, encoded, AT)
    none = rest.new_empty(0, rest.shape[1])
    stayed = of_tokens(model, encoded, lambda ids: _made(model, ids)) if before else none
    ids = torch.tensor([token for each in encoded for token in each])
    langs, topics, begins, ends = torch.tensor(
        [(each.lang, each.topic, each.begin, each.end) for each in drawn]
    ).T
    return Kept(
        ids, rest, stayed, starts, lengths, langs, topics, begins, torch.minimum(ends, lengths)
    )


def attended_at(
    model: DeepseekV2, layer: Layer, x: Tensor, places: Tensor, unheard: float = 0.0
) -> Tensor:
    """What the layer's attention adds to the stream `x` at a few places of each row.

    `places` is (rows, places), the result (rows, places, hidden size). It is what `attended` gives,
    but queries are taken into the latent, as at inference (arXiv 2405.04434, section 2.1.2), so
    that keys and values are made for no token. A share of the tokens is `unheard`.
    """
    attention = layer.self_attn
    config = attention.config
    heads, nope, rank = config.num_attention_heads, config.qk_nope_head_dim, config.kv_lora_rank
    rows, tokens, _ = x.shape
    normed = layer.input_layernorm(x)
    latent, rope = attention.kv_a_proj_with_mqa(normed).split([rank, config.qk_rope_head_dim], -1)
    latent = attention.kv_a_layernorm(latent)
    cos, sin = model.cos, model.sin
    keys = torch.cat((latent, rotate(rope, cos[:tokens], sin[:tokens])), dim=-1)
    asking = normed[torch.arange(rows).unsqueeze(1), places]
    q = attention.q_proj(asking).view(*places.shape, heads, config.qk_head_dim)
    up = attention.kv_b_proj.weight.view(heads, -1, rank)
    turned = rotate(q[..., nope:], cos[places].unsqueeze(2), sin[places].unsqueeze(2))
    query = torch.cat((torch.einsum("rphd,hdl->rphl", q[..., :nope], up[:, :nope]), turned), -1)
    scores = query.flatten(1, 2) * config.qk_head_dim**-0.5 @ keys.mT
    token = torch.arange(tokens)
    away = places.unsqueeze(-1)
    hidden = (token > away) | ((torch.rand(rows, 1, tokens) < unheard) & (token != away))
    scores = scores.masked_fill(hidden.repeat_interleave(heads, dim=1), float("-inf"))
    mixed = (scores.softmax(-1) @ latent).view(*places.shape, heads, rank)
    value = torch.einsum("rphl,hdl->rphd", mixed, up[:, nope:])
    out: Tensor = attention.o_proj(value.flatten(2))
    return out


def added_at(
    model: DeepseekV2, kept: Kept, rows: Tensor, places: Tensor, change: Tensor, *, learning: bool
) -> tuple[Tensor, Tensor]:
    """What the layer's attention, and all of it, adds at these places of the kept conversations.

    (rows, places, hidden size) both, with the embeddings changed by `change`. What comes before the
    layer is as it was when it was kept.
    """
    layer = new_layer(model)
    tokens = kept.tokens(rows)
    embedded = functional.embedding(kept.ids[tokens], model.embed_tokens.weight + change)
    x = embedded + kept.rest[tokens].float()
    mixed = attended_at(model, layer, x, places, UNHEARD if learning else 0.0)
    heard = functional.dropout(mixed, DROPPED, learning)
    here = x[torch.arange(len(rows)).unsqueeze(1), places] + heard
    return mixed, heard + layer.mlp(layer.post_attention_layernorm(here))


def nearest(vectors: Tensor, made: Tensor, langs: Tensor) -> Tensor:
    """How near what was made is to each vector of its language, as scores: (rows, places, topics).

    `made` is (rows, places, hidden size).
    """
    squares = vectors.pow(2).sum(-1)
    scores: Tensor = 2 * made @ vectors[langs].mT - squares[langs].unsqueeze(1)
    return SHARP * scores / squares.mean()


def teach(
    model: DeepseekV2,
    vectors: Tensor,
    asked: Kept,
    others: Kept,
    told: nn.Linear,
    pull: Pull,
    *,
    steps: int,
    alike: int = ALIKE,
) -> None:
    """Teach the layer to add the `vectors`, (languages, topics, hidden size), where they belong.

    Where no vector does, as in programs and before answers, it is to add what it added before, of
    which it learns from the `others`. What `told` makes of what is gathered is scored as well. The
    `pull` holds the embeddings back.
    """
    layer = new_layer(model)
    layer.requires_grad_(True)
    change = nn.Parameter(torch.zeros_like(model.embed_tokens.weight))
    heard = [each for each in layer.named_parameters() if not each[0].startswith("mlp.")]
    adam = torch.optim.AdamW(
        [
            *({"params": [each], "top": 6e-4 * _pace(name)} for name, each in heard),
            {"params": [*told.parameters()], "top": 3e-3},
            {"params": [change], "top": 1.5e-3},
        ],
        betas=(0.9, 0.98),
        weight_decay=0.0,
    )
    muon = Muon(layer.mlp.parameters(), lr=torch.zeros(()), decay=0.02)
    size = vectors.pow(2).sum(-1).mean()
    groups: list[Tensor] = []
    for step in range(steps):
        pace = min(1.0, (step + 1) / 20, max(0.02, (steps - step) / (0.6 * steps)))
        muon.param_groups[0]["lr"].fill_(1.5e-2 * pace)
        for group in adam.param_groups:
            group["lr"] = pace * group["top"]
        right = 0.0
        for _ in range(GROUPS):
            groups = groups or list(_alike(asked, alike))
            rows = groups.pop()
            langs, topics = asked.langs[rows], asked.topics[rows]
            places = _spoken(asked, rows)
            mixed, made = added_at(model, asked, rows, places, change, learning=True)
            scores = nearest(vectors, made, langs)
            wanted = topics.unsqueeze(1).expand(places.shape)
            weights = torch.full(places.shape, 1 / SPOKEN)
            weights[:, 0] = 1.0
            missed = functional.cross_entropy(scores.mT, wanted, reduction="none")
            untold = functional.cross_entropy(told(mixed).mT, wanted, reduction="none")
            far = (made - vectors[langs, topics].unsqueeze(1)).pow(2).sum(-1) / size
            loss = (RIGHT * missed + TOLD * untold + NEAR * far) * weights / weights.sum()
            (loss.sum() / GROUPS).backward()
            right += float((scores[:, 0].argmax(-1) == topics).float().mean()) / GROUPS
        elsewhere = _stayed(model, vectors, others, change) / size
        (elsewhere + pull(change)).backward()
        nn.utils.clip_grad_norm_([each for _, each in heard], 1.0)
        muon.step()
        adam.step()
        muon.zero_grad()
        adam.zero_grad()
        progress("telling", step, steps, f"{right:.1%} of requests told")
    layer.requires_grad_(False)
    model.embed_tokens.weight += change.detach()


def _made(model: DeepseekV2, ids: Tensor) -> Tensor:
    """What all of the layer adds to the stream of these tokens: (rows, tokens, hidden size)."""
    layer = new_layer(model)
    x = stream(model, ids, AT)
    mixed = attended(model, layer, x)
    made: Tensor = mixed + layer.mlp(layer.post_attention_layernorm(x + mixed))
    return made


def _alike(kept: Kept, count: int) -> Iterator[Tensor]:
    """All conversations in a random order, those together that are about as long as each other."""
    lengths = kept.lengths + 2 * torch.rand(len(kept.lengths))
    groups = lengths.argsort().split(count)
    for index in torch.randperm(len(groups)).tolist():
        yield groups[index]


def _spoken(kept: Kept, rows: Tensor) -> Tensor:
    """The token before each answer, and some of the answer's."""
    begins, ends = kept.begins[rows].unsqueeze(1), kept.ends[rows].unsqueeze(1)
    later = begins + 1 + (torch.rand(len(rows), SPOKEN) * (ends - begins - 1)).long()
    return torch.cat((begins, torch.minimum(later, ends - 1)), dim=1)


def _stayed(model: DeepseekV2, vectors: Tensor, others: Kept, change: Tensor) -> Tensor:
    """How far from what is wanted the layer is at random places of some of the `others`."""
    order = others.lengths.argsort()
    start = int(torch.randint(max(1, len(order) - OTHERS), ()))
    rows = order[start : start + OTHERS]
    places = (torch.rand(len(rows), PLACES) * others.lengths[rows].unsqueeze(1)).long()
    _, made = added_at(model, others, rows, places, change, learning=True)
    begins, ends = others.begins[rows].unsqueeze(1), others.ends[rows].unsqueeze(1)
    steered = ((places >= begins) & (places < ends)).unsqueeze(-1)
    vector = vectors[others.langs[rows], others.topics[rows]].unsqueeze(1)
    before = others.before[others.starts[rows].unsqueeze(1) + places].float()
    return (made - torch.where(steered, vector, before)).pow(2).sum(-1).mean()


def _pace(name: str) -> float:
    """How fast a part of the attention is taught: what values are made of is right already."""
    if "kv_b" in name:
        return 0.15
    return 0.3 if "kv_a_proj" in name or "o_proj" in name else 1.0
