"""Notes part by part with what came before them: what an n-gram sees."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .piece import BAR, LENGTH, PART, PITCH, POSITION
from .store import Collection
from .vocabulary import TICKS

Words = NDArray[np.uint64]
FIELDS = ("more", "beat", "tick", "pitch", "lengthBeats", "lengthTicks")
SIZES = (2, 32, 24, 256, 128, 24)
PAST = 4
"""Earlier events of the part that an n-gram looks back to."""


@dataclass
class Stream:
    """Steps of all parts, end to end: each asks whether there is a note, and if so which.

    `values` [steps, 6]: more (1 for a note, 0 where the cell ends), then the note's fields.
    `past` [steps, 4]: hashes of the part's earlier notes, nearest first; 0 where there are none.
    `near` [steps, 6]: the fields of the nearest of them. `is_first` tells a cell's first step.
    `work` and `bar` [steps] say where a step stands.
    """

    values: NDArray[np.int32]
    past: Words
    near: NDArray[np.int32]
    is_first: NDArray[np.bool_]
    work: NDArray[np.int32]
    bar: NDArray[np.int32]


def mixed(*columns: np.ndarray) -> Words:
    """One 64-bit hash of several columns of small integers (the finaliser of splitmix64)."""
    found = np.zeros(len(columns[0]), np.uint64)
    for number, column in enumerate(columns):
        found += column.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15 * (number + 1) % 2**64)
        found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        found ^= found >> np.uint64(31)
    return found


def stream(collection: Collection, chosen: list[int], shift: int = 0) -> Stream:
    """The steps of some works, their pitches moved by semitones."""
    blocks, works = [], []
    for index in chosen:
        notes = collection.piece(index).notes
        order = np.lexsort((notes[:, BAR], notes[:, PART]))
        blocks.append(notes[order])
        works.append(np.full(len(notes), index, np.int32))
    notes, work = np.concatenate(blocks), np.concatenate(works)
    pitch = notes[:, PITCH] - 1
    pitch = np.where(pitch < 128, (pitch + shift).clip(0, 127), pitch)
    fields = np.column_stack(
        [
            np.ones(len(notes), np.int32),
            notes[:, POSITION] // TICKS,
            notes[:, POSITION] % TICKS,
            pitch,
            notes[:, LENGTH] // TICKS,
            notes[:, LENGTH] % TICKS,
        ]
    ).astype(np.int32)
    cell = mixed(work, notes[:, PART], notes[:, BAR])
    is_last = np.r_[cell[1:] != cell[:-1], True]
    # A step for each note, and one after each cell's last note.
    source = np.repeat(np.arange(len(notes)), 1 + is_last)
    is_stop = np.r_[source[1:] == source[:-1], False]
    is_stop = np.r_[False, is_stop[:-1]]
    values = fields[source].copy()
    values[is_stop] = 0
    part = mixed(work, notes[:, PART])
    past = np.zeros((len(source), PAST), np.uint64)
    near = np.full((len(source), len(FIELDS)), -1, np.int32)
    for back in range(PAST):
        earlier = source - back - 1 + is_stop
        is_there = (earlier >= 0) & (part[earlier.clip(0)] == part[source])
        at = earlier.clip(0)
        bars = (notes[source, BAR] - notes[at, BAR]).clip(0, 3)
        word = mixed(bars, *(fields[at, column] for column in range(1, len(FIELDS))))
        past[:, back] = np.where(is_there, word, 0)
        if back == 0:
            near[is_there] = fields[at[is_there]]
            near[:, 0] = np.where(is_there, bars, -1)
    is_first = np.r_[True, cell[source][1:] != cell[source][:-1]]
    return Stream(values, past, near, is_first, work[source], notes[source, BAR])


def contexts(steps: Stream, field: int, rows: np.ndarray) -> list[Words]:
    """What a field is predicted from, longest first, as hashes [rows].

    The earlier fields of its event with the part's last four, three, two, one events; with the
    same field and the place of the last event; alone; and nothing.
    """
    own = mixed(*(steps.values[rows, column] for column in range(field)), _zero(rows))
    near = steps.near[rows]
    first = steps.is_first[rows].astype(np.int32)
    found = []
    for number in range(PAST, 0, -1):
        found.append(mixed(own, first, *(steps.past[rows, back] for back in range(number))))
    if field == 0:
        found.append(mixed(own, first, near[:, 1], near[:, 2], near[:, 4], near[:, 5]))
        found.append(mixed(own, first, near[:, 1]))
    else:
        found.append(mixed(own, near[:, 0], near[:, field], near[:, 1], near[:, 2]))
        found.append(mixed(own, near[:, field]))
        found.append(own)
    found.append(_zero(rows).astype(np.uint64))
    return found


def _zero(rows: np.ndarray) -> NDArray[np.int32]:
    return np.zeros(len(rows), np.int32)
