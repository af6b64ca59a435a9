"""Write a trained model as a checkpoint that vLLM and Transformers load: safetensors and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from inference.demo.chat import BOS, EOS
from inference.demo.model import DeepseekV2, ModelConfig
from inference.demo.tokenizer import save_tokenizer

__all__ = [
    "export_checkpoint",
    "export_weights",
    "hub_config",
    "hub_weights",
    "load_checkpoint",
    "read_config",
]


def hub_config(config: ModelConfig, *, bos: int, eos: int) -> dict[str, object]:
    """`config.json` in the words of DeepSeek-V2's repository."""
    return {
        "architectures": ["DeepseekV2ForCausalLM"],
        "model_type": "deepseek_v2",
        **asdict(config),
        "num_key_value_heads": config.num_attention_heads,
        "q_lora_rank": None,
        "moe_layer_freq": 1,
        "n_group": 1,
        "topk_group": 1,
        "topk_method": "greedy",
        "scoring_func": "softmax",
        "norm_topk_prob": False,
        "routed_scaling_factor": 1.0,
        # YaRN by a factor of 1 is plain rotary embedding. It is named all the same, as the large
        # models name it: vLLM 0.32 turns a plain one in place on CPUs, where its kernel misreads
        # the strides of a latent attention's queries.
        "rope_scaling": {
            "type": "yarn",
            "factor": 1.0,
            "original_max_position_embeddings": config.max_position_embeddings,
            "beta_fast": 32,
            "beta_slow": 1,
            "mscale": 0.707,
            "mscale_all_dim": 0.707,
        },
        "hidden_act": "silu",
        "attention_bias": False,
        "attention_dropout": 0.0,
        "tie_word_embeddings": False,
        "initializer_range": 0.02,
        "bos_token_id": bos,
        "eos_token_id": eos,
        "torch_dtype": "bfloat16",
        "use_cache": True,
    }


def hub_weights(model: DeepseekV2) -> dict[str, Tensor]:
    """The weights in bfloat16 under the names of the hub: one matrix for each expert."""
    weights: dict[str, Tensor] = {}
    for name, value in model.state_dict().items():
        name = name if name.startswith("lm_head") else f"model.{name}"
        value = value.detach().to("cpu", torch.bfloat16)
        if name.endswith("experts.gate_up_proj"):
            for index, (gate, up) in enumerate(matrix.chunk(2) for matrix in value):
                stem = name.replace("gate_up_proj", str(index))
                weights[f"{stem}.gate_proj.weight"] = gate.contiguous()
                weights[f"{stem}.up_proj.weight"] = up.contiguous()
        elif name.endswith("experts.down_proj"):
            for index, matrix in enumerate(value):
                weights[name.replace("down_proj", f"{index}.down_proj.weight")] = (
                    matrix.contiguous()
                )
        else:
            weights[name] = value.contiguous()
    return weights


def export_weights(model: DeepseekV2, folder: Path, *, bos: int, eos: int) -> None:
    """Write weights, `config.json` and `generation_config.json` (greedy) into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "model.safetensors"
    save_file(hub_weights(model), target, metadata={"format": "pt"})
    target.chmod(0o644)
    _write(folder / "config.json", hub_config(model.config, bos=bos, eos=eos))
    generation = {"bos_token_id": bos, "eos_token_id": eos, "do_sample": False, "temperature": 0.0}
    _write(folder / "generation_config.json", generation)


def export_checkpoint(model: DeepseekV2, tokenizer: Tokenizer, folder: Path) -> None:
    """Write all that a server needs: weights, configuration, tokenizer and chat template."""
    bos, eos = tokenizer.token_to_id(BOS), tokenizer.token_to_id(EOS)
    export_weights(model, folder, bos=bos, eos=eos)
    save_tokenizer(tokenizer, folder, model.config.max_position_embeddings)


def read_config(folder: Path) -> ModelConfig:
    """The sizes of a checkpoint's model."""
    written = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return ModelConfig(**{name: written[name] for name in ModelConfig.__dataclass_fields__})


def load_checkpoint(folder: Path) -> DeepseekV2:
    """The model that `export_weights` wrote, back in float32."""
    config = read_config(folder)
    weights = load_file(folder / "model.safetensors")
    model = DeepseekV2(config)
    state: dict[str, Tensor] = {}
    for name in model.state_dict():
        hub = name if name.startswith("lm_head") else f"model.{name}"
        stem = hub.rpartition(".")[0]
        experts = range(config.n_routed_experts)
        if name.endswith("experts.gate_up_proj"):
            pairs = [
                torch.cat([weights[f"{stem}.{i}.{part}_proj.weight"] for part in ("gate", "up")])
                for i in experts
            ]
            state[name] = torch.stack(pairs).float()
        elif name.endswith("experts.down_proj"):
            state[name] = torch.stack(
                [weights[f"{stem}.{i}.down_proj.weight"] for i in experts]
            ).float()
        else:
            state[name] = weights[hub].float()
    model.load_state_dict(state)
    return model


def _write(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
