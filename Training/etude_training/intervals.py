"""Shares with 95 % intervals by bootstrap over groups, such as pieces."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 1000


@dataclass(frozen=True)
class Share:
    """A mean of numbers, its 95 % interval, and how many numbers and groups there are."""

    mean: float
    low: float
    high: float
    number: int
    groups: int

    def percent(self, digits: int = 1, sign: str = "") -> str:
        """The mean and the interval in percent."""
        shown = [f"{100 * value:{sign}.{digits}f}" for value in (self.mean, self.low, self.high)]
        return f"{shown[0]} ({shown[1]} to {shown[2]})"


def share(values: Sequence[float], groups: Sequence[object], seed: int = 0) -> Share:
    """The mean of some values, and its interval over groups that are drawn whole.

    No value at all gives NaN.
    """
    if len(values) == 0:
        return Share(np.nan, np.nan, np.nan, 0, 0)
    names = {name: index for index, name in enumerate(dict.fromkeys(groups))}
    index = np.array([names[group] for group in groups])
    sums = np.bincount(index, np.asarray(values, float))
    counts = np.bincount(index)
    chosen = np.random.default_rng(seed).integers(len(sums), size=(DRAWS, len(sums)))
    means = sums[chosen].sum(axis=1) / counts[chosen].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Share(
        float(np.mean(np.asarray(values, float))), float(low), float(high), len(values), len(sums)
    )
