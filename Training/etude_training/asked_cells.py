"""Cells that the model fills when another density, polyphony or register is asked than stood there.

The prompt is a passage of a work kept aside in which one cell is a hole, as the program builds it;
nothing but the order of notes and the bar's length keeps the model in, unlike in the program.
"""

from dataclasses import dataclass, replace

import numpy as np

from .cells import cells_of, controls_of
from .generation import Drawing, Generator
from .model import Composer
from .piece import INSTRUMENT, Ints, Piece
from .store import Collection
from .validation import Passage, parts_of, passages
from .vocabulary import KIT, TICKS, vocabulary
from .windows import Known, Request, Window, build

ATTRIBUTES = ("density", "polyphony", "register")
WAYS = ("asked alone", "all three asked", "nothing asked")
"""How a cell is asked for: one attribute alone, all of another cell, or none."""

KNOWN = Known(velocity=False, micro=False, controls=(True, True, True, False))
FILL, NOTE = 6, 7
_COLUMN = {field.name: field.column for field in vocabulary().fields}


@dataclass(frozen=True)
class Answer:
    """The class that was asked of a cell, and the one that it got; 0 where it got no note."""

    work: str
    way: str
    attribute: str
    asked: int
    got: int


@dataclass(frozen=True)
class Hole:
    """A cell of a passage: its row among the piece's cells, and what is asked of it."""

    passage: Passage
    row: int


def drawn_holes(shelf: Collection, config: dict, random: np.random.Generator) -> list[Hole]:
    """One pitched cell of each of some passages, drawn at random."""
    found = []
    chosen = passages(shelf, config["split"], config["events"], config["cells"], config["seed"])
    for passage in chosen:
        piece = shelf.piece(passage.work)
        bars, parts = piece.cells[:, 0], piece.cells[:, 1]
        is_pitched = piece.parts[parts, INSTRUMENT] != KIT
        inside = (bars > passage.bars.start) & (bars < passage.bars.stop) & is_pitched
        rows = np.flatnonzero(inside)
        if len(rows):
            found.append(Hole(passage, int(random.choice(rows))))
    return found


def attributes_by_instrument(shelf: Collection) -> dict[int, Ints]:
    """Density, polyphony and register of all cells of each pitched instrument [cells, 3]."""
    blocks: dict[int, list[Ints]] = {}
    for index in range(len(shelf)):
        piece = shelf.piece(index)
        instruments = piece.parts[piece.cells[:, 1], INSTRUMENT]
        for instrument in np.unique(instruments).tolist():
            if instrument != KIT:
                own = piece.controls[instruments == instrument, :3]
                blocks.setdefault(instrument, []).append(own)
    return {name: np.concatenate(rows) for name, rows in blocks.items()}


def other_class(
    own: Ints, column: int, present: int, least: float, random: np.random.Generator
) -> int | None:
    """Another class than the present one, equally likely among those that are not rare."""
    values, counts = np.unique(own[:, column], return_counts=True)
    free = values[(counts >= least * len(own)) & (values != present) & (values > 0)]
    return int(random.choice(free)) if len(free) else None


def with_controls(piece: Piece, row: int, controls: tuple[int, int, int]) -> Piece:
    """The piece with other attributes of one cell; 0 leaves one open."""
    changed = piece.controls.copy()
    changed[row] = (*controls, 0)
    return replace(piece, controls=changed)


def got(model: Composer, piece: Piece, hole: Hole, drawing: Drawing, seed: int) -> list[int]:
    """The attributes of the notes that the model fills a cell with; zeros where it draws none."""
    bar, part = piece.cells[hole.row, :2].tolist()
    request = Request(
        hole.passage.bars, parts_of(piece), holes=frozenset({(bar, part)}), known=KNOWN
    )
    whole = build(piece, request)
    cut = int(np.flatnonzero(whole.events[:, 0] == FILL)[0])
    generator = Generator(model, Window(whole.events[:cut], whole.times[:cut]), drawing, seed)
    generator.fill(whole.events[cut : cut + 1], whole.times[cut : cut + 1])
    return attributes(np.array(generator.events[cut + 1 :]), piece.bars[bar : bar + 1])


def attributes(events: Ints, bar: Ints) -> list[int]:
    """Density, polyphony and register of the note events of one bar [1, 8]."""
    if len(events) == 0:
        return [0, 0, 0]
    notes = np.zeros((len(events), 7), np.int32)
    column = {name: events[:, _COLUMN[name]] for name in _COLUMN}
    notes[:, 2] = (column["beat"] - 1) * TICKS + column["tick"] - 1
    notes[:, 3] = column["pitch"]
    notes[:, 4] = (column["lengthBeats"] - 1) * TICKS + column["lengthTicks"] - 1
    return controls_of(notes, cells_of(notes), bar)[0, :3].tolist()


def answers(model: Composer, shelf: Collection, config: dict) -> list[Answer]:
    """What is asked and got in one collection."""
    random = np.random.default_rng(config["seed"])
    usual = attributes_by_instrument(shelf)
    drawing = Drawing(temperature=config["temperature"], share=config["share"])
    found = []
    for number, hole in enumerate(drawn_holes(shelf, config, random)):
        piece = shelf.piece(hole.passage.work)
        work = shelf.works[hole.passage.work]["id"]
        present = piece.controls[hole.row, :3].tolist()
        own = usual[int(piece.parts[piece.cells[hole.row, 1], INSTRUMENT])]

        def ask(
            controls: tuple[int, int, int],
            piece: Piece = piece,
            hole: Hole = hole,
            number: int = number,
        ) -> list[int]:
            return got(model, with_controls(piece, hole.row, controls), hole, drawing, number)

        free = ask((0, 0, 0))
        for column, name in enumerate(ATTRIBUTES):
            wanted = other_class(own, column, present[column], config["least_share"], random)
            if wanted is None:
                continue
            single = tuple(wanted if place == column else 0 for place in range(3))
            found.append(Answer(work, WAYS[0], name, wanted, ask(single)[column]))
            found.append(Answer(work, WAYS[2], name, wanted, free[column]))
        other = own[int(random.integers(len(own)))].tolist()
        if other != present:
            result = ask(tuple(other))
            found += [
                Answer(work, WAYS[1], name, other[column], result[column])
                for column, name in enumerate(ATTRIBUTES)
                if other[column] != present[column]
            ]
    return found
