"""What another implementation of the tokens has to answer: scores made up by seed and their events.

`python -m etude_training.grid_fixture --output FILE` writes them as JSON. Each score goes through
a MIDI file, so that all of the way from notes to events is told. The same seeds give the same file.
"""

import argparse
import json
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import symusic

from .annotate import annotate
from .midi import read
from .piece import BAR_LENGTH, START, Piece
from .vocabulary import TICKS, vocabulary
from .windows import Known, Request, build

RESOLUTION = 480
METRES = ("4/4", "3/4", "7/8", "6/8", "5/4", "2/1", "9/16", "10/8", "1/16")
SYMBOLS = ("C", "F#m7b5", "Bb7", "Gmaj7/B", "A7#9", "Dm", "Ebdim7", "E5", "Asus4", "D6/9", "Bm11b5")
KEYS = ("C major", "Bb minor", "F# dorian", "E harmonic minor")
SECTIONS = ("verse", "chorus", "bridge", "slide")
ROLES = ("lead", "bass", "chords", "drums")


def made(seed: int) -> dict:
    """A score: metres that change, pickups, unisons in parts, long notes, drums, notes off grid."""
    random = np.random.default_rng(seed)
    metres, starts, at = [], [], 0
    for bar in range(int(random.integers(4, 9))):
        if bar == 0 or random.random() < 0.5:
            metre = "1/4" if bar == 0 and seed % 2 else str(random.choice(METRES))
        metres.append(metre)
        starts.append(at)
        above, below = (int(term) for term in metre.split("/"))
        at += 4 * RESOLUTION * above // below
    parts = []
    for number, role in enumerate(ROLES):
        notes = notes_of(random, at, number == 3, is_flat=number == 2)
        program = 0 if number == 3 else int(random.integers(128))
        parts.append({"program": program, "drums": number == 3, "role": role, "notes": notes})
    changes = sorted({0, *random.choice(starts, 2).tolist()})
    tempos = [[int(time), int(random.integers(35, 230))] for time in changes]
    times = sorted({0, *(int(time) for time in random.integers(0, at // 20, len(starts)))})
    chords = [[str(Fraction(20 * time, 480)), str(random.choice(SYMBOLS))] for time in times]
    sections, bar = [], 0
    while bar < len(starts):
        length = min(int(random.integers(1, 4)), len(starts) - bar)
        sections.append([bar, length, str(random.choice(SECTIONS))])
        bar += length
    return {
        "metres": metres,
        "tempos": tempos,
        "key": str(random.choice(KEYS)),
        "chords": chords,
        "sections": sections,
        "parts": parts,
    }


def notes_of(
    random: np.random.Generator, end: int, is_drums: bool, is_flat: bool
) -> list[list[int]]:
    """Notes as onset, duration, key and velocity; none is struck while it sounds."""
    free = dict.fromkeys(range(128), 0)
    found = []
    for _ in range(int(random.integers(10, 40))):
        step = 20 if random.random() < 0.7 else 1
        onset = int(random.integers(0, end // step)) * step
        length = int(random.integers(1, 60)) * step
        if random.random() < 0.03:
            length = 128 * RESOLUTION
        key = int(random.integers(35, 60) if is_drums else random.integers(30, 95))
        found.append([onset, length, key, 80 if is_flat else int(random.integers(1, 128))])
    # A last note that fills the last bar gives the piece its length.
    found.append([end - 20, 20, 99, 80])
    kept = []
    for onset, length, key, velocity in sorted(found):
        if onset >= free[key]:
            kept.append([onset, length, key, velocity])
            free[key] = onset + length
    return kept


def piece_of(score: dict, is_played: bool, genre: int) -> tuple[Piece, int]:
    """The score as the training room reads it from a file, and how many onsets lie off the grid."""
    file = symusic.Score(RESOLUTION)
    at, last = 0, None
    for metre in score["metres"]:
        above, below = (int(term) for term in metre.split("/"))
        if metre != last:
            file.time_signatures.append(symusic.TimeSignature(at, above, below))
        at, last = at + 4 * RESOLUTION * above // below, metre
    for time, tempo in score["tempos"]:
        file.tempos.append(symusic.Tempo(time, float(tempo)))
    for part in score["parts"]:
        track = symusic.Track(part["role"], part["program"], part["drums"])
        for onset, length, key, velocity in part["notes"]:
            track.notes.append(symusic.Note(onset, length, key, velocity))
        file.tracks.append(track)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.mid"
        file.dump_midi(str(path))
        piece, off = read(path, genre, is_played)
    count = len(score["metres"])
    piece.bars = piece.bars[:count]
    labels = {
        "key": score["key"],
        "chords": score["chords"],
        "sections": score["sections"],
        "bars": count,
        "parts": [[part["role"], len(part["notes"]), part["role"]] for part in score["parts"]],
    }
    annotate(piece, labels)
    return piece, off


def requests(seed: int, piece: Piece) -> list[Request]:
    """The whole; some bars of parts in another order, moved, with holes; notes and metres alone."""
    random = np.random.default_rng(seed + 1000)
    count = len(piece.bars)
    first = int(random.integers(count - 1))
    bars = range(first, int(random.integers(first + 1, count)) + 1)
    parts = tuple(random.permutation(4)[:3].tolist())
    cells = [(bar, part) for bar in bars for part in parts if random.random() < 0.3]
    known = Known(tempo=False, roles=False, controls=(True, False, True, False))
    return [
        Request(range(count), (0, 1, 2, 3)),
        Request(bars, parts, frozenset(cells), int(random.integers(-3, 4)), 5),
        Request(bars, parts, frozenset(cells), 0, 0, known),
        Request(bars, parts, frozenset(), 0, 128 - len(bars), Known.nothing()),
    ]


def answered(seed: int) -> dict:
    """A score and its answers: `rows` [events, 27] and `times` [events] of each request."""
    score = made(seed)
    is_played = seed % 3 == 0
    genre = str(vocabulary()["genre"].values[1 + seed])
    piece, off = piece_of(score, is_played, vocabulary()["genre"].index(genre))
    answers = []
    for request in requests(seed, piece):
        window = build(piece, request)
        known = dict(vars(request.known))
        known["controls"] = list(known["controls"])
        answers.append(
            {
                "bars": [request.bars.start, request.bars.stop],
                "parts": list(request.parts),
                "holes": sorted([list(hole) for hole in request.holes]),
                "shift": request.shift,
                "place": request.place,
                "known": known,
                "rows": window.events.tolist(),
                "times": window.times.tolist(),
            }
        )
    frame = piece.bars[:, [START, BAR_LENGTH]].tolist()
    return score | {
        "genre": genre,
        "played": is_played,
        "off": off,
        "frame": frame,
        "windows": answers,
    }


def main() -> None:
    """Writes the fixture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--scores", type=int, default=6)
    arguments = parser.parse_args()
    content = {
        "format": "etude-grid-fixture",
        "vocabulary": vocabulary().version,
        "resolution": RESOLUTION,
        "ticks": TICKS,
        "scores": [answered(seed) for seed in range(arguments.scores)],
    }
    text = json.dumps(content, separators=(",", ":")) + "\n"
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(text, encoding="utf-8")
    print(arguments.output.name, len(text))


if __name__ == "__main__":
    main()
