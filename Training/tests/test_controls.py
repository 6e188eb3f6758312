import numpy as np
from conftest import TINY

from etude_training.asked_cells import (
    ATTRIBUTES,
    WAYS,
    Answer,
    answers,
    attributes,
    attributes_by_instrument,
    drawn_holes,
    other_class,
    with_controls,
)
from etude_training.controls import asked_table, drafted_table, words
from etude_training.drafted_cells import DraftedCell
from etude_training.lstm import composer
from etude_training.piece import INSTRUMENT
from etude_training.vocabulary import KIT, vocabulary
from etude_training.windows import CONTROLS, WIDTH, Request, build

CONFIG = {
    "split": "valid",
    "events": 200,
    "cells": 3,
    "seed": 1,
    "temperature": 1.0,
    "share": 0.9,
    "least_share": 0.0,
}


def test_holes_are_pitched_cells_of_their_passage(collection):
    found = drawn_holes(collection, CONFIG, np.random.default_rng(1))
    assert 0 < len(found) <= CONFIG["cells"]
    for hole in found:
        piece = collection.piece(hole.passage.work)
        bar, part = piece.cells[hole.row, :2].tolist()
        assert bar in hole.passage.bars
        assert piece.parts[part, INSTRUMENT] != KIT


def test_another_class_is_asked_than_the_present_one():
    own = np.array([[2, 1, 3]] * 9 + [[5, 1, 4]], np.int32)
    random = np.random.default_rng(1)
    assert other_class(own, 0, 2, 0.05, random) == 5
    assert other_class(own, 0, 2, 0.2, random) is None
    assert other_class(own, 1, 1, 0.0, random) is None


def test_the_hole_shows_what_is_asked_and_the_piece_is_kept(collection):
    piece = collection.piece(1)
    row = int(np.flatnonzero(piece.parts[piece.cells[:, 1], INSTRUMENT] != KIT)[3])
    before = piece.controls.copy()
    changed = with_controls(piece, row, (7, 0, 2))
    bar, part = piece.cells[row, :2].tolist()
    window = build(changed, Request(range(12), (0, 1, 2, 3), holes=frozenset({(bar, part)})))
    columns = [vocabulary()[name].column for name in CONTROLS]
    shown = window.events[np.isin(window.events[:, 0], (5, 6))][:, columns]
    assert shown.tolist() == [[7, 0, 2, 0]] * 2
    assert (piece.controls == before).all()


def test_attributes_of_events_are_those_of_the_cell(collection):
    piece = collection.piece(2)
    rows = np.flatnonzero(piece.parts[piece.cells[:, 1], INSTRUMENT] != KIT)
    for row in rows[:10].tolist():
        bar, part = piece.cells[row, :2].tolist()
        window = build(piece, Request(range(bar, bar + 1), (part,)))
        notes = window.events[window.events[:, 0] == 7]
        assert attributes(notes, piece.bars[bar : bar + 1]) == piece.controls[row, :3].tolist()
    assert attributes(np.zeros((0, WIDTH), np.int32), piece.bars[:1]) == [0, 0, 0]


def test_a_model_answers_for_every_attribute(collection):
    found = answers(composer("transformer", TINY).eval(), collection, CONFIG)
    assert {one.attribute for one in found} == set(ATTRIBUTES)
    assert {one.way for one in found} == set(WAYS)
    for one in found:
        assert one.asked > 0
    assert KIT not in attributes_by_instrument(collection)


def test_hits_are_counted_exactly_and_within_one_class():
    found = [Answer("a", WAYS[0], "density", 4, got) for got in (4, 4, 5, 2)]
    row = asked_table(found).splitlines()[2]
    assert row.startswith("| density | asked alone | 50.0 (50.0 to 50.0) | 75.0 (75.0 to 75.0)")
    assert "| 25 - 25 | 4 | 1 |" in row
    cells = [
        DraftedCell("one", "lead", (3, 1, 5), (3, 1, 6), False),
        DraftedCell("two", "bass", (3, 1, 5), (0, 0, 0), False),
    ]
    rows = drafted_table(cells).splitlines()
    assert rows[2].startswith(
        "| all | 50.0 (0.0 to 100.0) | 50.0 (0.0 to 100.0) | 0.0 (0.0 to 0.0)"
    )
    assert len(rows) == 5
    text = words({"model": "m", "split": "test", "seed": 1}, found, cells)
    assert "0.0 (0.0 to 0.0) % of these cells" in text
