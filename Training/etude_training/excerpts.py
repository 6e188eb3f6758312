"""Excerpts: some bars of one metre out of the middle of a work, pitched parts alone."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import symusic

from .piece import (
    BAR,
    BAR_LENGTH,
    INSTRUMENT,
    LENGTH,
    METRE,
    PART,
    PITCH,
    POSITION,
    START,
    TEMPO,
    VELOCITY,
    Ints,
    Piece,
)
from .store import Collection
from .vocabulary import KIT, TICKS, vocabulary

ONSET, DURATION, KEY, VOICE = range(4)
"""Columns of `Excerpt.notes`."""

DIVISION = 480
"""Ticks a quarter note of the files that are written."""


@dataclass(frozen=True)
class Excerpt:
    """Notes [notes, 4] of so many bars, sorted: onset, duration, MIDI key, voice.

    Onset, duration and `bar`, the length of a bar, are in 24ths of a quarter note.
    """

    notes: Ints
    bars: int
    bar: int

    def by_bar(self) -> list[Ints]:
        """The notes that begin in each bar."""
        number = self.notes[:, ONSET] // self.bar
        return [self.notes[number == bar] for bar in range(self.bars)]


@dataclass(frozen=True)
class Wanted:
    """What makes a work usable: bars that are given and measured, parts at most, notes at least."""

    given: int = 4
    bars: int = 12
    parts: int = 6
    notes: int = 40

    @property
    def all_bars(self) -> int:
        """How many bars of one metre a work must have."""
        return self.given + self.bars


def pitched(piece: Piece, bars: range) -> Ints:
    """The notes of some bars without drums, as rows of `Piece.notes`."""
    rows = slice(*np.searchsorted(piece.notes[:, BAR], [bars.start, bars.stop]))
    notes = piece.notes[rows]
    return notes[piece.parts[notes[:, PART], INSTRUMENT] != KIT]


def cut(piece: Piece, bars: range) -> Excerpt:
    """Some bars of a piece, which all have the length of the first."""
    notes, start = pitched(piece, bars), piece.bars[bars.start, START]
    found = np.stack(
        [
            piece.bars[notes[:, BAR], START] + notes[:, POSITION] - start,
            notes[:, LENGTH],
            notes[:, PITCH] - 1,
            notes[:, PART],
        ],
        axis=1,
    )
    order = np.lexsort(tuple(found[:, key] for key in (VOICE, DURATION, KEY, ONSET)))
    return Excerpt(found[order], len(bars), int(piece.bars[bars.start, BAR_LENGTH]))


def middle(piece: Piece, wanted: Wanted) -> range | None:
    """The usable bars nearest to the middle of a piece, the given ones included; None without."""
    count, metres = wanted.all_bars, vocabulary()["metre"]
    lengths, names = piece.bars[:, BAR_LENGTH], piece.bars[:, METRE]
    begun = np.bincount(pitched(piece, range(len(lengths)))[:, BAR], minlength=len(lengths))
    best = (len(lengths) - count) // 2
    for start in sorted(range(len(lengths) - count + 1), key=lambda one: abs(one - best)):
        bars = range(start, start + count)
        rows = slice(bars.start, bars.stop)
        if len(set(lengths[rows].tolist())) > 1 or len(set(names[rows].tolist())) > 1:
            continue
        if names[start] in (0, metres.index("other")):
            continue
        given, asked = begun[start : start + wanted.given], begun[start + wanted.given : rows.stop]
        # A given stretch must reach its last bar line, or the program goes on before it.
        is_given = wanted.given == 0 or (given[-1] > 0 and (given > 0).mean() > 0.5)
        if not is_given or (asked > 0).mean() < 0.75 or asked.sum() < wanted.notes:
            continue
        if len(np.unique(pitched(piece, bars)[:, PART])) <= wanted.parts:
            return bars
    return None


def usable(collection: Collection, wanted: Wanted, split: str) -> Iterator[tuple[int, range]]:
    """Works of a split in which the model can write, and the bars to take of each."""
    for index, work in enumerate(collection.works):
        if work["split"] != split or not work["free"] or work["loose"] or not work["notes"]:
            continue
        bars = middle(collection.piece(index), wanted)
        if bars is not None:
            yield index, bars


def midi(piece: Piece, bars: range) -> bytes:
    """Some bars of one metre as a MIDI file, pitched parts alone."""
    notes, start, factor = pitched(piece, bars), piece.bars[bars.start, START], DIVISION // TICKS
    size = int(piece.bars[bars.start, BAR_LENGTH]) * len(bars)
    score = symusic.Score(DIVISION)
    name = vocabulary()["metre"].values[piece.bars[bars.start, METRE] - 1]
    above, below = map(int, name.split("/"))
    score.time_signatures.append(symusic.TimeSignature(0, above, below))
    score.tempos.append(symusic.Tempo(0, _tempo(int(piece.bars[bars.start, TEMPO]))))
    for part in np.unique(notes[:, PART]).tolist():
        track = symusic.Track(f"part {part + 1}", int(piece.parts[part, INSTRUMENT]) - 1, False)
        rows = notes[notes[:, PART] == part]
        onsets = piece.bars[rows[:, BAR], START] + rows[:, POSITION] - start
        for key in np.unique(rows[:, PITCH]).tolist():
            own = rows[:, PITCH] == key
            begin, first = np.unique(onsets[own], return_index=True)
            # A key that is struck again is let go first, and nothing sounds beyond the last bar.
            stop = np.minimum(begin + rows[own][first, LENGTH], np.append(begin[1:], size))
            for at, end, row in zip(begin, stop, rows[own][first], strict=True):
                velocity = 4 * int(row[VELOCITY]) - 2 if row[VELOCITY] else 80
                track.notes.append(
                    symusic.Note(int(at) * factor, int(end - at) * factor, key - 1, velocity)
                )
        score.tracks.append(track)
    return score.dumps_midi()


def _tempo(value: int) -> float:
    """A tempo of a class in the vocabulary; 120 where it is unknown."""
    bounds = vocabulary()["tempo"].bounds
    if value == 0:
        return 120
    low, high = max(value - 2, 0), min(value - 1, len(bounds) - 1)
    return (bounds[low] + bounds[high]) / 2
