"""Top lines of parts as steps: the interval in semitones and the time to the next onset.

A transposed line has the same steps; so has one in another register or at another place in the bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .excerpts import DURATION, KEY, ONSET, VOICE, pitched
from .piece import BAR, LENGTH, PART, PITCH, POSITION, START, Ints, Piece

LONGEST_GAP = 4095
"""Longer times between onsets, in 24ths of a quarter note, count as this one."""

Steps = NDArray[np.uint32]


@dataclass(frozen=True)
class Lines:
    """Lines end to end: their `steps`, the `line` of each, and the `owner` (a work or output).

    Lines and owners are counted from 0; `owners` says how many there are.
    """

    steps: Steps
    line: NDArray[np.int32]
    owner: NDArray[np.int32]
    owners: int

    def __len__(self) -> int:
        """How many steps."""
        return len(self.steps)


def whole(piece: Piece) -> Ints:
    """All pitched notes of a piece as rows of `Excerpt.notes`."""
    notes = pitched(piece, range(len(piece.bars)))
    columns = [notes[:, LENGTH], notes[:, PITCH] - 1, notes[:, PART]]
    return np.stack([piece.bars[notes[:, BAR], START] + notes[:, POSITION], *columns], axis=1)


def steps(notes: Ints) -> tuple[Steps, NDArray[np.int32]]:
    """Steps of the top line of every voice, and the voice of each.

    Of notes that begin together the highest is taken, of unisons the longest.
    """
    order = np.lexsort((-notes[:, DURATION], -notes[:, KEY], notes[:, ONSET], notes[:, VOICE]))
    notes = notes[order]
    is_same = (notes[1:, [VOICE, ONSET]] == notes[:-1, [VOICE, ONSET]]).all(axis=1)
    notes = notes[np.r_[True, ~is_same][: len(notes)]]
    is_step = notes[1:, VOICE] == notes[:-1, VOICE]
    gaps = np.diff(notes[:, ONSET])[is_step].clip(max=LONGEST_GAP)
    intervals = np.diff(notes[:, KEY])[is_step] + 128
    return (intervals * (LONGEST_GAP + 1) + gaps).astype(np.uint32), notes[1:, VOICE][is_step]


def lines(owned: Sequence[Sequence[Ints]]) -> Lines:
    """Lines of owners, each of which has blocks of notes; no line goes over into another."""
    found, numbers, owners, count = [], [], [], 0
    for owner, blocks in enumerate(owned):
        for notes in blocks:
            if len(notes) < 2:
                continue
            block, voices = steps(notes)
            found.append(block)
            numbers.append(voices + count)
            owners.append(np.full(len(block), owner, np.int32))
            count += int(notes[:, VOICE].max()) + 1
    if not found:
        return Lines(np.zeros(0, np.uint32), np.zeros(0, np.int32), np.zeros(0, np.int32), 0)
    return Lines(
        np.concatenate(found),
        np.concatenate(numbers).astype(np.int32),
        np.concatenate(owners),
        len(owned),
    )
