"""Small pieces, collections and a program for tests of what is written."""

import json
import sys
from pathlib import Path

import numpy as np
import symusic
from conftest import row

from etude_training.excerpts import Excerpt
from etude_training.midi import read
from etude_training.piece import Piece
from etude_training.store import save
from etude_training.vocabulary import vocabulary

PROGRAM = '''#!{python}
"""Goes on with a prompt by playing its last bar again, and writes songs of one scale."""
import sys
from pathlib import Path
import symusic

STYLES = '[{{"name": "chorale"}}, {{"name": "house"}}]'
def value(name):
    return sys.argv[sys.argv.index(name) + 1]
def note(start, key):
    return symusic.Note(start, 240, key, 80)
verb = sys.argv[1]
if verb == "--version":
    print("1")
elif verb == "composer":
    print("made up")
elif verb == "styles":
    genre = '{{"genre": "hymn"}}' if sys.argv[2] == "chorale" else "null"
    print(STYLES if sys.argv[2] == "--json" else '{{"model": ' + genre + "}}")
elif verb == "continue" and value("--seed") == "{refused}":
    sys.exit("there is nothing to go on from")
else:
    folder = Path(value("--output"))
    folder.mkdir()
    if verb == "continue":
        score = symusic.Score(sys.argv[2])
        for track in score.tracks:
            last = [one for one in track.notes if one.time >= 3 * 1920]
            for bar in range(int(value("--bars"))):
                for one in last:
                    track.notes.append(note(one.time + (bar + 1) * 1920, one.pitch))
    else:
        score = symusic.Score(480)
        for part in range(2):
            track = symusic.Track("part", 0, False)
            moved = 2 if part == 0 and value("--composer") == "model" else 0
            for at in range(4 * int(value("--bars"))):
                track.notes.append(note(480 * at, 60 + moved + at % 7))
            score.tracks.append(track)
    score.dump_midi(str(folder / "score.mid"))
'''


def program(folder: Path, refused: int = -1) -> Path:
    """A program that answers as `etude` does; it refuses to go on with one seed."""
    path = folder / "etude"
    path.write_text(PROGRAM.format(python=sys.executable, refused=refused), encoding="utf-8")
    path.chmod(0o755)
    return path


def piece(folder: Path, parts: list[list[tuple]], metres=((0, 4, 4),)) -> Piece:
    """A piece of parts, each of (onset, key) or (onset, key, length) in quarter notes."""
    score = symusic.Score(480)
    for at, above, below in metres:
        score.time_signatures.append(symusic.TimeSignature(480 * at, above, below))
    for notes in parts:
        track = symusic.Track("part", 0, False)
        for onset, key, *length in notes:
            size = round(480 * (length[0] if length else 1))
            track.notes.append(symusic.Note(round(480 * onset), size, key, 80))
        score.tracks.append(track)
    path = folder / "piece.mid"
    score.dump_midi(str(path))
    return read(path, 0, is_played=False)[0]


def tune(folder: Path, seed: int, bars: int = 20) -> Piece:
    """Quarter notes at random in two parts."""
    random = np.random.default_rng(seed)
    keys = random.integers(60, 72, (2, 4 * bars)).tolist()
    return piece(folder, [list(enumerate(part)) for part in keys])


def notes(rows: list[tuple]) -> Excerpt:
    """One bar of 4/4 of (onset in 24ths, duration, key, voice)."""
    return Excerpt(np.array(rows, np.int32).reshape(-1, 4), 1, 96)


def shelf(folder: Path, splits: dict[str, int]) -> None:
    """A prepared collection of hymns with so many works of each split."""
    genre = vocabulary()["genre"].index("hymn")
    rows, pieces = [], []
    for split, count in splits.items():
        for _ in range(count):
            seed = len(rows)
            pieces.append(tune(folder, seed))
            rows.append(row(seed, split=split, genre=genre, notes=len(pieces[-1].notes)))
    save(folder / "tokens" / "invented.npz", "invented", rows, pieces)


def config(path: Path, **entries: object) -> Path:
    """A config of four given and twelve written bars."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in entries.items()]
    wanted = ["[wanted]", "given = 4", "bars = 12", "parts = 6", "notes = 10"]
    path.write_text("\n".join(lines + wanted) + "\n", encoding="utf-8")
    return path
