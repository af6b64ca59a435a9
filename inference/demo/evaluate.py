"""Whether a model writes the right answer, found without writing it.

Greedy decoding gives exactly the reference when, fed the reference, the model's first choice is the
next token everywhere. So one pass over the text tells what decoding token by token would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from tokenizers import Tokenizer
from torch.nn import functional

from inference.demo.batches import collate, encode, neighbours
from inference.demo.example import Example
from inference.demo.model import DeepseekV2, fast_products

__all__ = ["Score", "evaluate", "table"]


@dataclass
class Score:
    """Of the examples of one kind: how many, how many exactly right, and the loss a token.

    `programs` counts those whose program is right, whatever the sentence before it says.
    """

    total: int = 0
    right: int = 0
    programs: int = 0
    loss: float = 0.0
    tokens: int = 0
    wrong: list[Example] = field(default_factory=list)


@torch.no_grad()
def evaluate(
    model: DeepseekV2, tokenizer: Tokenizer, examples: Sequence[Example], *, tokens: int = 8192
) -> dict[tuple[str, str], Score]:
    """Scores by (kind, language) of what greedy decoding gives for `examples`."""
    device = model.lm_head.weight.device
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    encoded = [(encode(tokenizer, each), each) for each in examples]
    limit = model.config.max_position_embeddings
    fitting = [pair for pair in encoded if len(pair[0].ids) <= limit]
    for group in neighbours(fitting, lambda pair: len(pair[0].ids), tokens):
        batch = collate([row for row, _ in group]).to(device)
        with fast_products(device):
            hidden = model(batch.ids, batch.real).hidden.flatten(0, 1)
            rows = batch.looks // batch.ids.shape[1]
            looks = [batch.looks[rows == row] for row in range(len(group))]
            logits = [model.logits(hidden[places]) for places in looks]
        for row, (_, example) in enumerate(group):
            wanted = batch.ids.flatten()[looks[row] + 1]
            score = scores[example.kind, example.lang]
            score.total += 1
            score.tokens += len(wanted)
            score.loss += float(functional.cross_entropy(logits[row], wanted, reduction="sum"))
            same = logits[row].argmax(-1) == wanted
            score.programs += bool(same[_before_program(tokenizer, example) :].all())
            if bool(same.all()):
                score.right += 1
            else:
                score.wrong.append(example)
    return dict(scores)


def table(scores: dict[tuple[str, str], Score]) -> str:
    """The scores as lines of text, a kind and language a line."""
    lines = [f"{'kind':<12}{'lang':<6}{'program':>12}{'answer':>12}{'loss/token':>12}"]
    for (kind, lang), score in sorted(scores.items()):
        programs, answers = f"{score.programs}/{score.total}", f"{score.right}/{score.total}"
        loss = score.loss / max(1, score.tokens)
        lines.append(f"{kind:<12}{lang:<6}{programs:>12}{answers:>12}{loss:>12.4f}")
    return "\n".join(lines)


def _before_program(tokenizer: Tokenizer, example: Example) -> int:
    """How many tokens of the answer stand before its program; 0 where there is none."""
    answer = "".join(piece.text for piece in example.pieces() if piece.learnt)
    head, fence, _ = answer.partition("```python")
    return len(tokenizer.encode(head, add_special_tokens=False).ids) if fence else 0
