"""A work on the grid: bars, parts, notes and labels as integer arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]

BAR, PART, POSITION, PITCH, LENGTH, VELOCITY, MICRO = range(7)
"""Columns of `Piece.notes`."""

START, BAR_LENGTH, METRE, TEMPO, TONIC, MODE, SECTION, LEFT = range(8)
"""Columns of `Piece.bars`."""

INSTRUMENT, ROLE = range(2)
"""Columns of `Piece.parts`."""

TIME, ROOT, KIND, BASS = range(4)
"""Columns of `Piece.chords`."""

DENSITY, POLYPHONY, REGISTER, INTENSITY = range(4)
"""Columns of `Piece.controls`."""


@dataclass
class Piece:
    """One work. Times are in 24ths of a quarter note; all other numbers are vocabulary values.

    `bars` [bars, 8]: start, length, metre, tempo, tonic, mode, section, bars left in the section.
    `parts` [parts, 2]: instrument, role.
    `notes` [notes, 7]: bar and part (from 0), position in the bar, pitch, length, velocity,
    microtiming; sorted by bar, part, position, pitch, length.
    `chords` [chords, 4]: time, root, kind, bass.
    `cells` [cells, 4]: bar, part, first note, number of notes; sorted by bar and part.
    `controls` [cells, 4]: density, polyphony, register, intensity.
    """

    genre: int
    bars: Ints
    parts: Ints
    notes: Ints
    chords: Ints
    cells: Ints
    controls: Ints


ARRAYS = ("bars", "parts", "notes", "chords", "cells", "controls")
"""Names of the arrays of a piece."""
