"""A run's configuration file as values."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from .model import Configuration
from .sampler import Sampling


@dataclass(frozen=True)
class Optimizing:
    """Step sizes: rows x length events a step and process; rates of matrices and of the rest."""

    rows: int = 16
    length: int = 512
    matrix_rate: float = 2e-3
    other_rate: float = 3e-3
    weight_decay: float = 0.05
    warmup: int = 100
    clip: float = 1.0
    anneal: int = 0
    steps: int = 1_000_000


@dataclass(frozen=True)
class Settings:
    """Everything that a run is made of.

    At each of the `milestones`, which are steps, the run is validated and its averaged weights are
    kept, so that another model can be held against it after as many events.
    """

    name: str
    seed: int
    model: Configuration
    sampling: Sampling
    optimizer: Optimizing
    body: str = "transformer"
    minutes_between_checkpoints: float = 5
    minutes_between_validations: float = 20
    validation_windows: int = 96
    milestones: tuple[int, ...] = ()
    compile: bool = False
    threads: int = 2
    forget: float = 0.005
    collections: tuple[str, ...] = ()
    is_shipped: bool = True


def settings(path: Path) -> Settings:
    """Reads a TOML file; an unknown key is an error."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    raw["model"] = Configuration(**raw.get("model", {}))
    raw["sampling"] = Sampling(**raw.get("sampling", {}))
    raw["optimizer"] = Optimizing(**raw.get("optimizer", {}))
    for name in ("collections", "milestones"):
        raw[name] = tuple(raw.get(name, ()))
    return Settings(**raw)
