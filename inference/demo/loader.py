"""The batches of a training's steps, drawn ahead by processes where a GPU would wait for them."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import torch
from tokenizers import Tokenizer
from torch import multiprocessing
from torch.utils.data import DataLoader

from inference.demo.batches import Batch, draw_step
from inference.demo.dataset import Corpus

__all__ = ["DrawnSteps", "load_steps"]

AHEAD = 4
"""How many steps each process has ready."""


@dataclass(frozen=True)
class DrawnSteps:
    """A training's steps by number. Each is drawn with dice of its own, by whoever draws it."""

    corpus: Corpus
    tokenizer: Tokenizer
    seed: int
    first_part: float
    """The number of the step with which the first part of the training ends."""
    tokens: int
    longest: int
    micro: int | None
    """As in `draw_step`."""
    asked: float = 0.0
    """As in `Corpus.sample`."""

    def __getitem__(self, step: int) -> list[Batch]:
        return draw_step(
            partial(self.corpus.sample, first=step < self.first_part, asked=self.asked),
            self.tokenizer,
            random.Random(f"{self.seed} {step}"),  # noqa: S311 - data, not a secret
            tokens=self.tokens,
            micro=self.micro,
            longest=self.longest,
        )


def load_steps(steps: DrawnSteps, numbers: range, *, processes: int) -> Iterable[list[Batch]]:
    """The steps of these `numbers` in their order; with no processes each when it is asked for."""
    if not processes:
        return map(steps.__getitem__, numbers)
    # Each tensor would hold an open file, and there are more of them than a process may open.
    multiprocessing.set_sharing_strategy("file_system")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # the processes are enough
    ahead: Iterable[list[Batch]] = DataLoader(
        steps,
        batch_size=None,
        sampler=numbers,
        num_workers=processes,
        prefetch_factor=AHEAD,
        pin_memory=torch.cuda.is_available(),
    )
    return ahead
