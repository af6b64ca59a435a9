"""DeepSeek-V2 in plain PyTorch, small enough to be trained on a CPU or in minutes on a GPU.

The architecture is that of arXiv 2405.04434: multi-head latent attention, whose keys and values are
rebuilt from one latent of 512 + 64 numbers a token, and a mixture of experts with shared and routed
experts behind a softmax router. Names and shapes follow Transformers' `DeepseekV2ForCausalLM`, so
that an exported checkpoint loads there and in vLLM. The latent keeps the size of the large models
because vLLM's kernels know no other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from inference.demo.reading import READING_HEADS

__all__ = ["Cache", "DeepseekV2", "ModelConfig", "Output", "fast_products", "matrix_dtype"]

Cache = list[tuple[Tensor, Tensor]]
"""Per layer, the keys and values so far: (batch, heads, tokens, head size) each."""


@dataclass(frozen=True)
class ModelConfig:
    """The sizes of one model, in the words of DeepSeek's own `config.json`."""

    vocab_size: int
    hidden_size: int = 256
    num_hidden_layers: int = 6
    num_attention_heads: int = 4
    intermediate_size: int = 512
    moe_intermediate_size: int = 128
    n_routed_experts: int = 16
    n_shared_experts: int = 2
    num_experts_per_tok: int = 4
    first_k_dense_replace: int = 2
    kv_lora_rank: int = 512
    qk_nope_head_dim: int = 64
    qk_rope_head_dim: int = 64
    v_head_dim: int = 64
    max_position_embeddings: int = 4096
    rms_norm_eps: float = 1e-6
    rope_theta: float = 10000.0

    @property
    def qk_head_dim(self) -> int:
        return self.qk_nope_head_dim + self.qk_rope_head_dim

    @property
    def reading_layer(self) -> int:
        """Where the heads are that training shows where to look (see `reading.py`)."""
        return self.first_k_dense_replace + 1

    def is_dense(self, layer: int) -> bool:
        return layer < self.first_k_dense_replace


@dataclass(frozen=True)
class Output:
    """What a pass over tokens gives.

    `hidden` is (batch, tokens, hidden size), normed and ready for the head. `balance` is the
    auxiliary loss of the routers (1.0 when all experts carry the same), and `load` is
    (MoE layers, experts): the share of the real tokens' choices that went to each expert. `reading`
    is how far each reading head looked past the places that it was shown, in nats, summed. `said`
    is what these heads say by themselves of the tokens that were asked for, the first half of them
    asked of the first head, normed and ready for `logits`: (tokens, hidden size). `topic` is the
    stream after the first layers, normed: (batch, tokens, hidden size).
    """

    hidden: Tensor
    balance: Tensor
    load: Tensor
    reading: Tensor
    said: Tensor
    topic: Tensor


TOPIC_LAYERS = 2
"""After how many layers training asks which program a conversation is about (see `train.py`)."""

DROPOUT = 0.1
"""How much of what a layer adds to the stream is left out at random while training.

On a GPU each request by hand is met ten times; it must not be learnt by heart.
(Srivastava et al., 2014.)
"""

ROUND = 64
"""While training, an expert's rows are filled up to a multiple of this: oneDNN compiles a kernel
for each new shape, which costs more than the empty rows."""


def matrix_dtype(device: torch.device) -> torch.dtype:
    """The type in which matrices are multiplied fast; a CPU without AVX-512 has none but float32.

    There, products of bfloat16 take ten times as long.
    """
    slow = device.type == "cpu" and torch.backends.cpu.get_cpu_capability() in ("DEFAULT", "AVX2")
    return torch.float32 if slow else torch.bfloat16


def fast_products(device: torch.device) -> torch.autocast:
    """A context in which products are taken in the `matrix_dtype`."""
    dtype = matrix_dtype(device)
    return torch.autocast(device.type, torch.bfloat16, enabled=dtype == torch.bfloat16)


def working_dtype(x: Tensor) -> torch.dtype:
    """The type in which products are taken: autocast's where it is on, else that of `x`."""
    kind = x.device.type
    return torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else x.dtype


class RMSNorm(nn.Module):
    def __init__(self, size: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        normed = functional.rms_norm(x, self.weight.shape, self.weight.to(x.dtype), self.eps)
        return normed.to(working_dtype(x))


def rotary_table(config: ModelConfig, tokens: int) -> tuple[Tensor, Tensor]:
    """Cosines and sines for the positions 0 … tokens, each (tokens, rope size / 2)."""
    steps = torch.arange(0, config.qk_rope_head_dim, 2, dtype=torch.float32)
    frequencies = config.rope_theta ** (-steps / config.qk_rope_head_dim)
    angles = torch.outer(torch.arange(tokens, dtype=torch.float32), frequencies)
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn neighbouring pairs of the last axis (DeepSeek interleaves them, unlike Llama)."""
    even, odd = x[..., 0::2], x[..., 1::2]
    cos, sin = cos.to(x.dtype), sin.to(x.dtype)
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


def causal_bias(
    tokens: int, docs: Tensor | None, dtype: torch.dtype, device: torch.device
) -> Tensor | None:
    """What is added to scores so that no token sees a later one, or one of another of the `docs`.

    (tokens, tokens), or (rows, 1, tokens, tokens) where `docs`, (rows, tokens), are given. `None`
    for a single token.
    """
    if tokens == 1:
        return None
    bias = torch.full((tokens, tokens), float("-inf"), dtype=dtype, device=device).triu(1)
    if docs is None:
        return bias
    return bias.masked_fill(docs.unsqueeze(1).unsqueeze(3) != docs[:, None, None], float("-inf"))


class Attention(nn.Module):
    """Multi-head latent attention without a query latent, as in DeepSeek-V2-Lite."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        heads, hidden = config.num_attention_heads, config.hidden_size
        self.q_proj = nn.Linear(hidden, heads * config.qk_head_dim, bias=False)
        self.kv_a_proj_with_mqa = nn.Linear(
            hidden, config.kv_lora_rank + config.qk_rope_head_dim, bias=False
        )
        self.kv_a_layernorm = RMSNorm(config.kv_lora_rank, config.rms_norm_eps)
        self.kv_b_proj = nn.Linear(
            config.kv_lora_rank, heads * (config.qk_nope_head_dim + config.v_head_dim), bias=False
        )
        self.o_proj = nn.Linear(heads * config.v_head_dim, hidden, bias=False)

    def forward(
        self,
        x: Tensor,
        cos: Tensor,
        sin: Tensor,
        past: tuple[Tensor, Tensor] | None,
        bias: Tensor | None,
        sources: Tensor | None = None,
    ) -> tuple[Tensor, tuple[Tensor, Tensor], Tensor]:
        """What is mixed in, the keys and values, and the reading loss for `sources`.

        The `bias` is added to the scores (see `causal_bias`). `sources` is (places, 5): row, head,
        the token that looks, the first one that it should look at, and the one after the last.
        """
        config = self.config
        batch, tokens, _ = x.shape
        heads = config.num_attention_heads

        q = self.q_proj(x).view(batch, tokens, heads, config.qk_head_dim).transpose(1, 2)
        q_nope, q_rope = q.split([config.qk_nope_head_dim, config.qk_rope_head_dim], dim=-1)
        latent, k_rope = self.kv_a_proj_with_mqa(x).split(
            [config.kv_lora_rank, config.qk_rope_head_dim], dim=-1
        )
        kv = self.kv_b_proj(self.kv_a_layernorm(latent)).view(batch, tokens, heads, -1)
        k_nope, value = kv.transpose(1, 2).split(
            [config.qk_nope_head_dim, config.v_head_dim], dim=-1
        )
        k_rope = rotate(k_rope.unsqueeze(1), cos, sin).expand(-1, heads, -1, -1)
        query = torch.cat((q_nope, rotate(q_rope, cos, sin)), dim=-1)
        key = torch.cat((k_nope, k_rope), dim=-1)
        if past is not None:
            key, value = torch.cat((past[0], key), 2), torch.cat((past[1], value), 2)
        reading = torch.zeros(len(READING_HEADS), device=x.device)
        if x.is_cuda and past is None and sources is None:
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
            return self._out(mixed), (key, value), reading
        # Written out: at these sizes it takes a third of the time of PyTorch's fused CPU kernel.
        scores = query * config.qk_head_dim**-0.5 @ key.transpose(-1, -2)
        if bias is not None:
            # Added, not filled in: what is added needs no pass backwards.
            scores = scores + bias
        if sources is not None and len(sources):
            row, head, looks, first, end = sources.unbind(1)
            looks = (row * heads + head) * tokens + looks
            shown = scores.flatten(0, 2).index_select(0, looks).float()
            place = torch.arange(shown.shape[1], device=x.device)
            outside = (place < first.unsqueeze(1)) | (place >= end.unsqueeze(1))
            inside = shown.masked_fill(outside, float("-inf"))
            missed = shown.logsumexp(dim=1) - inside.logsumexp(dim=1)
            reading = reading.index_add(0, head, missed)
        mixed = scores.softmax(dim=-1).to(value.dtype) @ value
        return self._out(mixed), (key, value), reading

    def _out(self, mixed: Tensor) -> Tensor:
        """The heads' (batch, heads, tokens, size) side by side, and through the last matrix."""
        out: Tensor = self.o_proj(mixed.transpose(1, 2).flatten(2))
        return out

    def says(self, x: Tensor, head: int) -> Tensor:
        """What the head adds to the stream where it looks at nothing but one row of `x`."""
        config = self.config
        latent = self.kv_a_proj_with_mqa(x)[:, : config.kv_lora_rank]
        kv = self.kv_b_proj(self.kv_a_layernorm(latent))
        kv = kv.view(len(x), config.num_attention_heads, -1)
        size = config.v_head_dim
        out = self.o_proj.weight[:, head * size : (head + 1) * size]
        return functional.linear(kv[:, head, config.qk_nope_head_dim :], out)


class MLP(nn.Module):
    """The gated feed-forward layer: a dense layer, or the shared experts side by side."""

    def __init__(self, hidden: int, inner: int) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(hidden, inner, bias=False)
        self.up_proj = nn.Linear(hidden, inner, bias=False)
        self.down_proj = nn.Linear(inner, hidden, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        gated: Tensor = self.down_proj(functional.silu(self.gate_proj(x)) * self.up_proj(x))
        return gated


class Experts(nn.Module):
    """The routed experts, stacked."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        count, hidden = config.n_routed_experts, config.hidden_size
        inner = config.moe_intermediate_size
        self.gate_up_proj = nn.Parameter(torch.empty(count, 2 * inner, hidden))
        self.down_proj = nn.Parameter(torch.empty(count, hidden, inner))

    def forward(self, x: Tensor, chosen: Tensor, weights: Tensor) -> Tensor:
        """Mix for each row of `x` its `chosen` experts, by `weights`; both are (rows, top-k)."""
        mix = self.mix_all if x.is_cuda else self.mix_chosen
        return mix(x.to(working_dtype(x)), chosen, weights)

    def mix_all(self, x: Tensor, chosen: Tensor, weights: Tensor) -> Tensor:
        """The same by running all experts on every row, as one product.

        On a GPU this is faster: it computes four times as much, but waits for nothing.
        """
        shares = weights.new_zeros(len(x), len(self.down_proj)).scatter(1, chosen, weights)
        both = functional.linear(x, self.gate_up_proj.to(x.dtype).flatten(0, 1))
        gate, up = both.unflatten(1, (len(self.down_proj), -1)).chunk(2, dim=-1)
        inner = functional.silu(gate) * up * shares.to(x.dtype).unsqueeze(-1)
        down = self.down_proj.to(x.dtype).transpose(0, 1).flatten(1)
        return functional.linear(inner.flatten(1), down)

    def mix_chosen(self, x: Tensor, chosen: Tensor, weights: Tensor) -> Tensor:
        """The same by sorting rows by expert, so that each expert is one product of its own."""
        flat = chosen.flatten()
        order = flat.argsort()
        counts = flat.bincount(minlength=len(self.down_proj))
        room = (counts + ROUND - 1) // ROUND * ROUND if self.training else counts
        before = (room.cumsum(0) - room) - (counts.cumsum(0) - counts)
        places = torch.arange(len(flat), device=x.device) + before[flat[order]]
        sizes = room.tolist()
        rows = torch.zeros(sum(sizes), dtype=torch.long, device=x.device)
        rows[places] = order // chosen.shape[1]
        scale = torch.zeros(len(rows), device=x.device)
        scale = scale.index_copy(0, places, weights.flatten()[order].float()).to(x.dtype)
        parts = []
        for part, gate_up, down in zip(
            x.index_select(0, rows).split(sizes),
            self.gate_up_proj.to(x.dtype).unbind(),
            self.down_proj.to(x.dtype).unbind(),
            strict=True,
        ):
            gate, up = functional.linear(part, gate_up).chunk(2, dim=-1)
            parts.append(functional.linear(functional.silu(gate) * up, down))
        mixed = torch.cat(parts) * scale.unsqueeze(1)
        return torch.zeros_like(x).index_add(0, rows, mixed)


class MoE(nn.Module):
    """Shared experts for every token, and the router's best few of the others."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.top_k = config.num_experts_per_tok
        self.gate = nn.Linear(config.hidden_size, config.n_routed_experts, bias=False)
        self.experts = Experts(config)
        self.shared_experts = MLP(
            config.hidden_size, config.moe_intermediate_size * config.n_shared_experts
        )

    def forward(self, x: Tensor, real: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The layer's output, its balance loss and its load; `real` is 0 on padding, else 1."""
        flat = x.flatten(0, -2)
        with torch.autocast(x.device.type, enabled=False):
            scores = functional.linear(flat.float(), self.gate.weight.float()).softmax(dim=-1)
        weights, chosen = scores.topk(self.top_k, dim=-1)
        experts = scores.shape[-1]
        share = real.flatten() / real.sum()
        load = torch.zeros(experts, device=x.device).index_add(
            0, chosen.flatten(), (share / self.top_k).repeat_interleave(self.top_k)
        )
        balance = experts * (load.detach() * (scores * share.unsqueeze(1)).sum(0)).sum()
        routed = self.experts(flat, chosen, weights).view_as(x)
        return routed + self.shared_experts(x), balance, load


class Layer(nn.Module):
    def __init__(self, config: ModelConfig, index: int) -> None:
        super().__init__()
        self.input_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.self_attn = Attention(config)
        self.post_attention_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.mlp: MLP | MoE = (
            MLP(config.hidden_size, config.intermediate_size)
            if config.is_dense(index)
            else MoE(config)
        )


class DeepseekV2(nn.Module):
    """The language model: token ids in, hidden states out; `logits` turns those into scores."""

    cos: Tensor
    sin: Tensor

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(
            Layer(config, index) for index in range(config.num_hidden_layers)
        )
        self.norm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        cos, sin = rotary_table(config, config.max_position_embeddings)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Scale each matrix by its inputs, and what is added to the stream by the depth as well."""
        depth = math.sqrt(2 * self.config.num_hidden_layers)
        for name, parameter in self.named_parameters():
            if parameter.ndim < 2:
                continue
            scale = parameter.shape[-1] ** -0.5
            if name.endswith(("o_proj.weight", "down_proj.weight", "down_proj")):
                scale /= depth
            nn.init.normal_(parameter, std=min(scale, 0.06))

    def forward(
        self,
        ids: Tensor,
        real: Tensor | None = None,
        cache: Cache | None = None,
        sources: Tensor | None = None,
        distinct: Tensor | None = None,
        docs: Tensor | None = None,
    ) -> Output:
        """Run (batch, tokens) ids; a `cache` is extended in place and holds what came before.

        Padding stands at the end of a row, where no real token can see it; `real` (0 or 1 for each
        token) only keeps it out of the routers' statistics. `sources` (see `Attention`) and
        `distinct`, places in the flattened ids, are what training asks the reading heads about.
        Where a row has several conversations, `docs` numbers them: none sees another.
        """
        start = cache[0][0].shape[2] if cache else 0
        cos = self.cos[start : start + ids.shape[1]]
        sin = self.sin[start : start + ids.shape[1]]
        if real is None:
            real = torch.ones_like(ids, dtype=torch.float32)
        # As the embedding does it, in a form that a GPU is known to record (see `recording.py`).
        x = self.embed_tokens.weight.index_select(0, ids.flatten()).view(*ids.shape, -1)
        bias = causal_bias(ids.shape[1], docs, working_dtype(x), x.device)
        balances, loads = [], []
        reading = torch.zeros(len(READING_HEADS), device=ids.device)
        said = x.new_zeros(0, x.shape[-1])
        topic = x
        for index, layer in enumerate(self.layers):
            assert isinstance(layer, Layer)
            past = cache[index] if cache is not None and index < len(cache) else None
            shown = sources if index == self.config.reading_layer else None
            seen = layer.input_layernorm(x)
            mixed, kept, looked = layer.self_attn(seen, cos, sin, past, bias, shown)
            reading = reading + looked
            if index == self.config.reading_layer and distinct is not None:
                asked = seen.flatten(0, 1).index_select(0, distinct).chunk(len(READING_HEADS))
                said = torch.cat(
                    [layer.self_attn.says(*pair) for pair in zip(asked, READING_HEADS, strict=True)]
                )
            if cache is not None:
                cache[index : index + 1] = [kept]
            x = x + functional.dropout(mixed, DROPOUT, self.training)
            normed = layer.post_attention_layernorm(x)
            if isinstance(layer.mlp, MoE):
                out, balance, load = layer.mlp(normed, real)
                balances.append(balance)
                loads.append(load)
            else:
                out = layer.mlp(normed)
            x = x + functional.dropout(out, DROPOUT, self.training)
            if index + 1 == TOPIC_LAYERS:
                topic = functional.rms_norm(x, x.shape[-1:])
        balance, load = torch.stack(balances).mean(), torch.stack(loads)
        return Output(self.norm(x), balance, load, reading, self.norm(said), topic)

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores of every token of the vocabulary, in float32."""
        scores: Tensor = self.lm_head(hidden)
        return scores.float()

    @torch.no_grad()
    def generate(self, ids: list[int], *, stop: int, limit: int) -> list[int]:
        """Continue `ids` greedily until the token `stop`, which is left out, or `limit` tokens."""
        cache: Cache = []
        device = self.lm_head.weight.device
        out: list[int] = []
        feed = ids
        while len(out) < limit:
            hidden = self(torch.tensor([feed], device=device), cache=cache).hidden[:, -1]
            token = int(self.logits(hidden).argmax())
            if token == stop:
                break
            out.append(token)
            feed = [token]
        return out
