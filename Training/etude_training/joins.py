"""Intervals over the joins of some bars with what stands before and after them."""

from dataclasses import dataclass

import numpy as np

from .part_notes import PartNotes
from .piece import Ints

OCTAVE = 12
USUAL = 0.95
"""An interval is usual of a part that is no wider than this share of its intervals elsewhere."""
LEAST_INTERVALS = 20
"""Fewer intervals elsewhere say too little of a part."""


@dataclass(frozen=True)
class Bounds:
    """How wide a part moves elsewhere, in semitones: the usual interval and the widest."""

    usual: float
    widest: int


def joins(part: PartNotes, span: range) -> list[int]:
    """The widths over both joins: from the last note before and to the first note after.

    Of notes that begin together the highest counts. Nothing where a side has no note.
    """
    onsets, keys = part.line()
    start, stop = int(part.lines[span.start]), int(part.lines[span.stop])
    before, after = np.searchsorted(onsets, [start, stop])
    if before == after:
        return []
    pairs = [(before - 1, before), (after - 1, after)]
    return [
        abs(int(keys[right]) - int(keys[left]))
        for left, right in pairs
        if left >= 0 and right < len(keys)
    ]


def bounds(part: PartNotes, span: range) -> Bounds | None:
    """How wide a part moves where neither note is in the span; None where it moves too seldom."""
    found = elsewhere(part, span)
    if len(found) < LEAST_INTERVALS:
        return None
    return Bounds(float(np.quantile(found, USUAL)), int(found.max()))


def elsewhere(part: PartNotes, span: range) -> Ints:
    """The widths of all intervals between neighbours that both begin outside of the span."""
    onsets, keys = part.line()
    before, after = np.searchsorted(onsets, [part.lines[span.start], part.lines[span.stop]])
    return np.abs(np.concatenate([np.diff(keys[:before]), np.diff(keys[after:])]))


def faults(widths: list[int], limits: Bounds) -> list[tuple[bool, bool, bool]]:
    """Of each join: wider than an octave, than what is usual of the part, than all else in it."""
    return [(width > OCTAVE, width > limits.usual, width > limits.widest) for width in widths]
