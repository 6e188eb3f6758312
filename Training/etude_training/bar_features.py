"""Published features of a few bars of one part, and how the bars sit in what surrounds them.

The former are of MusPy (Dong et al., ISMIR 2020), mgeval (Yang and Lerch, Neural Computing and
Applications 32, 2020) and MusDr (Wu and Yang, ISMIR 2020), taken of one part and of the bars alone.
"""

import itertools

import numpy as np

from .part_notes import PartNotes
from .piece import Ints
from .vocabulary import TICKS

SCALES = tuple(
    frozenset((root + step) % 12 for step in steps)
    for steps in ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10))
    for root in range(12)
)
"""The 24 major and natural minor scales of MusPy."""

OWN = (
    "notes a beat",
    "pitch-class entropy",
    "pitches used",
    "pitch range",
    "mean interval",
    "repeated notes",
    "steps",
    "leaps",
    "mean time between onsets",
    "entropy of times between onsets",
    "mean length",
    "entropy of lengths",
    "onsets on beats",
    "onsets off eighths",
    "polyphony",
    "empty beats",
    "scale consistency",
    "groove consistency",
)
"""Names of the features of the bars alone."""

AROUND = (
    "distance from the part's mean pitch",
    "notes in the part's scale",
    "density above the part's",
    "rhythms heard elsewhere",
    "bars heard elsewhere",
    "widest join",
    "sounds over the first bar line",
)
"""Names of the features that look at the part elsewhere."""


def entropy(values: Ints) -> float:
    """The entropy of equal values, in bits; 0 of none."""
    if len(values) == 0:
        return 0.0
    share = np.unique(values, return_counts=True)[1] / len(values)
    return float(-(share * np.log2(share)).sum()) + 0.0


def best_scale(keys: Ints) -> tuple[frozenset[int], float]:
    """The scale that holds the greatest share of notes, and the share; 1 of no note."""
    classes = (keys % 12).tolist()
    if not classes:
        return SCALES[0], 1.0
    shares = [sum(one in scale for one in classes) / len(classes) for scale in SCALES]
    best = int(np.argmax(shares))
    return SCALES[best], shares[best]


def own(part: PartNotes, span: range) -> list[float]:
    """The features `OWN` of bars in which at least one note begins."""
    notes = part.within(span)
    onsets, keys = notes.line()
    start, stop = int(part.lines[span.start]), int(part.lines[span.stop])
    beats = (stop - start) / TICKS
    moves = np.abs(np.diff(keys))
    between = np.diff(np.append(onsets, stop))
    places = notes.onsets - part.lines[notes.bars]
    ends = np.minimum(notes.onsets + notes.lengths, stop)
    sounding = np.zeros(stop - start, np.int64)
    for low, high in zip((notes.onsets - start).tolist(), (ends - start).tolist(), strict=True):
        sounding[low:high] += 1
    whole = sounding[: len(sounding) // TICKS * TICKS].reshape(-1, TICKS)
    return [
        len(notes.keys) / beats,
        entropy(notes.keys % 12),
        float(len(np.unique(notes.keys))),
        float(np.ptp(notes.keys)),
        _mean(moves),
        _mean(moves == 0),
        _mean((moves == 1) | (moves == 2)),
        _mean(moves > 4),
        _mean(between) / TICKS,
        entropy(between),
        _mean(notes.lengths) / TICKS,
        entropy(notes.lengths),
        _mean(places % TICKS == 0),
        _mean(places % (TICKS // 2) != 0),
        float(sounding.sum() / max(1, (sounding > 0).sum())),
        _mean(~whole.any(axis=1)),
        best_scale(notes.keys)[1],
        groove(part, span),
    ]


def around(part: PartNotes, span: range) -> list[float]:
    """The features `AROUND`: the bars against the rest of their part."""
    notes, rest = part.within(span), part.outside(span)
    scale, _ = best_scale(rest.keys)
    bars = set(rest.bars.tolist())
    beats = sum(int(part.lines[bar + 1] - part.lines[bar]) for bar in bars) / TICKS
    length = int(part.lines[span.stop] - part.lines[span.start]) / TICKS
    rhythms = {rhythm(part, bar) for bar in bars}
    figures = {figure(part, bar) for bar in bars}
    _, keys = notes.line()
    _, before = part.within(range(span.start)).line()
    _, after = part.within(range(span.stop, len(part.lines) - 1)).line()
    edges = [abs(int(keys[0]) - int(before[-1]))] if len(before) else [0]
    edges += [abs(int(keys[-1]) - int(after[0]))] if len(after) else []
    start = int(part.lines[span.start])
    ringing = (part.onsets < start) & (part.onsets + part.lengths > start)
    return [
        abs(_mean(notes.keys) - _mean(rest.keys)),
        _mean(np.isin(notes.keys % 12, list(scale))),
        len(notes.keys) / length - len(rest.keys) / max(1.0, beats),
        float(np.mean([rhythm(part, bar) in rhythms for bar in span])),
        float(np.mean([figure(part, bar) in figures for bar in span])),
        float(max(edges)),
        float(ringing.any()),
    ]


def rhythm(part: PartNotes, bar: int) -> tuple[int, ...]:
    """The onsets of a bar, from its line."""
    onsets = part.onsets[part.bars == bar] - part.lines[bar]
    return tuple(np.unique(onsets).tolist())


def figure(part: PartNotes, bar: int) -> tuple[tuple[int, int], ...]:
    """The onsets and keys of a bar."""
    rows = part.bars == bar
    onsets = (part.onsets[rows] - part.lines[bar]).tolist()
    return tuple(zip(onsets, part.keys[rows].tolist(), strict=True))


def groove(part: PartNotes, span: range) -> float:
    """MusPy's groove consistency of the bars and their two neighbours, on the grid of 24ths."""
    last = len(part.lines) - 1
    bars = range(max(0, span.start - 1), min(last, span.stop + 1))
    found = []
    for left, right in itertools.pairwise(bars):
        length = int(part.lines[left + 1] - part.lines[left])
        unlike = set(rhythm(part, left)) ^ set(rhythm(part, right))
        found.append(1 - len(unlike) / length)
    return float(np.mean(found)) if found else 1.0


def _mean(values: np.ndarray) -> float:
    return float(np.mean(values)) if len(values) else 0.0
