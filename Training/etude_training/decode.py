"""Events -> notes on the grid -> Standard MIDI files."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import symusic

from .piece import Ints
from .vocabulary import KIT, MICRO, TICKS, vocabulary

_TABLE = vocabulary()
_C = {entry.name: entry.column for entry in _TABLE.fields}
RESOLUTION = TICKS * MICRO * 2
"""Ticks a quarter note of written files: every microtiming step is whole."""


@dataclass
class Decoded:
    """What a window says.

    `bars` maps a place to (start, metre value, tempo value); `instruments` a slot to its
    instrument; `notes` are (slot, onset, pitch value, length, velocity value, micro value), times
    in grid steps from the window's first bar, sorted.
    """

    bars: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    instruments: dict[int, int] = field(default_factory=dict)
    notes: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)


def decode(events: Ints, times: Ints) -> Decoded:
    """Reads a window [events, 27] with its times [events]."""
    names = _TABLE["type"].values
    found = Decoded()
    for row, time in zip(events, times.tolist(), strict=True):
        kind = names[row[0]]
        if kind == "bar":
            place = int(row[_C["place"]])
            found.bars[place] = (time, int(row[_C["metre"]]), int(row[_C["tempo"]]))
        elif kind in ("cell", "hole", "fill"):
            found.instruments[int(row[_C["slot"]])] = int(row[_C["instrument"]])
        elif kind == "note":
            start = found.bars[int(row[_C["place"]])][0]
            onset = start + (row[_C["beat"]] - 1) * TICKS + row[_C["tick"]] - 1
            length = (row[_C["lengthBeats"]] - 1) * TICKS + row[_C["lengthTicks"]] - 1
            tail = (row[_C["velocity"]], row[_C["micro"]])
            note = (row[_C["slot"]], onset, row[_C["pitch"]], length, *tail)
            found.notes.append(tuple(int(value) for value in note))
    found.notes.sort()
    return found


def write_midi(found: Decoded, path: Path) -> None:
    """Writes notes as a type-1 file; unknown velocity becomes 80, unknown tempo 110."""
    score = symusic.Score(RESOLUTION)
    bounds = _TABLE["tempo"].bounds
    for start, metre, tempo in sorted(found.bars.values()):
        at = start * MICRO * 2
        name = _TABLE["metre"].values[metre - 1] if metre else "4/4"
        if name != "other":
            above, below = (int(term) for term in name.split("/"))
            score.time_signatures.append(symusic.TimeSignature(at, above, below))
        pace = bounds[min(max(tempo - 2, 0), len(bounds) - 1)] if tempo else 110
        score.tempos.append(symusic.Tempo(at, float(pace)))
    for slot, instrument in sorted(found.instruments.items()):
        is_drum = instrument == KIT
        track = symusic.Track(f"{slot}", 0 if is_drum else max(instrument - 1, 0), is_drum)
        for own, onset, pitch, length, velocity, micro in found.notes:
            if own != slot:
                continue
            time = max(0, (onset * MICRO + (micro - 5 if micro else 0)) * 2)
            loud = 80 if velocity == 0 else int(np.clip(4 * (velocity - 1) + 2, 1, 127))
            key = pitch - 129 if pitch > 128 else pitch - 1
            track.notes.append(symusic.Note(time, length * MICRO * 2, key, loud))
        score.tracks.append(track)
    path.parent.mkdir(parents=True, exist_ok=True)
    score.dump_midi(str(path))
