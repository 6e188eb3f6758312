from types import SimpleNamespace

import numpy as np
import pytest
import torch
from conftest import TINY, row

from etude_training.cards import with_table
from etude_training.evaluate import by_model, by_ngram, main, measured, table
from etude_training.lstm import composer
from etude_training.ngram import counted, probabilities
from etude_training.store import load, save
from etude_training.streams import PAST, mixed, stream
from etude_training.validation import Tally, passages
from etude_training.windows import Known


def test_chances_of_all_values_add_up_to_one():
    random = np.random.default_rng(1)
    values = random.integers(0, 5, 400)
    short = random.integers(0, 3, 400)
    long = random.integers(0, 4, 400)
    nothing = np.zeros(400, np.int64)
    trained = [mixed(long, short), mixed(short), nothing.astype(np.uint64)]
    for context in ((0, 0), (3, 2), (9, 1), (9, 9)):
        first, second = (np.full(5, number) for number in context)
        asked = [mixed(first, second), mixed(second), np.zeros(5, np.uint64)]
        found = counted(trained, values, asked, np.arange(5))
        assert probabilities(found, [0.7, 0.5, 0.3], 5).sum() == pytest.approx(1)


def test_shorter_orders_count_distinct_continuations():
    # Value 1 comes often but always after the same context, value 2 after three of them.
    long = np.array([0] * 9 + [1, 2, 3])
    values = np.array([1] * 9 + [2, 2, 2])
    trained = [mixed(long), np.zeros(12, np.uint64)]
    asked = [mixed(np.full(2, 7)), np.zeros(2, np.uint64)]
    found = counted(trained, values, asked, np.array([1, 2]))
    assert found[0].own.tolist() == [0, 0]
    assert found[1].own.tolist() == [1, 3]
    assert found[1].total.tolist() == [4, 4]


def test_a_stream_has_a_step_for_each_note_and_each_end_of_a_cell(collection):
    steps = stream(collection, [0, 3])
    notes = collection.piece(0).notes, collection.piece(3).notes
    cells = collection.piece(0).cells, collection.piece(3).cells
    assert steps.values[:, 0].sum() == sum(map(len, notes))
    assert (steps.values[:, 0] == 0).sum() == sum(map(len, cells))
    assert steps.is_first.sum() == sum(map(len, cells))
    assert not (steps.is_first & (steps.values[:, 0] == 0)).any()
    assert steps.past.shape == (len(steps.values), PAST)
    # The nearest earlier note of a second step is the note of the first.
    second = np.flatnonzero(steps.is_first)[:50] + 1
    assert (steps.near[second, 1:] == steps.values[second - 1, 1:]).all()
    assert (steps.near[second, 0] == 0).all()


def test_passages_cover_a_split_once(collection):
    found = passages(collection, "valid", 100, 10**6, seed=1)
    assert {passage.work for passage in found} == {0, 4}
    for work in (0, 4):
        bars = [bar for passage in found if passage.work == work for bar in passage.bars]
        assert bars == list(range(12))


def test_an_interval_encloses_the_mean():
    random = np.random.default_rng(3)
    notes = random.integers(20, 60, 40)
    found = Tally((notes * random.normal(3, 0.5, 40)).tolist(), notes.tolist(), list(range(40)))
    low, high = found.interval()
    assert low < found.per_note < high
    assert measured(found)["works"] == 40


def test_models_and_n_gram_answer_for_the_same_notes(collection, tmp_path):
    repeated = tmp_path / "repeated.npz"
    works = [row(number) for number in range(8)]
    save(repeated, "repeated", works, [collection.piece(1)] * 8)
    shelves = [load(repeated)]
    chosen = {"repeated": passages(shelves[0], "valid", 4000, 100, seed=1)}
    ngram = by_ngram(shelves, chosen, [0])["repeated"]
    model = by_model(composer("transformer", TINY).eval(), shelves, chosen, Known.nothing())
    assert sum(ngram.notes) == sum(model["repeated"].notes) == 2 * len(collection.piece(1).notes)
    # Valid works that are copies of training works hold few surprises for an n-gram.
    assert ngram.per_note < 3 < model["repeated"].per_note
    assert "repeated" in table({"a": model, "b": {"repeated": ngram}})
    assert torch.get_num_threads() == 1


def test_nothing_to_measure_is_said(monkeypatch, tmp_path, capsys):
    config = tmp_path / "evaluate.toml"
    config.write_text(
        'split = "valid"\nseed = 1\nthreads = 1\nevents = 64\npassages = 2\n'
        'collections = []\nmain = "small"\nngram_shifts = []\n[models]\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("sys.argv", ["evaluate", "--config", str(config)])
    here = SimpleNamespace(tokens=tmp_path, checkpoints=tmp_path, work=tmp_path)
    monkeypatch.setattr("etude_training.evaluate.places", lambda: here)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1
    assert "nothing to measure" in capsys.readouterr().err


def test_a_card_gets_another_table_and_keeps_its_words():
    card = "before\n<!-- measured: nats a note -->\nold\n<!-- end -->\nafter\n"
    found = with_table(card, "nats a note", "| new |")
    assert found == card.replace("old", "| new |")
    with pytest.raises(ValueError, match="no table"):
        with_table("words", "nats a note", "| new |")
