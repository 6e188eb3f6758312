"""A run in memory: model, averaged weights, optimisers; one step; saving and taking up again."""

import copy
import io
import math
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor

from .files import write_atomically
from .lstm import composer
from .muon import Muon
from .settings import Settings


class Run:
    """What training changes. Only `step`, `descend`, `load` and `adopt` change it."""

    def __init__(self, settings: Settings, device: torch.device) -> None:
        self.settings = settings
        self.device = device
        torch.manual_seed(settings.seed)
        self.model = composer(settings.body, settings.model).to(device)
        self.average = copy.deepcopy(self.model).requires_grad_(False).eval()
        groups = self.model.matrices()
        known = {id(matrix) for group in groups for matrix in group["params"]}
        others = [p for p in self.model.parameters() if id(p) not in known]
        rates = settings.optimizer
        adam = torch.optim.AdamW(others, rates.other_rate, betas=(0.9, 0.98), weight_decay=0.01)
        muon = Muon(groups, rates.matrix_rate, weight_decay=rates.weight_decay)
        self.optimizers: list[torch.optim.Optimizer] = [muon, adam]
        self.rates = [rates.matrix_rate, rates.other_rate]
        self.steps = 0
        self.events = 0
        self.anneal_start = 0
        self.best = math.inf
        if settings.compile:
            for block in self.model.blocks:
                block.compile()

    def factor(self) -> float:
        """What the rates are multiplied by at this step."""
        rates = self.settings.optimizer
        factor = min(1.0, (self.steps + 1) / rates.warmup)
        if rates.anneal:
            factor *= max(0.0, 1 - (self.steps - self.anneal_start) / rates.anneal)
        return factor

    def loss(self, events: np.ndarray, times: np.ndarray) -> Tensor:
        """Nats an event of events [rows, length, 27] and times [rows, length]."""
        self.model.train()
        target = torch.from_numpy(events).long().to(self.device)
        losses, asked = self.model.losses(target, torch.from_numpy(times).long().to(self.device))
        return losses.sum() / asked[..., 0].sum()

    def step(self, events: np.ndarray, times: np.ndarray) -> dict[str, float]:
        """One step; returns the loss, the gradient's norm and the factor of the rates."""
        loss = self.loss(events, times)
        loss.backward()
        share_gradients(self.model)
        factor = self.factor()
        norm = self.descend()
        self.events += events.shape[0] * events.shape[1] * world()
        return {"loss": float(loss.detach()), "norm": norm, "factor": factor}

    def descend(self) -> float:
        """Follows the gradients that stand in the model; returns their norm."""
        complete_gradients(self.model)
        limit = self.settings.optimizer.clip
        norm = float(torch.nn.utils.clip_grad_norm_(self.model.parameters(), limit))
        if not math.isfinite(norm):
            raise FloatingPointError(f"the gradient is not finite at step {self.steps}")
        factor = self.factor()
        for optimizer, rate in zip(self.optimizers, self.rates, strict=True):
            for group in optimizer.param_groups:
                group["lr"] = rate * factor
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.steps += 1
        self._update_average()
        return norm

    @torch.no_grad()
    def _update_average(self) -> None:
        """Moves the averaged weights towards the present ones, faster in the beginning."""
        forget = max(self.settings.forget, 9 / (10 + self.steps))
        pairs = zip(self.average.parameters(), self.model.parameters(), strict=True)
        for old, new in pairs:
            old.lerp_(new, forget)

    def save(self, path: Path) -> None:
        """Writes everything that a run needs to go on."""
        content = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "steps": self.steps,
            "events": self.events,
            "anneal_start": self.anneal_start,
            "best": self.best,
        }
        write_content(path, content)

    def save_average(self, path: Path) -> None:
        """Writes the averaged weights, how far they were trained and their validation."""
        content = {
            "average": self.average.state_dict(),
            "steps": self.steps,
            "events": self.events,
            "best": self.best,
        }
        write_content(path, content)

    def load(self, path: Path) -> None:
        """Takes up a run that `save` wrote."""
        content = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(content["model"])
        self.average.load_state_dict(content["average"])
        for optimizer, state in zip(self.optimizers, content["optimizers"], strict=True):
            optimizer.load_state_dict(state)
        self.steps, self.events = content["steps"], content["events"]
        self.best = content.get("best", math.inf)
        is_annealing = bool(self.settings.optimizer.anneal)
        self.anneal_start = (content["anneal_start"] or self.steps) if is_annealing else 0

    def adopt(self, weights: dict[str, Tensor], steps: int, events: int) -> None:
        """Begins from exported weights with fresh optimisers."""
        weights = {name: weight.float() for name, weight in weights.items()}
        self.model.load_state_dict(weights)
        self.average.load_state_dict(weights)
        self.steps, self.events = steps, events


def write_content(path: Path, content: dict) -> None:
    """Writes what `torch.load` reads, whole or not at all."""
    buffer = io.BytesIO()
    torch.save(content, buffer)
    write_atomically(path, lambda file: file.write(buffer.getbuffer()))


def world() -> int:
    """How many processes train together."""
    return dist.get_world_size() if dist.is_initialized() else 1


def complete_gradients(model: torch.nn.Module) -> None:
    """Gives weights that a batch did not use a gradient of 0, so that optimisers count alike."""
    for parameter in model.parameters():
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)


def share_gradients(model: torch.nn.Module) -> None:
    """Replaces every gradient by its mean over all processes."""
    if world() == 1:
        return
    parameters = [p for p in model.parameters() if p.requires_grad]
    complete_gradients(model)
    flat = torch.cat([parameter.grad.flatten() for parameter in parameters])
    dist.all_reduce(flat)
    flat /= world()
    at = 0
    for parameter in parameters:
        parameter.grad.copy_(flat[at : at + parameter.numel()].view_as(parameter))
        at += parameter.numel()
