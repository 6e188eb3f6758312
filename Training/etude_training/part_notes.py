"""One pitched part of a file as arrays: what joins and features of bars are computed from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .midi import read
from .piece import BAR, BAR_LENGTH, LENGTH, PITCH, POSITION, START, VELOCITY, Ints, Piece


@dataclass(frozen=True)
class PartNotes:
    """Notes of a part. Times are in 24ths of a quarter note from the beginning of the piece.

    `onsets`, `lengths`, `keys` (MIDI) and `bars` [notes] are sorted by onset and key; `lines`
    [bars + 1] holds the start of each bar and the end of the last.
    """

    onsets: Ints
    lengths: Ints
    keys: Ints
    bars: Ints
    lines: Ints

    def within(self, span: range) -> "PartNotes":
        """The notes that begin in some bars, with all bar lines."""
        return self._taken((self.bars >= span.start) & (self.bars < span.stop))

    def outside(self, span: range) -> "PartNotes":
        """The notes that begin in all other bars."""
        return self._taken((self.bars < span.start) | (self.bars >= span.stop))

    def _taken(self, rows: np.ndarray) -> "PartNotes":
        arrays = (self.onsets, self.lengths, self.keys, self.bars)
        return PartNotes(*(array[rows] for array in arrays), self.lines)

    def line(self) -> tuple[Ints, Ints]:
        """The highest key of each onset: distinct onsets and keys."""
        onsets, first = np.unique(self.onsets, return_index=True)
        if len(onsets) == 0:
            return onsets, self.keys[:0]
        return onsets, np.maximum.reduceat(self.keys, first)


def notes_of(piece: Piece) -> PartNotes:
    """The notes of a piece, all its parts taken together."""
    notes, bars = piece.notes, piece.bars
    onsets = bars[notes[:, BAR], START] + notes[:, POSITION]
    order = np.lexsort((notes[:, PITCH], onsets))
    end = bars[-1, START] + bars[-1, BAR_LENGTH]
    return PartNotes(
        onsets=onsets[order],
        lengths=notes[order, LENGTH],
        keys=notes[order, PITCH] - 1,
        bars=notes[order, BAR],
        lines=np.append(bars[:, START], end),
    )


def read_part(path: Path) -> PartNotes:
    """The part that a file holds."""
    return notes_of(read(path, 0, False)[0])


def read_cells(path: Path) -> dict[int, tuple[tuple[int, int, int], bytes]]:
    """By bar, what a file's one part plays: density, polyphony and register, and its notes."""
    piece, _ = read(path, 0, False)
    found = {}
    for (bar, _, first, number), controls in zip(
        piece.cells.tolist(), piece.controls.tolist(), strict=True
    ):
        block = piece.notes[first : first + number, POSITION:VELOCITY]
        found[bar] = (tuple(controls[:3]), np.ascontiguousarray(block).tobytes())
    return found
