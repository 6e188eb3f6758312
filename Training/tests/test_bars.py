import math

import numpy as np
import pytest
from conftest import invent

from etude_training.bar_features import AROUND, OWN, around, best_scale, entropy, groove, own
from etude_training.joins import bounds, elsewhere, faults, joins
from etude_training.notation import bar_in_words, in_words
from etude_training.part_notes import PartNotes, notes_of
from etude_training.places_to_fill import chosen_places, possible


def line(keys: list[int], length: int = 24, per_bar: int = 4) -> PartNotes:
    """Notes of one length after each other in bars of so many; 0 is a rest."""
    at = np.flatnonzero(keys)
    bars = -(-len(keys) // per_bar)
    return PartNotes(
        onsets=(at * length).astype(np.int32),
        lengths=np.full(len(at), length, np.int32),
        keys=np.array(keys, np.int32)[at],
        bars=(at // per_bar).astype(np.int32),
        lines=(np.arange(bars + 1) * per_bar * length).astype(np.int32),
    )


def named(part: PartNotes, span: range) -> dict[str, float]:
    return dict(zip(OWN + AROUND, own(part, span) + around(part, span), strict=True))


def test_joins_are_the_steps_over_both_bar_lines():
    part = line([60, 60, 60, 62, 67, 60, 60, 50, 64, 60, 60, 60])
    assert joins(part, range(1, 2)) == [5, 14]
    assert joins(part, range(0, 1)) == [5]
    assert joins(line([60] * 4 + [0] * 4 + [60] * 4), range(1, 2)) == []


def test_a_join_is_held_against_the_rest_of_its_part():
    part = line([60, 62] * 12 + [80, 62, 60, 62] + [60, 62] * 4)
    found = bounds(part, range(6, 7))
    assert (found.usual, found.widest) == (2, 2)
    assert faults(joins(part, range(6, 7)), found) == [(True, True, True), (False, False, False)]
    assert len(elsewhere(part, range(6, 7))) == 30
    assert bounds(line([60, 62, 64, 65] * 3), range(1, 2)) is None


def test_chords_join_by_their_highest_notes():
    part = line([60, 64, 67, 72])
    chord = PartNotes(
        np.array([0, 0, 24]), np.full(3, 24), np.array([48, 72, 74]), np.zeros(3, int), part.lines
    )
    assert chord.line()[1].tolist() == [72, 74]


def test_features_of_a_scale_are_known():
    found = named(line([60, 62, 64, 65, 67, 69, 71, 72] * 2), range(0, 2))
    assert found["notes a beat"] == 1
    assert found["pitch range"] == 12
    assert found["pitches used"] == 8
    assert found["mean interval"] == pytest.approx(12 / 7)
    assert found["steps"] == 1
    assert found["repeated notes"] == found["leaps"] == 0
    assert found["polyphony"] == found["scale consistency"] == found["onsets on beats"] == 1
    assert found["entropy of times between onsets"] == found["empty beats"] == 0
    assert found["rhythms heard elsewhere"] == found["bars heard elsewhere"] == 1
    assert found["widest join"] == 12


def test_features_of_equal_notes_and_rests_are_known():
    found = named(line([60, 0, 60, 0, 61, 61, 61, 61]), range(0, 1))
    assert found["empty beats"] == 0.5
    assert found["repeated notes"] == 1
    assert found["distance from the part's mean pitch"] == 1
    assert found["density above the part's"] == -0.5
    assert found["bars heard elsewhere"] == 0


def test_entropies_and_scales_are_those_of_the_papers():
    assert entropy(np.array([])) == 0
    assert entropy(np.arange(7)) == pytest.approx(math.log2(7))
    assert best_scale(np.array([60, 62, 64, 65, 67, 69, 71, 61]))[1] == 7 / 8
    assert groove(line([60] * 8), range(0, 1)) == 1
    assert groove(line([60, 60, 60, 60, 60, 0, 60, 0]), range(0, 1)) == 1 - 2 / 96


def test_every_feature_of_made_up_music_is_a_number():
    part = notes_of(invent(3))
    for start in range(len(part.lines) - 2):
        span = range(start, start + 2)
        if len(part.within(span).keys):
            values = own(part, span) + around(part, span)
            assert len(values) == len(OWN) + len(AROUND)
            assert np.isfinite(values).all()


def test_places_have_notes_within_and_around_and_do_not_overlap():
    part = line([60] * 4 + [0] * 12 + [60] * 24)
    assert [span.start for span in possible(part, 2)] == [5, 6, 7]
    found = chosen_places({"a": line([60] * 40), "b": part}, [2, 4], 6, np.random.default_rng(1))
    assert found
    for one in found:
        for other in found:
            if one is not other and one.part == other.part:
                assert not set(one.span) & set(other.span)
    assert chosen_places({}, [2], 3, np.random.default_rng(1)) == []


def test_bars_are_written_out_as_words():
    part = line([60, 0, 61, 0, 0, 0, 0, 0, 70, 0, 0, 0], length=12)
    assert bar_in_words(part, 0) == "1:C4(1/2) 2:C#4(1/2)"
    assert in_words(part)[1] == "  2 -"
