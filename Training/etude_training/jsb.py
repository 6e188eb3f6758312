"""The chorale benchmark: an experimental model of the same code, never shipped.

`run jsb prepare`, then `run train --config configs/jsb.toml`, then `run jsb evaluate --card CARD`.
Equal neighbours in a voice become one note, which loses nothing: frames and such notes belong to
each other one to one. So the likelihood of all events, bars and cells included, is a likelihood of
the frames, and it is compared with published ones under two protocols:

- *pitches*: four tokens a frame, soprano to bass; nats a token, pooled over all chorales.
- *chords and pitches*: five tokens a frame, a chord before the pitches; nats a token as the mean
  over chorales of each one's mean (TonicNet, arXiv 1911.11775). Its chord is read from the four
  pitches of the frame, so that chords and pitches together are as likely as the pitches alone, and
  the same nats are spread over five tokens.
"""

import argparse
import itertools
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .cards import insert
from .cells import cells_of, controls_of
from .evaluate import loaded
from .files import write_atomically
from .model import Composer, parameters
from .piece import Ints, Piece
from .places import Places, places
from .settings import settings
from .store import Collection, load, save
from .validation import padded
from .vocabulary import TICKS
from .windows import Known, Request, build

STEP = TICKS // 4
"""Grid steps of a frame, a 16th."""

BAR = 4 * TICKS
CHOIR = 53
VOICES = 4
KEYS = tuple(range(-5, 7))
"""The transpositions that training sees."""


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


@dataclass(frozen=True)
class Result:
    """What a model spends on the chorales of a split: nats and frames of each."""

    nats: np.ndarray
    frames: np.ndarray

    @property
    def pitches(self) -> float:
        """Nats a pitch of a frame, pooled."""
        return float(self.nats.sum() / self.frames.sum() / VOICES)

    @property
    def with_chords(self) -> float:
        """Nats a token where a chord goes before the pitches, the mean over chorales."""
        return float((self.nats / self.frames / (VOICES + 1)).mean())

    @property
    def a_frame(self) -> float:
        """Nats a frame, pooled."""
        return float(self.nats.sum() / self.frames.sum())

    def interval(self, name: str, draws: int = 1000, seed: int = 0) -> tuple[float, float]:
        """95 % bootstrap interval over chorales of one of the measures above."""
        random = np.random.default_rng(seed)
        chosen = random.integers(len(self.nats), size=(draws, len(self.nats)))
        found = [getattr(Result(self.nats[one], self.frames[one]), name) for one in chosen]
        low, high = np.percentile(found, [2.5, 97.5])
        return float(low), float(high)


@torch.no_grad()
def measure(
    model: Composer, shelf: Collection, split: str, shifts: tuple[int, ...] = (0,)
) -> Result:
    """What every event of the chorales of a split costs.

    With several `shifts` each field is foretold by the mean of the chances that the model gives it
    in those transpositions of what came before: still one distribution for each field.
    """
    totals, frames = [], []
    for index, work in enumerate(shelf.works):
        if work["split"] != split:
            continue
        piece = shelf.piece(index)
        bars = range(len(piece.bars))
        asked = [
            Request(bars, (0, 1, 2, 3), shift=shift, known=Known.nothing()) for shift in shifts
        ]
        events, times = padded([build(piece, request) for request in asked])
        losses, _ = model.losses(torch.from_numpy(events), torch.from_numpy(times))
        nats = math.log(len(shifts)) - (-losses.double()).logsumexp(0)
        totals.append(float(nats.sum()))
        frames.append(work["frames"])
    return Result(np.array(totals), np.array(frames))


ANCHORS = (
    ("uniform over 47", "3.850", "3.850", "", "no training"),
    ("unigram", "3.391", "3.403", "", "own count"),
    ("the same voice a frame before, Witten-Bell", "0.934", "0.983", "", "own count"),
    ("back-off n-gram", "0.665", "0.701", "", "own count, no transposition"),
    ("back-off n-gram", "0.558", "0.585", "", "own count, train moved by -3 to 3"),
    ("Coconet, chronological", "0.436", "", "", "arXiv 1809.04281, from memory"),
    ("transformer", "0.417", "", "", "arXiv 1809.04281, from memory"),
    ("Music Transformer", "0.335", "", "", "arXiv 1809.04281, from memory"),
    (
        "TonicNet",
        "",
        "",
        "0.317",
        "the name of its weights; all keys in range",
    ),
    ("TonicNet, chords given", "", "(0.220)", "", "its pitches alone, the true chords as input"),
)
"""Values beside ours: pitches on valid and on test, chords and pitches on valid, and whence.

TonicNet's program names weights by their loss on valid and measures test without the chord tokens:
a model that has to find the harmony itself compares with the former.
"""


def table(found: dict[str, Result]) -> str:
    """Both protocols beside the anchors, in Markdown; `found` has results by their names."""
    measures = ("pitches", "with_chords", "a_frame")
    lines = [
        "| our model | chorales | frames | pitches | chords and pitches | nats a frame |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for title, result in found.items():
        cells = []
        for name in measures:
            low, high = result.interval(name)
            cells.append(f"**{getattr(result, name):.3f}** ({low:.3f} to {high:.3f})")
        head = f"| {title} | {len(result.nats)} | {int(result.frames.sum()):,} | "
        lines.append(head + " | ".join(cells) + " |")
    lines += [
        "",
        "| beside it | pitches, valid | pitches, test | chords and pitches, valid | whence |",
        "|---|---:|---:|---:|---|",
    ]
    lines += ["| " + " | ".join(anchor) + " |" for anchor in ANCHORS]
    return "\n".join(lines)


def measured(config: Path, best: Path, here: Places) -> dict:
    """Nats and frames of every chorale by result, and how the weights were trained."""
    model, facts = loaded(config, best, here)
    shelf = load(here.tokens / "experiments" / "jsb.npz")
    results = {}
    for title, shifts in (("", (0,)), (", mean of twelve keys", KEYS)):
        for split in ("valid", "test"):
            found = measure(model, shelf, split, shifts)
            results[split + title] = {"nats": found.nats.tolist(), "frames": found.frames.tolist()}
    return facts | {"parameters": parameters(model), "results": results}


def report(content: dict) -> str:
    """What the card gets of `measured`."""
    found = {
        name: Result(np.array(one["nats"]), np.array(one["frames"]))
        for name, one in content["results"].items()
    }
    return (
        f"{content['parameters']:,} parameters, {content['steps']:,} steps on "
        f"{content['events']:,} events, stopped where `valid` was best.\n\n{table(found)}"
    )


def main() -> None:
    """Prepares the benchmark or measures the trained experiment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["prepare", "evaluate"])
    parser.add_argument("--config", type=Path, default=Path("configs/jsb.toml"))
    parser.add_argument("--kept", action="store_true", help="tell again what was measured last")
    parser.add_argument("--card", type=Path, help="a model card whose table is written anew")
    arguments = parser.parse_args()
    here = places()
    if arguments.action == "prepare":
        prepare(here)
        return
    chosen = settings(arguments.config)
    kept = here.work / f"{chosen.name}.json"
    if not arguments.kept:
        best = here.checkpoints / chosen.name / "best.pt"
        if not best.exists():
            parser.exit(1, f"there is no {best}: train the experiment first\n")
        torch.set_num_threads(chosen.threads)
        text = json.dumps(measured(arguments.config, best, here))
        write_atomically(kept, lambda file: file.write(text.encode()))
    elif not kept.exists():
        parser.exit(1, f"there is no {kept}: measure without --kept first\n")
    words = report(json.loads(kept.read_text(encoding="utf-8")))
    print(words)
    if arguments.card:
        insert(arguments.card, "chorales", words)


if __name__ == "__main__":
    main()
