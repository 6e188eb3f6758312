"""Rotary positions (Su et al. 2021) by event index and by musical time.

Times are integers and each pair of numbers turns with a whole period in grid steps, so that every
angle is one entry of a small table: two events a beat or a 4/4 bar apart differ by full turns.
"""

import torch
from torch import Tensor

PERIODS = (6, 12, 24, 36, 48, 72, 96, 144, 192, 288, 384, 576, 768, 1536, 3072, 6144)
"""Periods in 24ths of a quarter note: halves and multiples of beats, and bars of 2, 3, 4, 6..."""

CIRCLE = 18432
"""Steps of a circle that every period divides: a phase of period p is a step of CIRCLE / p."""


def circle() -> Tensor:
    """Cosine and sine of each step of the circle [18432, 2]."""
    angles = 2 * torch.pi * torch.arange(CIRCLE, dtype=torch.float64) / CIRCLE
    return torch.stack([angles.cos(), angles.sin()], dim=1).float()


def index_table(length: int, size: int) -> Tensor:
    """Cosines, then sines, of index / 10000^(2i/size) as [length, size]."""
    pairs = torch.arange(size // 2, dtype=torch.float64)
    angles = torch.arange(length, dtype=torch.float64)[:, None] / 10000 ** (2 * pairs / size)
    return torch.cat([angles.cos(), angles.sin()], dim=1).float()


def time_table(size: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine of each phase of each period [pairs, longest, 2], and the periods [pairs].

    Heads with more pairs than there are periods use the periods again.
    """
    periods = [PERIODS[pair % len(PERIODS)] for pair in range(size // 2)]
    phases = torch.arange(max(periods), dtype=torch.float64)
    angles = 2 * torch.pi * phases[None] / torch.tensor(periods, dtype=torch.float64)[:, None]
    return torch.stack([angles.cos(), angles.sin()], dim=-1).float(), torch.tensor(periods)
