import json
import subprocess
from types import SimpleNamespace

import pytest
from conftest import invent

from etude_training import labels as labelling
from etude_training.annotate import annotate, chord_values, key_values
from etude_training.piece import LEFT, ROLE, SECTION, TONIC
from etude_training.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("symbol", "values"),
    [
        ("C", (1, "maj", 1)),
        ("F#m7b5", (7, "m7b5", 1)),
        ("Bbmaj9", (11, "maj9", 1)),
        ("D/F#", (3, "maj", 5)),
        ("Ebm7/Db", (4, "m7", 11)),
        ("C6/9", (1, "6/9", 1)),
        ("G6/9/B", (8, "6/9", 5)),
        ("Cm#5", (1, "other", 1)),
    ],
)
def test_chord_symbols_become_root_kind_and_bass(symbol, values):
    root, kind, bass = values
    assert chord_values(symbol) == (root, vocabulary()["kind"].index(kind), bass)


def test_no_chord_and_nonsense_are_told_apart():
    assert chord_values("N.C.") == (13, 0, 0)
    assert chord_values("?") == (0, 0, 0)


def test_keys_become_tonic_and_mode():
    assert key_values("Bb major") == (11, 1)
    assert key_values("F# harmonic minor") == (7, vocabulary()["mode"].index("harmonic minor"))


def labels(piece, **changes):
    counts = [int((piece.notes[:, 1] == part).sum()) for part in range(len(piece.parts))]
    entry = {
        "key": "D dorian",
        "bars": len(piece.bars),
        "chords": [["0", "Dm7"], ["2", "Dm7"], ["5/2", "G7"], ["1/7", "C"]],
        "sections": [[0, 4, "intro"], [4, 8, "Q"]],
        "parts": [["x", count, "bass"] for count in counts],
    }
    return entry | changes


def test_labels_are_put_on_the_piece():
    piece = invent(1)
    annotate(piece, labels(piece))
    table = vocabulary()
    assert set(piece.bars[:, TONIC]) == {3}
    assert piece.chords[:, 0].tolist() == [0, 60]
    assert set(piece.parts[:, ROLE]) == {table["role"].index("bass")}
    assert piece.bars[:, LEFT].tolist()[:4] == [3, 3, 2, 1]
    assert piece.bars[5, SECTION] == table["section"].index("other")


def test_labels_of_another_bar_grid_give_no_sections():
    piece = invent(2)
    piece.bars[:, SECTION] = 0
    annotate(piece, labels(piece, bars=40))
    assert not piece.bars[:, SECTION].any()


def test_a_refused_work_stays_without_labels():
    piece = invent(3)
    before = piece.bars.copy()
    annotate(piece, {"id": "x", "error": "damaged"})
    assert (piece.bars == before).all()


def test_a_timeout_is_no_label(monkeypatch, tmp_path):
    def late(*_, timeout, **__):
        raise subprocess.TimeoutExpired("etude", timeout)

    monkeypatch.setattr(labelling.subprocess, "run", late)
    work = SimpleNamespace(id="a", path=lambda _: tmp_path / "a.mid")
    assert labelling.analyze(work, SimpleNamespace(program="etude")) is None


def test_kept_timeouts_are_tried_again(tmp_path):
    entries = [
        {"id": "a", "key": "C major"},
        {"id": "b", "error": "took more than 60 s"},
        {"id": "c", "error": "damaged"},
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(map(json.dumps, entries)) + '\n{"id": "d', encoding="utf-8")
    assert set(labelling.labelled(path)) == {"a", "c"}
