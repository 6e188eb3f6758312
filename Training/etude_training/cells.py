"""Cells: the notes of one part in one bar, and the control attributes that describe them."""

import numpy as np

from .piece import BAR, BAR_LENGTH, LENGTH, PART, PITCH, POSITION, VELOCITY, Ints
from .vocabulary import TICKS, vocabulary


def cells_of(notes: Ints) -> Ints:
    """Runs of equal bar and part in sorted notes, as [bar, part, first, number]."""
    if len(notes) == 0:
        return np.zeros((0, 4), np.int32)
    keys = notes[:, [BAR, PART]]
    first = np.flatnonzero(np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)])
    number = np.diff(np.r_[first, len(notes)])
    return np.column_stack([keys[first], first, number]).astype(np.int32)


def controls_of(notes: Ints, cells: Ints, bars: Ints) -> Ints:
    """Density, polyphony, register and intensity of each cell, by integer arithmetic alone."""
    table = vocabulary()
    halves = np.array(table["density"].bounds, np.int64)
    register = np.array(table["register"].bounds, np.int64)
    intensity = np.array(table["intensity"].bounds, np.int64)
    found = np.zeros((len(cells), 4), np.int32)
    for row, (bar, _, first, number) in enumerate(cells.tolist()):
        block = notes[first : first + number]
        length = int(bars[bar, BAR_LENGTH])
        found[row, 0] = 2 + int((2 * number * TICKS >= halves * length).sum())
        found[row, 1] = min(6, most_at_once(block))
        pitches = block[:, PITCH]
        if pitches[0] <= 128:
            mean = (int(pitches.sum()) - number) // number
            found[row, 2] = 1 + int((register <= mean).sum())
        velocities = block[:, VELOCITY]
        if velocities.all():
            mean = 4 * (int(velocities.sum()) - number) // number
            found[row, 3] = 1 + int((intensity <= mean).sum())
    return found


def most_at_once(block: Ints) -> int:
    """The most notes of a cell that sound at one time."""
    if len(block) == 1:
        return 1
    onset = block[:, POSITION]
    end = onset + block[:, LENGTH]
    return int(((onset[None] <= onset[:, None]) & (end[None] > onset[:, None])).sum(axis=1).max())
