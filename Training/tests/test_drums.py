import json
from pathlib import Path

import numpy as np
import pytest
import symusic
import torch

from etude_training import drum_features, drums, weights
from etude_training.corpus import Work
from etude_training.drum_features import SLOT_BLOCKS, STROKE_BLOCKS, offsets, slot_rows, stroke_rows
from etude_training.drum_nets import ONE, SlotNet, rounded
from etude_training.grooves import SLOTS, Take, read, slots, times

CONFIG = Path(__file__).parents[1] / "configs" / "drums.toml"


def take(bars: int = 4, seed: int = 1, genre: int = 3) -> Take:
    """A backbeat with hats in eighths, loud on the beat, every second stroke late."""
    random = np.random.default_rng(seed)
    hits = []
    for slot in range(bars * 24):
        inside = slot % 24
        if inside in (0, 12):
            hits.append((slot, 0, 100 + random.integers(9), 0.0))
        if inside in (6, 18):
            hits.append((slot, 1, 110 + random.integers(9), 8.0))
        if inside % 3 == 0:
            hits.append((slot, 2, 90 if inside % 6 == 0 else 50, 4.0 if inside % 6 else -4.0))
    return Take(f"take-{seed}", genre, False, 100.0, 4, np.array(hits, float))


def test_slots_are_sixteenths_or_triplets_a_pulse_at_a_time() -> None:
    found = slots(np.array([0.01, 0.26, 0.49, 1.0, 1.34, 1.65, 1.97, 2.5]))
    assert found.tolist() == [0, 1, 3, 6, 8, 10, 12, 15]
    at = np.arange(24)
    assert (slots(times(at)[at % len(SLOTS) != 2]) == at[at % len(SLOTS) != 2]).mean() > 0.7


def work() -> Work:
    """A row of the manifest."""
    tags = ("beat", "funk")
    return Work("w", "t", "a", "drums", "CC-BY-4.0", "s", "train", tags, "m", None, "grooves")


def midi(path: Path, notes: list[tuple[int, int, int]], metre: tuple[int, int] = (4, 4)) -> Path:
    """A file of (tick, key, velocity) at 480 ticks and 100 beats a minute."""
    score = symusic.Score(480)
    track = symusic.Track("drums", 0, True)
    for time, key, velocity in notes:
        track.notes.append(symusic.Note(time, 60, key, velocity))
    score.tracks.append(track)
    score.tempos.append(symusic.Tempo(0, 100))
    score.time_signatures.append(symusic.TimeSignature(0, *metre))
    score.dump_midi(str(path))
    return path


def test_a_performance_is_read_with_its_loudest_strokes_and_without_its_drag(
    tmp_path: Path,
) -> None:
    notes = [
        (20, 36, 60),
        (500, 38, 110),
        (495, 38, 30),
        (740, 42, 70),
        (980, 44, 50),
        (1700, 99, 9),
    ]
    found = read(midi(tmp_path / "a.mid", notes), work())
    assert found is not None
    # The kick is raised; of the flam the loud stroke stays; a pedal hat is a hat; key 99 is none.
    assert found.hits[:, :3].tolist() == [[0, 0, 81], [6, 1, 110], [9, 2, 70], [12, 2, 50]]
    assert abs(float(np.median(found.hits[:, 3]))) < 1e-9
    assert found.pulses == 4 and found.tempo == pytest.approx(100, abs=0.01)
    assert read(midi(tmp_path / "b.mid", [(0, 99, 9)]), work()) is None
    compound = read(midi(tmp_path / "c.mid", notes, (12, 8)), work())
    assert (
        compound is not None
        and compound.pulses == 4
        and compound.tempo == pytest.approx(66.67, 0.01)
    )


def test_rows_tell_what_is_before_and_beside() -> None:
    played = take()
    rows, struck = slot_rows(played)
    at = offsets(SLOT_BLOCKS)
    assert rows.shape == (96, at[""]) and struck.sum() == len(played.hits)
    past = rows[30, at["past"] : at["tapped"]].reshape(drum_features.PAST, -1)
    assert np.array_equal(past[:30], struck[29::-1]) and not past[30:].any()
    own = drum_features.own_rows(played)
    assert own[30].sum() == 6 and own[24].sum() == 0
    tapped = drum_features.tap_rows(drum_features.taps(played)[1])
    assert tapped[0, 0] == 1 and tapped[0, 1 + 2 * drum_features.AROUND + 1] == 1
    strokes, told = stroke_rows(played)
    at = offsets(STROKE_BLOCKS)
    assert strokes.shape == (len(played.hits), at[""])
    beside = strokes[0, at["beside"] : at["hint"]].reshape(-1, drum_features.PIECES)
    assert not beside[: drum_features.BESIDE].any(), "nothing before the bar"
    assert beside[drum_features.BESIDE, 0] == 1
    assert (told[:, 0] < drum_features.LEVELS).all() and (told[:, 1] == 12).any()


def test_the_model_learns_a_groove_and_its_file_answers_the_same(tmp_path: Path) -> None:
    settings = drums.drum_settings(CONFIG)
    quick = drums.DrumSettings(
        **vars(settings) | {"slot_epochs": 30, "stroke_epochs": 30, "batch": 128, "dropout": 0.0}
    )
    splits = {
        "train": [take(seed=seed) for seed in range(8)],
        "valid": [take(seed=20)],
        "test": [take(seed=30)],
    }
    nets = drums.fit(splits, quick)
    tensors = {}
    for name, net in zip(("slot", "stroke"), nets, strict=True):
        tensors |= {f"{name}.{key}": value for key, value in rounded(net.eval()).items()}
    path = tmp_path / "drums.safetensors"
    weights.write(path, tensors, drums.about(quick, splits["train"]))
    again = drums.read(path, quick)
    rows = torch.from_numpy(slot_rows(splits["test"][0])[0]).float()
    struck = torch.from_numpy(slot_rows(splits["test"][0])[1]).float()
    assert torch.allclose(nets[0](rows, struck), again[0](rows, struck), atol=1e-4)
    cost = drums.slot_nats(again[0], rows[24:], struck[24:]).mean()
    assert cost < 0.35, "a groove that never changes is soon known"
    table = drums.comparison(*again, splits, "test", 1)
    assert table.count("**the model**") == 7
    drums.write_parity(tmp_path / "parity.json", *again, splits["test"][0])
    parity = json.loads((tmp_path / "parity.json").read_text())
    assert len(parity["slots"]) == 72 and len(parity["levels"]) == len(parity["hits"])


def test_exported_weights_are_whole_and_pieces_know_only_those_before() -> None:
    net = SlotNet([8, 4], 0)
    found = rounded(net)
    assert all(value.dtype == torch.int32 for value in found.values())
    pair = found["pair.weight"]
    assert torch.equal(pair, pair.tril(-1))
    assert (net.head.bias * ONE).round().int().tolist() == found["head.bias"].tolist()
