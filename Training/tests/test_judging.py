import numpy as np
import pytest

from etude_training.fillings import Filling
from etude_training.infilling import words
from etude_training.intervals import share
from etude_training.judging import classifier_table, join_table, weight_table
from etude_training.logistic import chances, fitted, importance, out_of_fold

CONFIG = {"folds": 5, "penalty": 1.0}
WIDTH = 25


def fillings(distance: float, count: int = 60) -> list[Filling]:
    """Places whose filled bars lie so far from the originals in one feature."""
    random = np.random.default_rng(2)
    found = []
    for number in range(count):
        original = random.normal(size=WIDTH).tolist()
        filled = random.normal(size=WIDTH)
        filled[3] += distance
        found.append(
            Filling(
                work=f"work {number // 3}",
                collection="invented",
                part="lead",
                bars=2 + 2 * (number % 2),
                is_line=number % 3 > 0,
                is_changed=True,
                original=original,
                filled=filled.tolist(),
                original_joins=[(False, False, False), (False, True, False)],
                filled_joins=[(True, True, False), (False, True, False)],
            )
        )
    return found


def test_weights_of_a_known_likelihood_are_found():
    # Of a feature that is 0 or 1 the log odds of both groups are known.
    features = np.repeat([[0.0], [1.0]], [10, 10], axis=0)
    answers = np.array([1] * 2 + [0] * 8 + [1] * 7 + [0] * 3, float)
    weights = fitted(features, answers, 1e-9)
    assert weights[1] == pytest.approx(np.log(2 / 8), abs=1e-6)
    assert weights.sum() == pytest.approx(np.log(7 / 3), abs=1e-6)
    assert chances(np.array([[1.0]]), weights) == pytest.approx([0.7])


def test_what_can_be_told_is_told_and_what_cannot_is_not():
    random = np.random.default_rng(1)
    answers = np.tile([0.0, 1.0], 200)
    groups = np.arange(400) // 4
    noise = random.normal(size=(400, 3))
    clear = noise + np.outer(4 * answers, [1, 0, 0])
    right = (out_of_fold(clear, answers, groups, 10, 1.0) > 0.5) == (answers > 0.5)
    assert right.mean() > 0.95
    guessed = (out_of_fold(noise, answers, groups, 10, 1.0) > 0.5) == (answers > 0.5)
    assert 0.4 < guessed.mean() < 0.6
    assert np.abs(importance(clear, answers, 1.0)).argmax() == 0


def test_no_row_is_judged_by_weights_that_saw_its_group():
    # Each group has a mark and a label of its own: only who saw the group could know.
    random = np.random.default_rng(3)
    labels = random.permutation(np.repeat([0.0, 1.0], 20))
    groups = np.repeat(np.arange(40), 5)
    marks = np.eye(40)[groups]
    found = out_of_fold(marks, labels[groups], groups, 8, 0.01)
    assert np.abs(found - 0.5).max() < 0.3


def test_a_feature_that_never_differs_does_no_harm():
    features = np.column_stack([np.ones(20), np.arange(20.0)])
    answers = (np.arange(20) > 9).astype(float)
    assert np.isfinite(out_of_fold(features, answers, np.arange(20), 4, 1.0)).all()


def test_intervals_draw_whole_groups():
    found = share([1, 1, 0, 0] * 10, ["a", "a", "b", "b"] * 10)
    assert (found.mean, found.low, found.high) == (0.5, 0, 1)
    assert (found.number, found.groups) == (40, 2)
    assert found.percent() == "50.0 (0.0 to 100.0)"
    assert np.isnan(share([], []).mean)


def test_tables_say_how_far_filled_bars_are_told():
    near, _ = classifier_table(fillings(0), CONFIG)
    far, report = classifier_table(fillings(5), CONFIG)
    assert near.startswith("| bars | told from originals, %")
    assert report["all"]["own"]["accuracy"]["mean"] > 0.9
    assert report["all"]["own"]["accuracy"]["groups"] == 20
    first = report["all"]["own"]["weights"][0]
    assert first["feature"] == "pitch range"
    assert first["weight"] > 0 and first["apart"] > 1
    assert "pitch range" in weight_table(report["all"]["own"]["weights"], 1)
    assert "| all |" in far and "| lines |" in far


def test_joins_are_counted_on_both_sides():
    rows = join_table(fillings(0)).splitlines()
    assert "| 0.0 (0.0 to 0.0) | 50.0 (50.0 to 50.0) | +50.0 (+50.0 to +50.0) | 120 |" in rows[2]
    assert "| 50.0 (50.0 to 50.0) | 100.0 (100.0 to 100.0) |" in rows[3]
    assert "| 0.0 (0.0 to 0.0) | 100.0 (100.0 to 100.0) | +100.0" in rows[4]
    assert "| 100.0 (100.0 to 100.0) | 100.0 (100.0 to 100.0) | +0.0" in rows[5]


def test_kept_places_are_judged_again():
    told = {"model": "m", "split": "test", "works": 20, "places": 60}
    told |= {"not comparable": 0, "refused": 1}
    text, report = words(told, fillings(1), CONFIG)
    assert "60 places in 20 works of split `test`, 0 of them left as they were" in text
    assert "| what tells |" in text and set(report["all"]) == {"own", "around"}
