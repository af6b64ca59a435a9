"""Muon for the matrices inside the network, AdamW for the rest.

Muon (Keller Jordan, 2024) makes each update of a matrix nearly orthogonal, so that rare directions
are learnt as fast as common ones: a curriculum in which every program is its own rare case needs
far fewer steps. Embedding, head, routers and norms keep AdamW, as its author advises.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from inference.demo.model import matrix_dtype

__all__ = ["Muon", "make_optimizers", "orthogonal"]

#: Newton–Schulz coefficients of a quintic whose slope at zero is steep (Jordan 2024).
QUINTIC = (3.4445, -4.7750, 2.0315)


def orthogonal(update: Tensor, rounds: int = 5) -> Tensor:
    """Nearly the orthogonal matrix with the same singular vectors, for each of a stack."""
    a, b, c = QUINTIC
    x = update.to(matrix_dtype(update.device))
    wide = x.shape[-2] <= x.shape[-1]
    x = x if wide else x.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(rounds):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x if wide else x.mT).to(update.dtype)


class Muon(torch.optim.Optimizer):
    """Momentum whose direction is made orthogonal; `lr` is the size of a step's singular values.

    Weights shrink by `decay` times the rate a step, as Muon needs in long trainings (Moonlight,
    2502.16982). Matrices of one shape are stepped together: one by one, a GPU would wait for them.
    """

    def __init__(
        self,
        params: Iterable[nn.Parameter],
        lr: Tensor,
        momentum: float = 0.95,
        decay: float = 0.1,
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            alike: dict[torch.Size, list[nn.Parameter]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is not None:
                    alike[parameter.shape].append(parameter)
            for parameters in alike.values():
                self._step_alike(parameters, group)

    def _step_alike(self, parameters: list[nn.Parameter], group: Mapping[str, Any]) -> None:
        grads: list[Tensor] = []
        buffers: list[Tensor] = []
        for parameter in parameters:
            state = self.state[parameter]
            if "buffer" not in state:
                state["buffer"] = torch.zeros_like(parameter)
            grad = parameter.grad
            assert grad is not None
            buffer: Tensor = state["buffer"]
            buffer.lerp_(grad, 1 - group["momentum"])
            buffers.append(buffer)
            grads.append(grad)
        ahead = torch.stack(grads).lerp(torch.stack(buffers), group["momentum"])
        rows, columns = ahead.shape[-2:]
        rate = group["lr"] * max(1.0, rows / columns) ** 0.5
        for parameter, update in zip(parameters, orthogonal(ahead).unbind(), strict=True):
            parameter.mul_(1 - group["lr"] * group["decay"]).sub_(update * rate)


def make_optimizers(
    model: nn.Module, *heads: nn.Module, gentle: bool = False
) -> list[torch.optim.Optimizer]:
    """One optimizer for the hidden matrices and one for everything else, rates still to be set.

    `gentle` is for weights that were trained before: Muon moves a matrix by the rate in every
    direction, also where there is nothing to learn, so AdamW has them all.

    `heads` are what is trained beside the model and not written with it. Each group's `share` is
    what the schedule's rate is multiplied by. Rates are tensors, so that a recorded step can be
    given another.
    """
    hidden: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for name, parameter in model.named_parameters():
        inside = name.startswith("layers.") and parameter.ndim > 1 and ".gate.weight" not in name
        (hidden if inside else others).append(parameter)
    others += [parameter for head in heads for parameter in head.parameters()]
    device = others[0].device
    inner: torch.optim.Optimizer = (
        adam(hidden, beta=0.98) if gentle else Muon(hidden, lr=torch.zeros((), device=device))
    )
    outer = adam(others, beta=0.98 if gentle else 0.95)
    for group in inner.param_groups:
        group["share"] = 0.5 if gentle else 10.0
    for group in outer.param_groups:
        group["share"] = 1.0
    return [inner, outer]


def adam(parameters: list[nn.Parameter], *, beta: float) -> torch.optim.AdamW:
    """AdamW without decay; `beta` is how much of a gradient's mean square a step keeps."""
    device = parameters[0].device
    return torch.optim.AdamW(
        parameters,
        lr=torch.zeros((), device=device),
        betas=(0.9, beta),
        weight_decay=0.0,
        fused=True,
        capturable=device.type == "cuda",
    )
