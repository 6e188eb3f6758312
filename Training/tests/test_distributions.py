import json

import numpy as np
import pytest
from made_up import config, notes, piece, program, shelf, tune

from etude_training.bands import band, figures
from etude_training.continuations import Item, by_genre, continued, prompts
from etude_training.distributions import main
from etude_training.excerpts import Excerpt, Wanted, cut, middle, midi
from etude_training.midi import read
from etude_training.overlap import area, features, overlap, polyphony
from etude_training.store import load
from etude_training.structure import enhanced, fitness, indicators
from etude_training.written import Program, UnwrittenError

SCALE = (0, 2, 4, 5, 7, 9, 11)


def test_the_bars_nearest_to_the_middle_have_one_metre(tmp_path):
    wanted = Wanted(given=1, bars=3, notes=4)
    quarters = [(at, 60) for at in range(40)]
    assert middle(piece(tmp_path, [quarters]), wanted) == range(3, 7)
    # Five bars of 4/4, then 3/4: the middle lies where the metre changes.
    mixed = piece(tmp_path, [quarters], ((0, 4, 4), (20, 3, 4)))
    assert middle(mixed, wanted) == range(5, 9)
    assert middle(mixed, Wanted(given=4, bars=12)) is None
    assert middle(piece(tmp_path, [quarters]), Wanted(given=1, bars=3, notes=13)) is None
    assert middle(piece(tmp_path, [quarters] * 3), Wanted(1, 3, parts=2, notes=4)) is None


def test_a_prompt_holds_the_notes_of_its_bars(tmp_path):
    found = tune(tmp_path, 3)
    path = tmp_path / "prompt.mid"
    path.write_bytes(midi(found, range(4, 8)))
    again, off = read(path, 0, is_played=False)
    assert off == 0
    assert len(again.bars) == 4
    assert (cut(again, range(4)).notes == cut(found, range(4, 8)).notes).all()


def test_a_key_struck_again_is_let_go_and_nothing_sounds_beyond_the_bars(tmp_path):
    found = piece(tmp_path, [[(0, 60, 1), (1, 60, 9)]])
    path = tmp_path / "prompt.mid"
    path.write_bytes(midi(found, range(0, 1)))
    again = cut(read(path, 0, is_played=False)[0], range(1))
    assert again.notes.tolist() == [[0, 24, 60, 0], [24, 72, 60, 0]]


def test_features_of_a_bar():
    found = features(notes([(0, 48, 60, 0), (0, 24, 72, 1), (48, 24, 64, 0), (72, 12, 64, 0)]))
    assert found["pitch classes"][[0, 4]].tolist() == pytest.approx([72 / 108, 36 / 108])
    # Of voice 0 alone: up a third, and the same again.
    assert found["intervals"][[12, 16]].tolist() == [0.5, 0.5]
    assert found["durations"][[1, 2, 3]].tolist() == [0.25, 0.5, 0.25]
    assert found["between onsets"][[1, 2]].tolist() == [0.5, 0.5]
    assert found["density"].tolist() == [1]
    # 84 of 96 steps sound, 24 of them with two keys.
    assert found["polyphony"].tolist() == pytest.approx([(84 + 24) / 84])


def test_nothing_sounds_without_notes():
    assert polyphony(notes([]).notes) == 0


def test_equal_samples_overlap_and_distant_ones_do_not():
    sample = np.random.default_rng(1).normal(1, 0.1, 500)
    assert area(sample, sample) == pytest.approx(1, abs=0.02)
    assert area(sample, sample + 5) < 0.01
    # Normal densities two deviations apart share 2 Phi(-1) of their area.
    assert area(sample, sample + 0.2) == pytest.approx(0.317, abs=0.05)
    assert np.isnan(area(sample, np.ones(5)))


def test_outputs_like_training_works_overlap_as_much():
    random = np.random.default_rng(2)

    def items(low: int, high: int, name: str) -> list[Item]:
        found = []
        for number in range(20):
            keys = random.integers(low, high, 8)
            rows = [(12 * at, 12, int(key), 0) for at, key in enumerate(keys)]
            found.append(Item(notes(rows), f"{name}-{number}"))
        return found

    test, alike, train = (items(60, 72, name) for name in ("test", "outputs", "train"))
    near = overlap("intervals", (test, alike, train), 20, seed=1)
    assert near.outputs[1] <= near.outputs[0] <= near.outputs[2] + 0.05
    assert abs(near.difference[0]) < 0.25
    far = overlap("intervals", (test, items(60, 61, "outputs"), train), 20, seed=1)
    assert far.difference[0] < -0.4
    assert far.difference[2] < 0


def test_a_segment_that_comes_three_times_has_the_fitness_of_the_paper():
    # Four frames that come again exactly: score 12 of 12 steps, 12 of 12 frames covered, each less
    # the four of the segment itself. From another frame on, two of three repetitions are whole.
    similar = np.where(np.arange(12)[:, None] % 4 == np.arange(12)[None] % 4, 1.0, -2.0)
    expected = ([2 / 3] + [2 / 5] * 3) * 2 + [2 / 3]
    assert fitness(similar, 4).tolist() == pytest.approx(expected)
    # Without repetition there is none, and a segment as long as the piece explains itself alone.
    alone = np.where(np.eye(12) == 1, 1.0, -2.0)
    assert fitness(alone, 4) == pytest.approx(0)
    assert fitness(similar, 12) == pytest.approx(0)


def test_repeated_bars_have_more_structure_than_random_ones_in_any_key():
    random = np.random.default_rng(4)

    def excerpt(moves: list[int]) -> Excerpt:
        keys = random.integers(60, 72, 16)
        rows = [
            (96 * 4 * turn + 24 * at, 24, int(key) + move, 0)
            for turn, move in enumerate(moves)
            for at, key in enumerate(keys if move < 12 else random.integers(60, 72, 16))
        ]
        return Excerpt(np.array(rows, np.int32), 12, 96)

    same, moved, other = (indicators(excerpt(moves)) for moves in ([0] * 3, [0, 5, 7], [12] * 3))
    assert same["structure, short"] > other["structure, short"] + 0.2
    assert moved["structure, short"] > other["structure, short"] + 0.2
    assert np.isnan(indicators(notes([(0, 24, 60, 0)]))["structure, short"])


def test_the_diagonal_of_similarity_is_one():
    found = enhanced(np.eye(12))
    assert (np.diag(found) == 1).all()
    assert found.min() >= -2


def test_figures_of_two_equal_bars_of_a_scale():
    rows = [
        (96 * bar + 12 * at, 12, 60 + step, 0) for bar in (0, 1) for at, step in enumerate(SCALE)
    ]
    found = figures(Excerpt(np.array(rows, np.int32), 2, 96))
    assert found["scale consistency"] == 1
    assert found["groove consistency"] == 1
    assert found["H1"] == pytest.approx(np.log2(7))
    assert found["H4"] == pytest.approx(np.log2(7))


def test_a_band_holds_four_fifths_of_what_it_is_made_of():
    values = np.linspace(0, 1, 101).tolist()
    found = band(values, [*values, float("nan")])
    assert (found.low, found.high) == pytest.approx((0.1, 0.9))
    assert found.share == pytest.approx(0.8, abs=0.01)
    assert found.holds
    assert (found.humans, found.outputs) == (101, 101)
    assert not band(values, [2.0]).holds
    assert not band([], [2.0]).holds


def test_prompts_are_of_valid_first_and_begin_again(tmp_path):
    shelf(tmp_path, {"valid": 2, "test": 3})
    shelves = [load(tmp_path / "tokens" / "invented.npz")]
    wanted = Wanted(notes=10)
    valid, test = (by_genre(shelves, wanted, split)["hymn"] for split in ("valid", "test"))
    found = prompts(valid, test, 7, seed=1)
    assert {source.name for source, _ in found[:2]} == {"work-0", "work-1"}
    assert len({source.name for source, _ in found[:5]}) == 5
    assert found[5][0] == found[0][0]
    assert [seed for _, seed in found] == list(range(1, 8))
    assert prompts([], [], 3, seed=1) == []


def test_the_program_is_asked_once_and_its_refusal_told(tmp_path):
    shelf(tmp_path, {"test": 1})
    wanted = Wanted(notes=10)
    source = by_genre([load(tmp_path / "tokens" / "invented.npz")], wanted, "test")["hymn"][0]
    built = program(tmp_path, refused=2)
    found = continued(source, wanted, Program(built, tmp_path / "outputs"), 1)
    assert found.excerpt.bars == 12
    # Twelve times the last given bar, and nothing of what was given.
    given = cut(source.collection.piece(0), source.bars[3:4])
    assert [len(bar) for bar in found.excerpt.by_bar()] == [len(given.notes)] * 12
    with pytest.raises(UnwrittenError, match="nothing to go on from"):
        continued(source, wanted, Program(built, tmp_path / "outputs"), 2)
    kept = Program(built, tmp_path / "outputs")
    assert len(kept.stamp) == 12
    built.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    assert (continued(source, wanted, kept, 1).excerpt.notes == found.excerpt.notes).all()


def test_tables_are_printed_and_go_into_the_card(tmp_path, monkeypatch, capsys):
    shelf(tmp_path, {"train": 5, "valid": 2, "test": 4})
    monkeypatch.setenv("ETUDE_TRAINING", str(tmp_path))
    monkeypatch.setenv("ETUDE_PROGRAM", str(program(tmp_path, refused=3)))
    chosen = config(tmp_path / "outputs.toml", seed=1, least=3, most=4, draws=5, margin=0.05)
    card = tmp_path / "card.md"
    card.write_text(
        "<!-- measured: overlap -->\n<!-- end -->\n<!-- measured: bands -->\n<!-- end -->\n"
    )
    monkeypatch.setattr("sys.argv", ["outputs", "--config", str(chosen), "--card", str(card)])
    main()
    printed = capsys.readouterr().out
    assert "left out: work-" in printed
    assert "| hymn (4, 3, 4) | intervals |" in card.read_text()
    assert "of 6 differences are within the margin of 0.05." in card.read_text()
    assert "| structure, short |" in card.read_text()
    report = json.loads((tmp_path / "distributions.json").read_text())
    assert report[0]["outputs"] == 3
    # Bars that are one bar again and again: their groove is perfect.
    assert report[0]["bands"]["groove consistency"]["median"] == 1


def test_too_few_works_and_no_program_are_said(tmp_path, monkeypatch, capsys):
    shelf(tmp_path, {"train": 2, "test": 2})
    monkeypatch.setenv("ETUDE_TRAINING", str(tmp_path))
    monkeypatch.setenv("ETUDE_PROGRAM", str(program(tmp_path)))
    chosen = config(tmp_path / "outputs.toml", seed=1, least=30, most=40, draws=5, margin=0.05)
    monkeypatch.setattr("sys.argv", ["outputs", "--config", str(chosen)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1
    assert "no genre has 30 usable works" in capsys.readouterr().err
    (tmp_path / "etude").unlink()
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1
    assert "there is no program" in capsys.readouterr().err
