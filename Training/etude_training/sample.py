"""Draws examples to listen to: `python -m etude_training.sample --output FOLDER`.

Takes openings of held-out works, goes on from them, fills holes in them, and writes each as a
MIDI file with the original beside it.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from .decode import Decoded, decode, write_midi
from .evaluate import loaded
from .generation import Drawing, Generator
from .places import places
from .store import load
from .validation import parts_of
from .windows import Known, Request, Window, build


def decoded(generator: Generator) -> Decoded:
    """What a generator has so far."""
    return decode(np.stack(generator.events), np.array(generator.times))


def main() -> None:
    """Writes the files and prints a line on each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/small.toml"))
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--collections", nargs="+", default=["open-hymnal", "freedoom"])
    parser.add_argument("--number", type=int, default=2, help="works of each collection")
    parser.add_argument("--bars", type=int, default=8, help="bars of the opening, and after it")
    parser.add_argument("--temperature", type=float, default=0.95)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    here = places()
    torch.set_num_threads(2)
    model, facts = loaded(arguments.config, None, here)
    print(facts)
    drawing = Drawing(temperature=arguments.temperature)
    bars = arguments.bars
    for name in arguments.collections:
        shelf = load(here.tokens / f"{name}.npz")
        held = [i for i, work in enumerate(shelf.works) if work["split"] == "valid"]
        for index in held[: arguments.number]:
            piece, work = shelf.piece(index), shelf.works[index]
            parts = parts_of(piece)
            stem = f"{work['id'].replace('/', '-')}"
            known = Known(velocity=False, micro=False, controls=(False,) * 4)
            first = range(min(bars, len(piece.bars)))
            window = build(piece, Request(first, parts, known=known))
            write_midi(decode(window.events, window.times), arguments.output / f"{stem}-given.mid")
            generator = Generator(model, window, drawing, arguments.seed)
            generator.go_on(bars, most=2000)
            write_midi(decoded(generator), arguments.output / f"{stem}-continued.mid")
            middle = range(len(first) // 2, len(first))
            holes = frozenset((bar, parts[-1]) for bar in middle)
            whole = build(piece, Request(first, parts, holes, known=known))
            is_fill = whole.events[:, 0] == 6
            cut = int(np.flatnonzero(is_fill)[0])
            filled = Generator(
                model, Window(whole.events[:cut], whole.times[:cut]), drawing, arguments.seed
            )
            filled.fill(whole.events[is_fill], whole.times[is_fill])
            write_midi(decoded(filled), arguments.output / f"{stem}-filled.mid")
            added = len(decoded(generator).notes) - int((window.events[:, 0] == 7).sum())
            print(f"{work['title']}: {added} notes after the opening, {len(holes)} holes filled")


if __name__ == "__main__":
    main()
