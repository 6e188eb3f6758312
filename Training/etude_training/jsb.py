"""The chorale benchmark: an experimental model of the same code, never shipped.

`python -m etude_training.jsb prepare`, then `train --config configs/jsb.toml`, then
`python -m etude_training.jsb evaluate`. Equal neighbours in a voice become one note, which loses
nothing: frames and such notes belong to each other one to one. So the likelihood of all events,
bars and cells included, is a likelihood of the frames, and nats a frame's pitch compare with the
published ones.
"""

import argparse
import itertools
import json

import numpy as np
import torch

from .cells import cells_of, controls_of
from .evaluate import loaded
from .model import Composer
from .piece import Ints, Piece
from .places import Places, places
from .store import Collection, load, save
from .validation import padded
from .vocabulary import TICKS
from .windows import Known, Request, build

STEP = TICKS // 4
"""Grid steps of a frame, a 16th."""

BAR = 4 * TICKS
CHOIR = 53
VOICES = 4


def voices_of(frames: list[list[int]]) -> Ints:
    """Frames as pitches of four voices [frames, 4], -1 where one rests.

    A frame of four is soprano to bass. In a shorter one its pitches, from high to low, go to the
    voices that have to move least.
    """
    found = np.full((len(frames), VOICES), -1, np.int32)
    last = [72, 65, 58, 50]
    for row, frame in enumerate(frames):
        pitches = [int(pitch) for pitch in frame]
        places_of = min(
            itertools.combinations(range(VOICES), len(pitches)),
            key=lambda chosen: sum(abs(last[v] - p) for v, p in zip(chosen, pitches, strict=True)),
        )
        for voice, pitch in zip(places_of, pitches, strict=True):
            found[row, voice] = last[voice] = pitch
    return found


def piece_of(voices: Ints) -> Piece:
    """Four parts in bars of four quarter notes from the first frame on."""
    count = -(-len(voices) * STEP // BAR)
    bars = np.array([[bar * BAR, BAR, 1, 0, 0, 0, 0, 0] for bar in range(count)], np.int32)
    notes = []
    for voice in range(VOICES):
        row = 0
        for pitch, run in itertools.groupby(voices[:, voice].tolist()):
            length = len(list(run))
            if pitch >= 0:
                bar, at = divmod(row * STEP, BAR)
                notes.append([bar, voice, at, pitch + 1, length * STEP, 0, 0])
            row += length
    found = np.array(sorted(notes), np.int32)
    cells = cells_of(found)
    return Piece(
        genre=0,
        bars=bars,
        parts=np.array([[CHOIR, 0]] * VOICES, np.int32),
        notes=found,
        chords=np.zeros((0, 4), np.int32),
        cells=cells,
        controls=controls_of(found, cells, bars),
    )


def prepare(here: Places) -> None:
    """Writes the benchmark beside the collections, where only its own config finds it."""
    source = here.corpus / "scores" / "jsb" / "jsb-chorales-16th.json"
    splits = json.loads(source.read_text(encoding="utf-8"))
    works, pieces = [], []
    for split, chorales in splits.items():
        for number, frames in enumerate(chorales):
            pieces.append(piece_of(voices_of(frames)))
            works.append(
                {
                    "id": f"jsb-{split}-{number}",
                    "split": split,
                    "free": False,
                    "loose": False,
                    "genre": 0,
                    "notes": len(pieces[-1].notes),
                    "frames": len(frames),
                }
            )
    save(here.tokens / "experiments" / "jsb.npz", "jsb", works, pieces)


@torch.no_grad()
def measure(model: Composer, shelf: Collection, split: str) -> dict[str, float]:
    """Nats a pitch of a frame, pooled and as the mean over chorales, and nats a frame."""
    totals, frames = [], []
    for index, work in enumerate(shelf.works):
        if work["split"] != split:
            continue
        piece = shelf.piece(index)
        request = Request(range(len(piece.bars)), (0, 1, 2, 3), known=Known.nothing())
        events, times = padded([build(piece, request)])
        losses, _ = model.losses(torch.from_numpy(events), torch.from_numpy(times))
        totals.append(float(losses.sum()))
        frames.append(work["frames"])
    nats, counts = np.array(totals), np.array(frames)
    return {
        "chorales": len(counts),
        "frames": int(counts.sum()),
        "pooled": float(nats.sum() / counts.sum() / VOICES),
        "by chorale": float((nats / counts / VOICES).mean()),
        "a frame": float(nats.sum() / counts.sum()),
    }


def main() -> None:
    """Prepares the benchmark or measures the trained experiment."""
    from pathlib import Path

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["prepare", "evaluate"])
    action = parser.parse_args().action
    here = places()
    if action == "prepare":
        prepare(here)
        return
    model, facts = loaded(Path("configs/jsb.toml"), here.checkpoints / "jsb" / "best.pt", here)
    shelf = load(here.tokens / "experiments" / "jsb.npz")
    print(facts)
    for split in ("valid", "test"):
        print(split, json.dumps(measure(model, shelf, split)))


if __name__ == "__main__":
    main()
