"""The published metrics, by hand-computed examples and by figures of their authors' data."""
import json
import math
import statistics
import sys
import unittest
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

BENCHMARKS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(BENCHMARKS / "harness"), str(BENCHMARKS / "published-metrics")]
import corpus
import metrics
import reading
from midi_reader import Note, Song, Track

SCALE = [60, 62, 64, 65, 67, 69, 71]
BEAT = 480


def song(onsets, meters=((0, (4, 4)),), channel=0, length=Fraction(1, 4)):
    """A file of notes at some beats, in the scale of C major."""
    made = Song(BEAT, meters=list(meters))
    made.tracks = [Track("one", [], [
        Note(round(beat * BEAT), round((beat + length) * BEAT), channel, SCALE[index % 7], 80)
        for index, beat in enumerate(onsets)])]
    return made


def read(made, most=64, **words):
    return reading.stretch(made, made.notes, most, **words)


class PitchMetrics(unittest.TestCase):
    def test_entropy(self):
        self.assertEqual(metrics.pitch_class_entropy([60]), 0)
        self.assertEqual(metrics.pitch_class_entropy([60, 72, 48]), 0)
        self.assertAlmostEqual(metrics.pitch_class_entropy(SCALE), math.log2(7))
        self.assertAlmostEqual(metrics.pitch_class_entropy([60, 60, 60, 67]), 0.8112781)
        self.assertTrue(math.isnan(metrics.pitch_class_entropy([])))

    def test_scale_consistency(self):
        self.assertEqual(metrics.scale_consistency(SCALE), 1)
        self.assertEqual(metrics.scale_consistency([key + 3 for key in SCALE]), 1)
        # The harmonic minor scale has its leading note in no natural one.
        self.assertAlmostEqual(metrics.scale_consistency([57, 59, 60, 62, 64, 65, 68]), 6 / 7)
        self.assertAlmostEqual(metrics.scale_consistency(range(12)), 7 / 12)
        self.assertTrue(math.isnan(metrics.scale_consistency([])))

    def test_windows(self):
        bars = [[60], [60, 67], [], [62]]
        self.assertAlmostEqual(metrics.windowed_entropy(bars, 1), 1 / 3)
        # C; C and G; G and D: the windows of two bars are (C C G), (C G), (D).
        self.assertAlmostEqual(
            metrics.windowed_entropy(bars, 2), (metrics.pitch_class_entropy([0, 0, 7]) + 1 + 0) / 3)
        self.assertAlmostEqual(
            metrics.windowed_entropy(bars[:2], 4), metrics.pitch_class_entropy([0, 0, 7]))
        self.assertTrue(math.isnan(metrics.windowed_entropy([[], []], 1)))


class GrooveMetrics(unittest.TestCase):
    def test_neighbours(self):
        self.assertEqual(metrics.groove_consistency([{0, 24}, {0, 24}], 96), 1)
        self.assertEqual(metrics.groove_consistency([{0, 24}, {0, 48}], 96), 1 - 2 / 96)
        # Neighbours alone: the first and the third are not compared.
        self.assertEqual(metrics.groove_consistency([{0}, {0}, {0, 1, 2, 3}], 8), 1 - 3 / 16)
        self.assertTrue(math.isnan(metrics.groove_consistency([{0}], 96)))

    def test_all_pairs(self):
        self.assertEqual(metrics.groove_similarity([{0, 16}] * 60), 1)
        self.assertAlmostEqual(
            metrics.groove_similarity([{0}, {0}, {0, 1, 2, 3}]), 1 - (0 + 3 + 3) / 3 / 64)
        self.assertTrue(math.isnan(metrics.groove_similarity([{0}])))


class ChordMetric(unittest.TestCase):
    def test_the_last_trigram_is_left_out_as_in_the_code(self):
        self.assertEqual(metrics.chord_irregularity(["C", "F", "G"]), 1)
        self.assertEqual(metrics.chord_irregularity(["C", "F", "G", "C"]), 1)
        # CFG FGC GCF CFG FGC GCF, and a last CFG that is not counted.
        self.assertEqual(metrics.chord_irregularity(list("CFGCFGCFG")), 3 / 6)
        self.assertEqual(metrics.chord_irregularity(["C"] * 13), 1 / 10)


class Stretches(unittest.TestCase):
    def test_bars_begin_with_the_first_note_and_end_after_so_many(self):
        found = read(song(range(4, 68)))
        self.assertEqual((found.start, found.bar, len(found.keys)), (48, 48, 16))
        self.assertEqual(found.onsets, [{0, 12, 24, 36}] * 16)
        self.assertFalse(found.ends_on_line)
        self.assertEqual(len(read(song(range(64)), 10).keys), 10)
        self.assertIsNone(read(song(range(16))))

    def test_a_change_of_metre_ends_it(self):
        found = read(song(range(96), ((0, (3, 4)), (30 * BEAT, (4, 4)))))
        self.assertEqual((found.bar, len(found.keys)), (36, 10))
        # One that only repeats the metre does not.
        self.assertEqual(len(read(song(range(48), ((0, (4, 4)), (20 * BEAT, (4, 4))))).keys), 12)

    def test_what_is_played_goes_to_the_grid(self):
        late = [beat + Fraction(1, 40) for beat in range(40)]
        self.assertEqual(read(song(late)).onsets[0], {0, 12, 24, 36})
        swung = [beat + Fraction(2, 3) for beat in range(40)]
        self.assertEqual(read(song(swung)).onsets[0], {8, 20, 32, 44})
        self.assertEqual(read(song(swung), grid=3).onsets[0], {9, 21, 33, 45})

    def test_rests_of_one_part_are_closed(self):
        there = [beat for beat in range(80) if beat // 4 % 2 == 0]
        self.assertEqual(len(read(song(there)).keys), 19)
        self.assertEqual(len(read(song(there), closes_rests=True).keys), 10)

    def test_a_note_that_ends_on_the_last_line_adds_muspys_empty_bar(self):
        held = read(song(range(40), length=Fraction(1)))
        self.assertTrue(held.ends_on_line)
        self.assertAlmostEqual(
            held.figures()["groove consistency"], 1 - 4 / (96 * 10))
        self.assertEqual(read(song(range(40))).figures()["groove consistency"], 1)
        # Cut short it goes on.
        self.assertFalse(read(song(range(40), length=Fraction(1)), 9).ends_on_line)

    def test_drums_have_rhythm_and_no_pitch(self):
        figures = read(song(range(40), channel=9)).figures()
        self.assertIsNone(figures["H1"])
        self.assertEqual(figures["GS"], 1)

    def test_the_written_notes_of_a_project(self):
        part = SimpleNamespace(frame={"name": "Bass"}, is_drums=False, notes=[SimpleNamespace(
            onset=Fraction(1, 3), end=Fraction(1), key=40, velocity=80)])
        project = SimpleNamespace(parts=[part], score={"meters": {"changes": [
            {"bar": 0, "meter": "3/4"}, {"bar": 2, "meter": "4/4"}]}})
        found = reading.written(project)
        self.assertEqual([(tick / found.division, meter) for tick, meter in found.meters],
                         [(0, (3, 4)), (6, (4, 4))])
        self.assertEqual(found.notes[0].start * 3, found.division)


class Charts(unittest.TestCase):
    def test_chords_are_read_at_bar_lines_and_where_they_change(self):
        spans = [(0, 6, "C"), (6, 2, "F"), (8, 2, "G"), (10, 2, "G"), (12, 4, "C")]
        self.assertEqual(reading.chords_by_bar(spans, 48, 0, 192), ["C", "C", "F", "G", "C"])
        self.assertEqual(reading.chords_by_bar(spans, 48, 48, 96), ["C", "F"])

    def test_printed_chords(self):
        made = song(range(16))
        made.markers = [
            (0, "verse-1"), (0, "chord:C"), (4 * BEAT, "chord:N.C."), (8 * BEAT, "chord:F")]
        printed = reading.printed_chords(made)
        self.assertEqual([(onset, chord) for onset, _, chord in printed], [(0, "C"), (8, "F")])

    def test_charts_of_the_corpus(self):
        bars = [[["C:maj", 4.0]], [["N", 4.0]], [["F:maj", 2.0], ["F:maj", 2.0]],
                [["C:maj", 2.0], ["G:7", 2.0]]]
        chart = {"sections": [{"bars": bars}, {"bars": None}, {"bars": bars[:1]}]}
        self.assertEqual(
            reading.chart_chords(chart, 8), ["C:maj", "F:maj", "C:maj", "G:7", "C:maj"])
        self.assertEqual(reading.chart_chords(chart, 2), ["C:maj", "F:maj"])


CHORALES = corpus.find() and corpus.find() / "scores/jsb/jsb-chorales-16th.json"


@unittest.skipUnless(CHORALES and CHORALES.is_file(), "needs the corpus")
class Chorales(unittest.TestCase):
    """The 77 chorales of the JSB test split: figures computed apart from this code."""

    def test_windows_of_sixteen_steps(self):
        found = {name: [] for name in ("entropy", "scale", "groove", "GS", "H1", "H4")}
        for frames in json.loads(CHORALES.read_text(encoding="utf-8"))["test"]:
            keys = [[] for _ in range(-(-len(frames) // 16))]
            onsets = [set() for _ in keys]
            for step, frame in enumerate(frames):
                for voice, key in enumerate(frame):
                    before = frames[step - 1][voice:voice + 1] if step else []
                    if key >= 0 and before != [key]:
                        keys[step // 16].append(int(key))
                        onsets[step // 16].add(step % 16)
            notes = [key for bar in keys for key in bar]
            found["entropy"].append(metrics.pitch_class_entropy(notes))
            found["scale"].append(metrics.scale_consistency(notes))
            ends = [set()] if len(frames) % 16 == 0 else []
            found["groove"].append(metrics.groove_consistency(onsets + ends, 16))
            # Sixteen positions instead of 64: the distance is four times as large.
            found["GS"].append(1 - 4 * (1 - metrics.groove_similarity(onsets)))
            found["H1"].append(metrics.windowed_entropy(keys, 1))
            found["H4"].append(metrics.windowed_entropy(keys, 4))
        for name, wanted in (("entropy", 3.026), ("scale", 0.930), ("groove", 0.803),
                             ("GS", 0.817), ("H1", 2.627), ("H4", 2.950)):
            self.assertAlmostEqual(statistics.fmean(found[name]), wanted, delta=0.002, msg=name)


if __name__ == "__main__":
    unittest.main()
