"""Muon: momentum whose matrices are made orthogonal before the step (Jordan et al. 2024).

PyTorch's own version multiplies in bfloat16, which is slow on processors without matrix units.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


def orthogonal(matrix: Tensor, steps: int = 5) -> Tensor:
    """About U V^T of matrix = U S V^T, by five quintic Newton-Schulz steps (ibid.)."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix / (matrix.norm() + 1e-7)
    is_tall = x.shape[0] > x.shape[1]
    x = x.T if is_tall else x
    for _ in range(steps):
        product = x @ x.T
        x = a * x + (b * product + c * product @ product) @ x
    return x.T if is_tall else x


class Muon(torch.optim.Optimizer):
    """Nesterov momentum, orthogonalised; step size scaled by 0.2 sqrt(longer side) (Liu 2025)."""

    def __init__(
        self,
        parameters: Iterable[Tensor] | Iterable[dict],
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """One step of all matrices."""
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(parameter)
                velocity = state["momentum"]
                velocity.lerp_(parameter.grad, 1 - group["momentum"])
                ahead = parameter.grad.lerp(velocity, group["momentum"])
                # Fused projections are several matrices in one: three squares are those of
                # attention, others are told by their group.
                is_attention = parameter.shape[0] == 3 * min(parameter.shape)
                blocks = ahead.chunk(group.get("fused", 3 if is_attention else 1))
                update = torch.cat([orthogonal(block) for block in blocks])
                rate = group["lr"] * 0.2 * max(blocks[0].shape) ** 0.5
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                parameter.add_(update, alpha=-rate)
