"""Standard MIDI files -> pieces on the grid, by integer arithmetic alone."""

from pathlib import Path

import numpy as np
import symusic

from .cells import cells_of, controls_of
from .piece import BAR, LENGTH, PART, PITCH, POSITION, START, Ints, Piece
from .vocabulary import KIT, MAX_BEATS, MAX_LENGTH, MAX_SLOTS, MICRO, TICKS, vocabulary

UNITS = TICKS * MICRO
"""Microtiming steps a quarter note."""


class UnusableError(ValueError):
    """A file that cannot be put on the grid; the text says why."""


def nearest(ticks: Ints | int, factor: int, resolution: int) -> Ints | int:
    """Ticks times factor by resolution, rounded to the nearest integer, halves upwards."""
    return (2 * factor * ticks + resolution) // (2 * resolution)


def read(path: Path, genre: int, is_played: bool) -> tuple[Piece, int]:
    """One file as a piece without labels, and how many of its onsets lie off the grid.

    `is_played` says that the file is a performance, whose microtiming means something.
    """
    score = symusic.Score(str(path))
    resolution = int(score.tpq)
    tracks = [track for track in score.tracks if len(track.notes) > 0]
    if not tracks:
        raise UnusableError("no notes")
    blocks, parts, off = [], [], 0
    for track in tracks:
        raw = {name: array.astype(np.int64) for name, array in track.notes.numpy().items()}
        off += int((raw["time"] * TICKS % resolution != 0).sum())
        parts.append([KIT if track.is_drum else track.program + 1, 0])
        blocks.append(_block(raw, resolution, len(blocks), track.is_drum, is_played))
    notes = np.concatenate(blocks)
    bars = _bars(score, resolution, int((notes[:, 0] + notes[:, LENGTH]).max()))
    onset = notes[:, 0].copy()
    notes[:, BAR] = np.searchsorted(bars[:, START], onset, side="right") - 1
    notes[:, POSITION] = onset - bars[notes[:, BAR], START]
    if len(parts) > MAX_SLOTS:
        raise UnusableError(f"{len(parts)} parts")
    order = np.lexsort(tuple(notes[:, key] for key in (LENGTH, PITCH, POSITION, PART, BAR)))
    notes = notes[order].astype(np.int32)
    cells = cells_of(notes)
    piece = Piece(
        genre=genre,
        bars=bars,
        parts=np.array(parts, np.int32),
        notes=notes,
        chords=np.zeros((0, 4), np.int32),
        cells=cells,
        controls=controls_of(notes, cells, bars),
    )
    return piece, off


def _block(
    raw: dict[str, Ints], resolution: int, part: int, is_drum: bool, is_played: bool
) -> Ints:
    """Notes of one track with the absolute onset in column 0."""
    fine = nearest(raw["time"], UNITS, resolution)
    onset = (fine + MICRO // 2) // MICRO
    end = nearest(raw["time"] + raw["duration"], TICKS, resolution)
    velocity = raw["velocity"]
    is_flat = len(np.unique(velocity)) <= 2
    found = np.zeros((len(onset), 7), np.int64)
    found[:, 0] = onset
    found[:, PART] = part
    found[:, PITCH] = raw["pitch"] + (129 if is_drum else 1)
    found[:, LENGTH] = np.clip(end - onset, 1, MAX_LENGTH)
    found[:, 5] = 0 if is_flat else velocity // 4 + 1
    found[:, 6] = fine - MICRO * onset + 5 if is_played else 0
    return found


def _bars(score: symusic.Score, resolution: int, end: int) -> Ints:
    """Bars up to the end of the music; a change of metre inside a bar cuts it short."""
    table = vocabulary()
    changes = sorted(
        (mark.time, mark.numerator, mark.denominator) for mark in score.time_signatures
    )
    if not changes or changes[0][0] > 0:
        changes.insert(0, (0, 4, 4))
    marks = [
        (int(nearest(time, TICKS, resolution)), above, below) for time, above, below in changes
    ]
    found: list[list[int]] = []
    for index, (start, above, below) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else max(end, start + 1)
        if 4 * TICKS * above % below or 4 * above > MAX_BEATS * below:
            raise UnusableError(f"metre {above}/{below}")
        length = 4 * TICKS * above // below
        metre = table["metre"].index(f"{above}/{below}", default="other")
        at = start
        while at < stop and at < end:
            is_last = index + 1 == len(marks)
            size = length if is_last else min(length, stop - at)
            found.append([at, size, metre, 0, 0, 0, 0, 0])
            at += size
    bars = np.array(found, np.int32)
    times = sorted((int(nearest(t.time, TICKS, resolution)), round(t.qpm)) for t in score.tempos)
    if times:
        at = np.searchsorted([time for time, _ in times], bars[:, START], side="right") - 1
        for row, index in enumerate(at.tolist()):
            bars[row, 3] = table["tempo"].classify(times[max(index, 0)][1])
    return bars
