"""Do the trainer's model, Transformers and vLLM read one checkpoint alike?

`python -m inference.demo.parity CHECKPOINT`, in the engine's environment, prints as JSON the
largest difference of any token's log-probability between this project's model and each of the
other two, in float32. A wrong name, rotation or scale shows as 0.1 or more, rounding as 0.0001.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from inference.demo.chat import Turn, render
from inference.demo.export import load_checkpoint

__all__ = ["main"]

CONVERSATION = (
    Turn("user", "스네이크 게임을 파이썬으로 만들어 주세요"),
    Turn("assistant", "Here it is.\n\n```python\ndef main():\n    print(1)\n```\n"),
    Turn("user", "Thanks!"),
)


def of_trainer(folder: Path, ids: list[int]) -> Tensor:
    """Log-probabilities (tokens, vocabulary) by this project's own model."""
    model = load_checkpoint(folder).eval()
    with torch.no_grad():
        return model.logits(model(torch.tensor([ids])).hidden)[0].log_softmax(-1)


def of_transformers(folder: Path, ids: list[int]) -> Tensor:
    """The same by Transformers' `DeepseekV2ForCausalLM`."""
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    with torch.no_grad():
        scores: Tensor = model(torch.tensor([ids])).logits[0]
    return scores.log_softmax(-1)


def of_vllm(folder: Path, ids: list[int]) -> Tensor:
    """Log-probabilities (tokens - 1) of each token after the first, by vLLM."""
    from vllm import LLM, SamplingParams

    # A CPU with AMX would be given kernels that know no float32.
    backend = None if torch.cuda.is_available() else "CPU_MLA"
    engine = LLM(
        str(folder),
        dtype="float32",
        attention_backend=backend,
        enforce_eager=True,
        kv_cache_memory_bytes=100_000_000,
    )
    sampling = SamplingParams(temperature=0, max_tokens=1, prompt_logprobs=1)
    result = engine.generate({"prompt_token_ids": ids}, sampling, use_tqdm=False)[0]
    rows = result.prompt_logprobs[1:]
    return torch.tensor([row[token].logprob for row, token in zip(rows, ids[1:], strict=True)])


def main(arguments: Sequence[str] | None = None) -> None:
    """Print `{"tokens": …, "transformers": …, "vllm": …}`, differences in nats."""
    parser = argparse.ArgumentParser(prog="python -m inference.demo.parity", description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    folder: Path = parser.parse_args(arguments).checkpoint
    # One process, so that nothing is left behind when this one ends.
    os.environ.setdefault("VLLM_ENABLE_V1_MULTIPROCESSING", "0")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    ids = tokenizer.encode(render(CONVERSATION), add_special_tokens=False).ids
    own = of_trainer(folder, ids)
    chosen = own[:-1].gather(1, torch.tensor(ids[1:]).unsqueeze(1)).squeeze(1)
    report = {
        "tokens": len(ids),
        "transformers": float((of_transformers(folder, ids) - own).abs().max()),
        "vllm": float((of_vllm(folder, ids) - chosen).abs().max()),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
