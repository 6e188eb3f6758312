"""Overlapping areas of distances within and between sets of excerpts.

Yang and Lerch, "On the evaluation of generative models in music", Neural Computing and Applications
32 (2020): the Euclidean distances between the features of all pairs within a set and of all pairs
across two sets, each smoothed by Gaussian kernels of Scott's bandwidth; the overlapping area is the
integral of the lesser density, 1 at best. The set within which distances are taken is that of the
test works here, so that outputs and training works are held against the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .continuations import Item
from .excerpts import DURATION, KEY, ONSET, Excerpt
from .lines import LONGEST_GAP, steps
from .piece import Ints
from .vocabulary import TICKS

Floats = NDArray[np.float64]

LENGTHS = np.array([96, 48, 24, 12, 6, 72, 36, 18, 9, 32, 16, 8])
"""Note lengths of the paper in 24ths: whole to sixteenth, dotted ones, triplets."""

WIDEST = 12
"""Wider intervals count as this one, in semitones."""

POINTS = 512
"""Points at which densities are compared."""


def features(excerpt: Excerpt) -> dict[str, Floats]:
    """The features of an excerpt by name: shares that add up to one, or a single number.

    Pitch classes are weighted by duration. Intervals are those of each voice's top line. Durations
    and times between onsets, of all voices together, go to the nearest of `LENGTHS` by ratio.
    Density is notes a quarter note; polyphony is that of MusPy, on a grid of 24ths.
    """
    notes = excerpt.notes
    classes = np.bincount(notes[:, KEY] % 12, notes[:, DURATION], minlength=12)
    intervals = steps(notes)[0].astype(np.int64) // (LONGEST_GAP + 1) - 128
    moves = np.bincount(intervals.clip(-WIDEST, WIDEST) + WIDEST, minlength=2 * WIDEST + 1)
    gaps = np.diff(np.unique(notes[:, ONSET]))
    return {
        "pitch classes": _shares(classes),
        "intervals": _shares(moves),
        "durations": _shares(_lengths(notes[:, DURATION])),
        "between onsets": _shares(_lengths(gaps)),
        "density": np.array([len(notes) * TICKS / (excerpt.bars * excerpt.bar)]),
        "polyphony": np.array([polyphony(notes)]),
    }


def polyphony(notes: Ints) -> float:
    """The mean number of keys that sound where any does (MusPy); 0 without notes."""
    end = int((notes[:, ONSET] + notes[:, DURATION]).max(initial=0))
    change = np.zeros((end + 1, 128), np.int32)
    np.add.at(change, (notes[:, ONSET], notes[:, KEY]), 1)
    np.add.at(change, (notes[:, ONSET] + notes[:, DURATION], notes[:, KEY]), -1)
    sounding = (np.cumsum(change, axis=0) > 0).sum(axis=1)
    return float(sounding.sum() / max((sounding > 0).sum(), 1))


def _lengths(values: Ints) -> NDArray[np.int64]:
    ratios = np.abs(np.log(values[:, None].clip(1) / LENGTHS))
    return np.bincount(ratios.argmin(axis=1), minlength=len(LENGTHS))


def _shares(counts: NDArray) -> Floats:
    return counts / max(counts.sum(), 1)


def density(distances: Floats, low: float, high: float) -> Floats:
    """A Gaussian kernel density [points] between two bounds, Scott's bandwidth, binned."""
    width = float(distances.std(ddof=1)) * len(distances) ** -0.2
    step = (high - low) / (POINTS - 1)
    bins = np.round((distances - low) / step).astype(np.int64)
    counts = np.bincount(bins, minlength=POINTS)
    # A bandwidth below a bin's width cannot be seen on this grid.
    offsets = np.arange(1 - POINTS, POINTS) * step / max(width, step / 2)
    kernel = np.exp(-(offsets**2) / 2) / (np.sqrt(2 * np.pi) * max(width, step / 2))
    return np.convolve(counts, kernel)[POINTS - 1 : 2 * POINTS - 1] / len(distances)


def area(one: Floats, other: Floats) -> float:
    """The overlapping area of two samples of distances; NaN where either doesn't vary."""
    low, high = min(one.min(), other.min()), max(one.max(), other.max())
    if one.std() == 0 or other.std() == 0:
        return float("nan")
    lesser = np.minimum(density(one, low, high), density(other, low, high))
    return float(lesser.sum() * (high - low) / (POINTS - 1))


@dataclass(frozen=True)
class Overlap:
    """Overlapping areas with the test works: of outputs, of training works, and the difference.

    Each is followed by the bounds of its 95 % interval, a bootstrap over the works of each set.
    """

    outputs: tuple[float, float, float]
    train: tuple[float, float, float]
    difference: tuple[float, float, float]


class Distances:
    """The distances of one feature between three sets, from which works can be drawn again."""

    def __init__(self, name: str, sets: Sequence[Sequence[Item]]) -> None:
        """`sets` are test works, outputs and training works."""
        values = [np.stack([features(item.excerpt)[name] for item in items]) for items in sets]
        works = [np.array([item.work for item in items]) for items in sets]
        self.between = [np.linalg.norm(own[:, None] - values[0][None], axis=2) for own in values]
        # What was written behind a test work is not held against that work.
        self.is_other = [own[:, None] != works[0][None] for own in works]

    def areas(self, drawn: Sequence[NDArray[np.int64]]) -> tuple[float, float]:
        """The areas of outputs and of training works, of some rows of each set."""
        within, outputs, train = (
            between[np.ix_(rows, drawn[0])][is_other[np.ix_(rows, drawn[0])]]
            for between, is_other, rows in zip(self.between, self.is_other, drawn, strict=True)
        )
        return area(within, outputs), area(within, train)


def overlap(name: str, sets: Sequence[Sequence[Item]], draws: int, seed: int) -> Overlap:
    """Overlapping areas of one feature; `sets` are test works, outputs and training works."""
    found, random = Distances(name, sets), np.random.default_rng(seed)
    outputs, train = found.areas([np.arange(len(items)) for items in sets])
    samples = np.array(
        [
            found.areas([random.integers(len(items), size=len(items)) for items in sets])
            for _ in range(draws)
        ]
    )
    samples = np.column_stack([samples, samples[:, 0] - samples[:, 1]])
    middle = (outputs, train, outputs - train)
    return Overlap(*(_with_bounds(*pair) for pair in zip(middle, samples.T, strict=True)))


def _with_bounds(value: float, samples: Floats) -> tuple[float, float, float]:
    known = samples[np.isfinite(samples)]
    if not len(known):
        return value, float("nan"), float("nan")
    low, high = np.quantile(known, [0.025, 0.975])
    return value, float(low), float(high)
