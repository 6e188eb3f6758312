"""What benchmarks share: limits that can be missed, and names of keys and chords."""
import contextlib
import io
import math
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "harness"))
import agreement
import harmony
import midi_reader
import midi_writer
from measurement import Measurement, Row
from midi_reader import Note, Song, Track


class Limits(unittest.TestCase):
    def test_what_was_not_measured_is_missed_in_a_full_run_alone(self):
        for value in (None, math.nan):
            for limit in ({"at_most": 1}, {"at_least": 1}):
                self.assertTrue(Row("a", value, is_full=True, **limit).missed)
                self.assertFalse(Row("a", value, **limit).missed)
            self.assertFalse(Row("a", value, is_full=True).missed)

    def test_limits_are_missed_by_values_beyond_them(self):
        self.assertTrue(Row("a", 1.1, at_most=1).missed)
        self.assertTrue(Row("a", 0.9, at_least=1).missed)
        self.assertFalse(Row("a", 1, at_most=1).missed)
        self.assertFalse(Row("a", 1, at_least=1).missed)

    def test_the_end_tells_whether_a_limit_was_missed(self):
        for is_full, value, code in ((True, None, 1), (False, None, 0), (True, 1, 0)):
            measurement = Measurement("none", "None", "Nothing.")
            measurement.options = SimpleNamespace(full=is_full, record=False)
            measurement.load = 0.0
            measurement.add("a", value, at_least=1)
            with contextlib.redirect_stdout(io.StringIO()) as out, self.assertRaises(
                    SystemExit) as end:
                measurement.finish()
            self.assertEqual(end.exception.code, code)
            if value is None:
                self.assertIn("NOT MEASURED" if is_full else "not measured", out.getvalue())


class Harmony(unittest.TestCase):
    def test_pitch_classes(self):
        for symbol, wanted in (
                ("C", {0, 4, 7}), ("Am7", {9, 0, 4, 7}), ("E7", {4, 8, 11, 2}),
                ("Bm7b5", {11, 2, 5, 9}), ("Fmaj7", {5, 9, 0, 4}), ("Gsus4", {7, 0, 2}),
                ("Bb", {10, 2, 5}), ("C6/9", {0, 4, 7, 9, 2}), ("G/F", {7, 11, 2, 5}),
                ("Fadd9", {5, 9, 0, 7}), ("C5", {0, 7}), ("Bdim7", {11, 2, 5, 8}),
                ("Caug", {0, 4, 8}), ("Dm9", {2, 5, 9, 0, 4}), ("G13", {7, 11, 2, 5, 9, 4}),
                ("E7#9", {4, 8, 11, 2, 7}), ("Amadd9", {9, 0, 4, 11}),
                ("Gsus4(add7)", {7, 0, 2, 5})):
            self.assertEqual(harmony.pitch_classes(symbol), wanted, symbol)

    def test_thirds_roots_and_basses(self):
        self.assertEqual(harmony.chord("F#m7b5"), (6, "minor"))
        self.assertEqual(harmony.chord("Bbmaj7"), (10, "major"))
        self.assertEqual(harmony.chord("Gsus4"), (7, "none"))
        self.assertEqual(harmony.bass("C/E"), 4)
        self.assertEqual(harmony.bass("C6/9"), 0)
        self.assertEqual(harmony.key("Db dorian"), harmony.key("C# dorian"))

    def test_numerals(self):
        self.assertEqual(harmony.numeral("bVI", 0, True), ({8}, False))
        self.assertEqual(harmony.numeral("V7", 2, False), ({9}, False))
        self.assertEqual(harmony.numeral("vi", 0, True), ({8, 9}, True))

    def test_chords_in_harte_syntax(self):
        for symbol, wanted, bass in (
                ("C", {0, 4, 7}, 0), ("A:min7(11)", {9, 0, 4, 7, 2}, 9), ("F:maj/3", {5, 9, 0}, 9),
                ("G:sus4(b7,9)", {7, 0, 2, 5, 9}, 7), ("Bb:hdim7/b7", {10, 1, 4, 8}, 8),
                ("E:1", {4}, 4), ("D:7(#9)", {2, 6, 9, 0, 5}, 2), ("C:maj/9", {0, 4, 7, 2}, 2)):
            self.assertEqual(harmony.harte(symbol), (wanted, bass), symbol)
        for symbol in ("F:b3)", "H:maj", "C:major"):
            with self.assertRaises(ValueError, msg=symbol):
                harmony.harte(symbol)

    def test_agreement(self):
        spans = [{"onset": str(4 * bar), "duration": "4", "chord": name}
                 for bar, name in enumerate(["C", "Am", "F", "G"])]
        plan = {"keys": [{"key": "C major"}], "chords": spans,
                "meters": {"changes": [{"meter": "4/4"}]},
                "tempo": {"changes": [{"beatsPerMinute": 100}]}}
        found = {"key": "C mixolydian", "meter": "4/4", "tempo": 100.001, "bars": 4,
                 "chords": [*spans[:3], spans[3] | {"chord": "Gm"}]}
        agreed = agreement.of(plan, found)
        self.assertEqual(
            (agreed.key, agreed.tonic, agreed.meter, agreed.tempo, agreed.chord_share),
            (False, True, True, True, 0.75))
        for name, key, scale in (
                ("A harmonic minor", True, False), ("A minor pentatonic", True, False),
                ("A dorian", False, False), ("A minor", True, True)):
            agreed = agreement.of(plan | {"keys": [{"key": "A minor"}]}, found | {"key": name})
            self.assertEqual((agreed.key, agreed.scale), (key, scale), name)
        other = agreement.of(plan, found | {"meter": "3/4", "key": "C minor", "tempo": 100.4})
        self.assertEqual((other.tonic, other.meter, other.tempo), (False, False, False))
        self.assertIsNone(other.chord_share)


class Writing(unittest.TestCase):
    def test_what_is_written_is_read_again(self):
        made = Song(96, tempi=[(0, 500_000)], meters=[(0, (6, 8))])
        made.tracks = [
            Track("Flute", [(0, 1, 73)], [Note(0, 96, 1, 72, 80), Note(96, 300, 1, 72, 81)]),
            Track("Kit", [], [Note(48, 48, 9, 36, 100)])]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.mid"
            path.write_bytes(midi_writer.write(made))
            found = midi_reader.read(path)
        self.assertEqual((found.division, found.tempi, found.meters),
                         (made.division, made.tempi, made.meters))
        conductor, flute, kit = found.tracks
        self.assertEqual(conductor.notes, [])
        self.assertEqual((flute.name, flute.programs), ("Flute", [(0, 1, 73)]))
        self.assertEqual(flute.notes, made.tracks[0].notes)
        # A stroke without length is let go a tick later.
        self.assertEqual(kit.notes, [Note(48, 49, 9, 36, 100)])


if __name__ == "__main__":
    unittest.main()
