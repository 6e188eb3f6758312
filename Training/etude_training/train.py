"""Trains a model. `python -m etude_training.train --config configs/small.toml`

The run goes on from its last checkpoint, or from `--state FOLDER`, or begins anew. SIGTERM and
Ctrl-C write a checkpoint and end it. With `torchrun --nproc-per-node N -m etude_training.train`
it runs on many devices.
"""

import argparse
import ctypes
import os
import signal
import time
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist

from . import curves
from .places import places
from .run import Run, world
from .sampler import Batches, Sampler
from .settings import Settings, settings
from .store import Collection, load
from .validation import passages, tally, window_of
from .windows import Known, Window


class Trainer:
    """The loop around a run: data, log, validation, checkpoints."""

    def __init__(self, chosen: Settings, folder: Path, collections: list[Collection]) -> None:
        self.settings = chosen
        self.folder = folder
        self.rank = int(os.environ.get("RANK", "0"))
        self.collections = collections
        self.device = pick_device()
        self.run = Run(chosen, self.device)
        self.checkpoint = folder / "checkpoint.pt"
        self.is_asked_to_stop = False

    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        """The rows of this step and process: the same for the same seed, step and rank."""
        seed = int(
            np.random.SeedSequence([self.settings.seed, self.run.steps, self.rank]).generate_state(
                1
            )[0]
        )
        self.sampler.random = np.random.default_rng(seed)
        shape = self.settings.optimizer
        return Batches(self.sampler, shape.length).batch(shape.rows)

    def loop(self, steps: int) -> None:
        """Runs up to a number of steps or until asked to stop."""
        self.sampler = Sampler(
            self.collections, self.settings.sampling, self.settings.seed, self.settings.is_shipped
        )
        if self.rank == 0:
            print("shares", self.sampler.shares(), flush=True)
        started = checked = time.monotonic()
        validated = started if self.run.steps else 0.0
        losses: list[float] = []
        first_events, first_time = self.run.events, started
        while self.run.steps < steps and not self._is_stopping():
            found = self.run.step(*self.batch())
            losses.append(found["loss"])
            now = time.monotonic()
            is_milestone = self.run.steps in self.settings.milestones
            if (self.run.steps % 10 == 0 or is_milestone) and self.rank == 0:
                rate = (self.run.events - first_events) / (now - first_time)
                first_events, first_time = self.run.events, now
                row = self._row(found, float(np.mean(losses)), rate, now - started)
                losses.clear()
                is_due = now - validated > 60 * self.settings.minutes_between_validations
                if is_milestone:
                    self.run.save_average(milestone(self.folder, self.run.steps))
                if is_due or is_milestone:
                    row["valid"] = round(self.validate(), 4)
                    validated = first_time = time.monotonic()
                curves.append(self.folder / "log.csv", row)
                print(row, flush=True)
            if now - checked > 60 * self.settings.minutes_between_checkpoints and self.rank == 0:
                self.save()
                checked = time.monotonic()
        if self.rank == 0:
            self.save()

    def _row(
        self, found: dict[str, float], loss: float, rate: float, seconds: float
    ) -> dict[str, float | str]:
        return {
            "steps": self.run.steps,
            "events": self.run.events,
            "seconds": round(seconds),
            "loss": round(loss, 4),
            "norm": round(found["norm"], 3),
            "factor": round(found["factor"], 4),
            "rate": round(rate),
        }

    def _is_stopping(self) -> bool:
        """Whether any process was asked to stop; all learn it at the same step."""
        if world() == 1:
            return self.is_asked_to_stop
        # NCCL knows no tensors of the processor: the flag lies where the model does.
        flag = torch.tensor([float(self.is_asked_to_stop)], device=self.device)
        dist.all_reduce(flag)
        return bool(flag.item() > 0)

    def validate(self) -> float:
        """Nats a note of held-out windows, without labels, by the averaged weights."""
        if not hasattr(self, "held_out"):
            self.held_out = held_out(self.collections, self.settings)
        found = tally(self.run.average, self.held_out, self.device).per_note
        if found < self.run.best:
            self.run.best = found
            self.run.save_average(self.folder / "best.pt")
        return found

    def save(self) -> None:
        """Writes the checkpoint and the curves."""
        self.run.save(self.checkpoint)
        log = self.folder / "log.csv"
        if log.exists():
            curves.draw(log, self.folder / "curves.png")


def milestone(folder: Path, steps: int) -> Path:
    """Where a run keeps the averaged weights of a milestone."""
    return folder / f"step-{steps}.pt"


def held_out(collections: list[Collection], chosen: Settings) -> list[Window]:
    """Windows of the valid split of every free collection, alike in number."""
    shipped = chosen.is_shipped
    free = [c for c in collections if not shipped or any(work["free"] for work in c.works)]
    most = max(1, chosen.validation_windows // max(len(free), 1))
    found: list[Window] = []
    for collection in free:
        chosen_passages = passages(
            collection, "valid", chosen.optimizer.length, most, chosen.seed, free_only=shipped
        )
        found += [window_of(collection, one, Known.nothing()) for one in chosen_passages]
    return found


def pick_device() -> torch.device:
    """The GPU of this process, else the processor."""
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    return torch.device("cpu")


def keep_memory() -> None:
    """Asks glibc to keep freed memory: big tensors would be mapped anew, page by page, each step.

    M_MMAP_THRESHOLD is -3, M_TRIM_THRESHOLD is -1 (malloc.h).
    """
    try:
        library = ctypes.CDLL("libc.so.6")
        library.mallopt(-3, 1 << 30)
        library.mallopt(-1, (1 << 31) - 1)
    except (OSError, AttributeError):
        return


def main() -> None:
    """Reads the arguments and trains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--state", type=Path, help="begin from exported weights")
    parser.add_argument("--steps", type=int, help="stop at this step")
    arguments = parser.parse_args()
    chosen = settings(arguments.config)
    keep_memory()
    torch.set_num_threads(chosen.threads)
    if "RANK" in os.environ:
        if torch.cuda.is_available():
            torch.cuda.set_device(pick_device())
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    here = places()
    names = chosen.collections or sorted(path.stem for path in here.tokens.glob("*.npz"))
    collections = [load(here.tokens / f"{name}.npz") for name in names]
    folder = here.checkpoints / chosen.name
    folder.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(chosen, folder, collections)
    if trainer.checkpoint.exists():
        trainer.run.load(trainer.checkpoint)
        print(f"goes on from step {trainer.run.steps}", flush=True)
    elif arguments.state:
        from .state import read_state

        weights, facts = read_state(arguments.state)
        trainer.run.adopt(weights, facts["steps"], facts["events"])
        print(f"begins from the state of step {trainer.run.steps}", flush=True)

    def stop(*_: object) -> None:
        trainer.is_asked_to_stop = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    trainer.loop(arguments.steps or chosen.optimizer.steps)
    if dist.is_initialized():
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
