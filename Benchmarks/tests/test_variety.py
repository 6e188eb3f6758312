"""What is compared of pieces when their variety is counted."""
import sys
import tempfile
import unittest
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(BENCHMARKS / "harness"), str(BENCHMARKS / "musicianship")]
import midi_reader
import variety
from comparison import Comparisons
from midi_reader import Note, Song, Track

BEAT = 480


def song():
    """Twelve bars after an empty one: a bass of whole notes, a flute of quarters, chords."""
    made = Song(BEAT, tempi=[(0, 400_000)], meters=[(0, (4, 4))])
    made.tracks = [
        Track("Bass", [(0, 0, 32)], [
            Note(bar * 4 * BEAT, (bar + 1) * 4 * BEAT, 0, 36, 80) for bar in range(1, 13)]),
        Track("Flute", [(0, 1, 73)], [
            Note(beat * BEAT, beat * BEAT + 240, 1, 72 + beat % 4, 80) for beat in range(4, 52)])]
    made.markers = [(bar * 4 * BEAT, f"chord:{name}") for bar, name in (
        (0, "C"), (2, "F/A"), (4, "N.C."), (6, "G7"), (11, "C"))]
    return made


class Excerpts(unittest.TestCase):
    def read(self, data):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.mid"
            path.write_bytes(data)
            return midi_reader.read(path)

    def test_the_whole_is_cut_to_its_first_bars(self):
        found = self.read(variety.excerpt(song(), ("whole",), 8))
        _, bass, flute = found.tracks
        self.assertEqual((len(bass.notes), len(flute.notes)), (8, 32))
        self.assertEqual((bass.notes[0].start, bass.notes[-1].end), (0, 32 * BEAT))
        self.assertEqual((found.tempi, flute.programs), ([(0, 400_000)], [(0, 1, 73)]))

    def test_the_tune_is_the_highest_part_or_the_one_that_is_named(self):
        made = song()
        self.assertEqual([track.name for track in self.read(
            variety.excerpt(made, ("tune",), 8)).tracks[1:]], ["Flute"])
        self.assertEqual([track.name for track in self.read(
            variety.excerpt(made, ("tune",), 8, made.tracks[0].notes)).tracks[1:]], ["Bass"])

    def test_chords_are_blocks_over_their_basses(self):
        notes = self.read(variety.excerpt(song(), ("chart",), 8)).notes
        blocks = sorted({(note.start // BEAT, note.end // BEAT) for note in notes})
        self.assertEqual(blocks, [(4, 12), (20, 32)])
        self.assertEqual(
            sorted(note.key for note in notes if note.start == 4 * BEAT), [45, 60, 65, 69])

    def test_charts_of_the_corpus(self):
        chart = {"sections": [{"bars": [[["C:maj/3", 4.0]], [["N", 2.0], ["G:7", 2.0]]]}]}
        notes = self.read(variety.chart_excerpt(chart, 8)).notes
        self.assertEqual([note.key for note in notes if note.start == 0], [40, 60, 64, 67])
        self.assertEqual({note.start for note in notes}, {0, 6 * BEAT})
        self.assertIsNone(variety.chart_excerpt(chart, 0))
        slip = {"metre": "3/4", "sections": [{"bars": [[["F:b3)", 3.0]], [["C:maj", 3.0]]]}]}
        found = self.read(variety.chart_excerpt(slip, 8))
        self.assertEqual(found.meters, [(0, (3, 4))])
        self.assertEqual({note.start for note in found.notes}, {3 * BEAT})

    def test_a_lead_sheet_has_tune_and_chords(self):
        found = self.read(variety.excerpt(song(), ("tune", "chart"), 8))
        self.assertEqual([track.name for track in found.tracks], ["", "Flute", "Chords"])

    def test_the_first_set_of_a_style_is_taken_if_it_is_more_than_drums(self):
        table = Comparisons()
        self.assertEqual(variety.compared(table.of("hard-rock")).name, "hard-rock-songs")
        self.assertEqual(variety.compared(table.of("folk")).name, "traditional-songs")
        self.assertIsNone(variety.compared(table.of("punk")))
        self.assertIsNone(variety.compared(table.of("house")))


if __name__ == "__main__":
    unittest.main()
