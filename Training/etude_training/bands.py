"""Whether figures of outputs lie where those of human works do: between their 10 % and 90 %."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .excerpts import KEY, ONSET, Excerpt
from .structure import indicators
from .vocabulary import TICKS

BENCHMARKS = Path(__file__).resolve().parents[2] / "Benchmarks"
sys.path += [str(BENCHMARKS / "harness"), str(BENCHMARKS / "published-metrics")]

from reading import TWELFTHS, Stretch  # noqa: E402  It lies in the folders named above.

PUBLISHED = ("scale consistency", "groove consistency", "H1", "H4")
"""The figures that `Benchmarks/published-metrics` computes."""

LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Band:
    """What human works have at 10 % and 90 %, the median of outputs, and the share of them within.

    `humans` and `outputs` are how many of each have a value.
    """

    low: float
    high: float
    median: float
    share: float
    humans: int
    outputs: int

    @property
    def holds(self) -> bool:
        """Whether the median of outputs lies within."""
        return self.low <= self.median <= self.high


def figures(excerpt: Excerpt) -> dict[str, float]:
    """Published figures and structure indicators by name; NaN where there is none."""
    factor = TICKS // TWELFTHS
    bars = excerpt.by_bar()
    onsets = [
        # An onset that rounds up to the next bar line stays in its bar.
        {
            min((at + factor // 2) // factor, excerpt.bar // factor - 1)
            for at in (notes[:, ONSET] % excerpt.bar).tolist()
        }
        for notes in bars
    ]
    keys = [notes[:, KEY].tolist() for notes in bars]
    found = Stretch(keys, onsets, excerpt.bar // factor, 0).figures()
    published = {name: np.nan if found[name] is None else found[name] for name in PUBLISHED}
    return published | indicators(excerpt)


def band(humans: Sequence[float], outputs: Sequence[float]) -> Band:
    """The band of some humans' figures and how outputs lie in it; what has no value is left out."""
    known, own = (np.array([one for one in row if one == one]) for row in (humans, outputs))
    if not len(known) or not len(own):
        return Band(*([float("nan")] * 4), len(known), len(own))
    low, high = np.quantile(known, [LOW, HIGH])
    # Bounds of few equal values must not exclude these by rounding.
    within = (own >= low - 1e-9) & (own <= high + 1e-9)
    return Band(
        float(low), float(high), float(np.median(own)), float(within.mean()), len(known), len(own)
    )
