"""A step of a training recorded on a GPU, and replayed as a whole.

A step of this small model is two thousand kernels of ten microseconds each. Started one by one,
they kept an H200 busy for less than half of the time; a CUDA graph starts them all at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import torch
from torch import Tensor

from inference.demo.batches import Batch

__all__ = ["Recorded"]

BEFORE = 3
"""How many calls run as they are, so that libraries and optimizers have made what they keep."""


class Recorded:
    """A function of batches that are all of the same sizes, and what it does to tensors.

    What it returns is overwritten by the next call. It must not ask any tensor for its value.
    """

    def __init__(self, function: Callable[[Batch], Tensor], device: torch.device) -> None:
        self.function = function
        self.device = device
        self.calls = 0
        self.graph: torch.cuda.CUDAGraph | None = None

    def __call__(self, batch: Batch) -> Tensor:
        self.calls += 1
        if self.calls <= BEFORE:
            return self._aside(batch)
        if self.graph is None:
            self.batch = batch.to(self.device)
            self.graph = torch.cuda.CUDAGraph()
            # The thread that pins batches uses the GPU meanwhile.
            with torch.cuda.graph(self.graph, capture_error_mode="thread_local"):
                self.returned = self.function(self.batch)
        for each in fields(Batch):
            kept, new = getattr(self.batch, each.name), getattr(batch, each.name)
            if kept is not None:
                kept.copy_(new, non_blocking=True)
        self.graph.replay()
        return self.returned

    def _aside(self, batch: Batch) -> Tensor:
        """The call itself, on a stream of its own, as recording asks for."""
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            returned = self.function(batch.to(self.device))
        torch.cuda.current_stream().wait_stream(stream)
        return returned
