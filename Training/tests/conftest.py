"""Pieces made up by seed, so that no test needs the corpus."""

import numpy as np
import pytest
import torch

from etude_training.cells import cells_of, controls_of
from etude_training.model import Configuration
from etude_training.piece import Piece
from etude_training.store import Collection, load, save

METRES = (("4/4", 96), ("3/4", 72), ("7/8", 84), ("2/1", 192), ("other", 33), ("1/16", 6))
TINY = Configuration(
    width=32, layers=2, heads=2, inner=48, wide=16, middle=16, narrow=8, context=2048
)


def invent(seed: int, bars: int = 12, parts: int = 4) -> Piece:
    """A piece with changing metres, unisons, long notes, drums and chords."""
    from etude_training.vocabulary import MAX_LENGTH, vocabulary

    random = np.random.default_rng(seed)
    table = vocabulary()
    rows, start = [], 0
    for _ in range(bars):
        name, length = METRES[random.integers(len(METRES))]
        rows.append([start, length, table["metre"].index(name, "other"), 9, 3, 2, 4, 2])
        start += length
    frame = np.array(rows, np.int32)
    instruments = [129 if part == parts - 1 else 1 + 7 * part for part in range(parts)]
    notes = []
    for bar in range(bars):
        for part in range(parts):
            for _ in range(random.integers(0, 9)):
                at = int(random.integers(frame[bar, 1]))
                pitch = (
                    129 + int(random.integers(35, 82))
                    if part == parts - 1
                    else (1 + int(random.integers(30, 90)))
                )
                length = MAX_LENGTH if random.random() < 0.02 else int(random.integers(1, 200))
                play = (int(random.integers(1, 33)), int(random.integers(1, 10)))
                notes.append([bar, part, at, pitch, length, *play])
                if random.random() < 0.05:
                    notes.append(list(notes[-1]))
    found = np.array(sorted(notes), np.int32).reshape(-1, 7)
    cells = cells_of(found)
    times = sorted({int(time) for time in random.integers(0, start, bars)})
    chords = [[time, int(random.integers(1, 14)), int(random.integers(1, 32)), 1] for time in times]
    return Piece(
        genre=int(random.integers(90)),
        bars=frame,
        parts=np.array([[i, 1 + n % 9] for n, i in enumerate(instruments)], np.int32),
        notes=found,
        chords=np.array(chords, np.int32),
        cells=cells,
        controls=controls_of(found, cells, frame),
    )


def row(number: int, **changes: object) -> dict:
    """A work's entry in a prepared collection."""
    entry = {
        "id": f"work-{number}",
        "title": "Title",
        "author": "Author",
        "collection": "invented",
        "licence": "CC0-1.0",
        "source": "here/there",
        "split": "train" if number % 4 else "valid",
        "free": True,
        "loose": False,
        "genre": 3,
        "notes": 100,
        "off": 0,
        "sha256": "0" * 64,
    }
    return entry | changes


@pytest.fixture
def collection(tmp_path) -> Collection:
    path = tmp_path / "tokens" / "invented.npz"
    pieces = [invent(seed) for seed in range(8)]
    save(path, "invented", [row(number) for number in range(8)], pieces)
    return load(path)


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)
