import numpy as np
import pytest
import torch
from conftest import TINY
from test_run import CONFIG

from etude_training.jsb import Result, main, measure, piece_of, table, voices_of
from etude_training.lstm import composer
from etude_training.places import Places
from etude_training.run import Run
from etude_training.settings import settings
from etude_training.store import load, save

FRAMES = [[72, 65, 60, 48]] * 4 + [[72, 65, 48]] * 2 + [[74, 67, 59, 43]] * 12 + [[]] + [[74, 50]]


def test_frames_return_from_notes():
    voices = voices_of(FRAMES)
    again = np.full_like(voices, -1)
    piece = piece_of(voices)
    for bar, voice, position, pitch, length, *_ in piece.notes.tolist():
        row = (bar * 96 + position) // 6
        again[row : row + length // 6, voice] = pitch - 1
    assert (again == voices).all()


def test_a_missing_voice_is_the_one_that_would_have_to_move_most():
    assert voices_of(FRAMES)[4].tolist() == [72, 65, -1, 48]
    assert voices_of(FRAMES)[-1].tolist() == [74, -1, -1, 50]


def test_the_measure_counts_all_events(tmp_path):
    works = [{"split": "valid", "frames": len(FRAMES), "genre": 0}]
    save(tmp_path / "jsb.npz", "jsb", works, [piece_of(voices_of(FRAMES))])
    torch.manual_seed(1)
    found = measure(composer("transformer", TINY).eval(), load(tmp_path / "jsb.npz"), "valid")
    assert found.frames.tolist() == [len(FRAMES)]
    assert found.pitches * 4 == found.a_frame
    assert found.with_chords * 5 == pytest.approx(found.a_frame)


def test_a_mean_of_keys_is_one_distribution(tmp_path):
    works = [{"split": "valid", "frames": len(FRAMES), "genre": 0}]
    save(tmp_path / "jsb.npz", "jsb", works, [piece_of(voices_of(FRAMES))])
    torch.manual_seed(1)
    model, shelf = composer("transformer", TINY).eval(), load(tmp_path / "jsb.npz")
    alone = [measure(model, shelf, "valid", (shift,)).a_frame for shift in (0, 3)]
    same = measure(model, shelf, "valid", (3, 3)).a_frame
    assert same == pytest.approx(alone[1], rel=1e-6)
    # The mean of chances is no worse than the mean of nats.
    assert measure(model, shelf, "valid", (0, 3)).a_frame <= sum(alone) / 2 + 1e-9


def test_one_protocol_pools_and_the_other_takes_the_mean_of_chorales():
    found = Result(np.array([40.0, 30.0]), np.array([10, 30]))
    assert found.pitches == pytest.approx(70 / 40 / 4)
    assert found.with_chords == pytest.approx((4 / 5 + 1 / 5) / 2)
    low, high = found.interval("pitches")
    assert low == pytest.approx(1 / 4)
    assert high == pytest.approx(1)


def test_the_table_shows_both_splits_beside_the_anchors():
    result = Result(np.array([40.0, 30.0]), np.array([10, 30]))
    lines = table({"valid": result, "test": result}).splitlines()
    assert lines[2].startswith("| valid | 2 | 40 | **0.438** (0.250 to 1.000) | **0.500** (")
    assert lines[3].startswith("| test | 2 | 40 |")
    assert any(line.startswith("| TonicNet |") for line in lines)


def test_results_are_measured_kept_and_told_again(tmp_path, monkeypatch, capsys):
    config = tmp_path / "tiny.toml"
    config.write_text(CONFIG.replace("tiny", "chorales"))
    here = Places(corpus=tmp_path, work=tmp_path, program=tmp_path)
    monkeypatch.setattr("etude_training.jsb.places", lambda: here)
    card = tmp_path / "card.md"
    card.write_text("<!-- measured: chorales -->\nold\n<!-- end -->\n")

    def evaluate(*more):
        arguments = ["jsb", "evaluate", "--config", str(config), "--card", str(card), *more]
        monkeypatch.setattr("sys.argv", arguments)
        main()

    for more in ([], ["--kept"]):
        with pytest.raises(SystemExit) as end:
            evaluate(*more)
        assert end.value.code == 1
    assert "measure without --kept first" in capsys.readouterr().err
    works = [{"split": split, "frames": len(FRAMES), "genre": 0} for split in ("valid", "test")]
    pieces = [piece_of(voices_of(FRAMES))] * 2
    save(here.tokens / "experiments" / "jsb.npz", "jsb", works, pieces)
    run = Run(settings(config), torch.device("cpu"))
    run.save_average(here.checkpoints / "chorales" / "best.pt")
    evaluate()
    told = card.read_text()
    assert "0 steps on 0 events" in told
    assert "| test, mean of twelve keys | 1 | 20 |" in told
    (here.checkpoints / "chorales" / "best.pt").unlink()
    evaluate("--kept")
    assert card.read_text() == told
