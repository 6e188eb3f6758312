"""The checks of the wishes campaign find what is wrong: each is given a file with one fault."""
import random
import sys
import unittest
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

BENCHMARKS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(BENCHMARKS / "harness"), str(BENCHMARKS / "wishes")]
import briefs
import checks
from midi_reader import Note, Song, Track

BEAT = 480
PARTS = {"Bass": ("bass", 33), "Piano": ("chords", 0), "Lead": ("lead", 73), "Kit": ("drums", 0)}


def song(sections=(("intro", 4), ("chorus", 4)), chords=("C", "Am", "F", "G")):
    """Eight bars of 4/4 in C major at 120 BPM: roots, triads a bar, a lead of fifths and a kit."""
    found = Song(BEAT)
    found.tempi, found.meters = [(0, 500_000)], [(0, (4, 4))]
    found.keys = [(0, (0, "major"))]
    bar = 0
    for name, bars in sections:
        found.markers.append((bar * 4 * BEAT, f"{name}-1"))
        bar += bars
    pcs = {"C": (0, 4, 7), "Am": (9, 0, 4), "F": (5, 9, 0), "G": (7, 11, 2)}
    tracks = {name: Track(name, [(0, index if name != "Kit" else 9, program)])
              for index, (name, (_, program)) in enumerate(PARTS.items())}
    for index in range(bar):
        name, start = chords[index % len(chords)], index * 4 * BEAT
        found.markers.append((start, f"chord:{name}"))
        tracks["Bass"].notes.append(Note(start, start + 3 * BEAT, 0, 36 + pcs[name][0], 80))
        for pc in pcs[name]:
            tracks["Piano"].notes.append(Note(start, start + 4 * BEAT - 20, 1, 60 + pc, 80))
        tracks["Lead"].notes.append(
            Note(start + BEAT, start + 4 * BEAT - 1, 2, 72 + pcs[name][2], 80))
        tracks["Kit"].notes.append(Note(start, start + 60, 9, 36, 80))
    found.markers.sort(key=lambda marker: marker[0])
    # The last note ends with the last bar.
    tracks["Piano"].notes[-1].end = bar * 4 * BEAT
    found.tracks = list(tracks.values())
    return found


REPORT = {"bars": 8, "plan": {"parts": [
    {"name": name, "role": role, "instrument": name.lower()} for name, (role, _) in PARTS.items()]}}


def kinds(brief, one=None):
    """The kinds of faults that are found."""
    return {kind for kind, _ in checks.all_faults(brief, REPORT, one or song(), {})}


def brief(**values):
    """A brief with options, and attributes of its own."""
    made = briefs.Brief()
    for name, value in values.items():
        setattr(made, name, value)
    return made


class Checks(unittest.TestCase):
    def track(self, one, name):
        return next(track for track in one.tracks if track.name == name)

    def test_a_sound_song_keeps_everything(self):
        whole = brief(
            options={"bars": 8, "duration": 16, "tempo": 120, "meter": "4/4", "key": "C major",
                     "form": "intro 4, chorus 4", "without": "pad"},
            voices=(None, 5), roots=True, ranges=("lead", 72, 84), range=(30, 90))
        self.assertEqual(kinds(whole), set())

    def test_frame(self):
        for options, kind in (
                ({"bars": 7}, "bars"), ({"duration": 15.9}, "duration"), ({"tempo": 121}, "tempo"),
                ({"meter": "3/4"}, "meter"), ({"form": "intro 4, chorus 8"}, "form"),
                ({"form": "chorus 4, intro 4"}, "form"), ({"without": "bass"}, "without"),
                ({"without": "drums"}, "without"), ({"instruments": "cello"}, "instruments")):
            self.assertIn(kind, kinds(brief(options=options)), options)
        self.assertIn("only", kinds(brief(options={"instruments": "only flute"})))

    def test_keys_by_signature_third_tonic_and_notes(self):
        self.assertEqual(kinds(brief(options={"key": "C major"})), set())
        self.assertIn("key", kinds(brief(options={"key": "D major"})))
        # C major and A minor have one signature, and other thirds on other tonics.
        moved = song()
        for note in moved.notes:
            note.key += 1
        self.assertIn("scale", kinds(brief(options={"key": "C major"}), moved))
        minor = song()
        for note in minor.notes:
            note.key -= note.key % 12 == 4
        self.assertIn("mode", kinds(brief(options={"key": "C major"}), minor))
        other = song(chords=("F", "Am", "F", "G"))
        self.assertIn("tonic", kinds(brief(options={"key": "C major"}), other))

    def test_key_changes_where_they_were_asked(self):
        goal = brief(options={"key": "C major"}, goal="C minor", words=["key change"])
        one = song()
        one.keys.append((4 * 4 * BEAT, (-3, "minor")))
        self.assertIn("mode", kinds(goal, one))
        self.assertNotIn("key change", kinds(goal, one))
        one.keys[1] = (3 * 4 * BEAT, (-3, "minor"))
        self.assertIn("key change", kinds(goal, one))
        one.keys[1] = (4 * 4 * BEAT, (-2, "minor"))
        self.assertIn("key change", kinds(goal, one))

    def test_chords(self):
        asked = {"chords": "C | Am | F | G"}
        self.assertEqual(kinds(brief(options=asked)), set())
        self.assertIn("chords", kinds(brief(options={"chords": "C | Am | F | D"})))
        numerals = {"key": "C major", "chords": "I | vi | IV | V"}
        self.assertEqual(kinds(brief(options=numerals)), set())
        self.assertIn("chords", kinds(brief(options=numerals | {"chords": "I | ii | IV | V"})))

    def test_chords_begin_anew_in_sections_as_long_as_their_cycle(self):
        asked = brief(options={"chords": "C | Am | F | G"})
        form = (("intro", 2), ("verse", 4), ("chorus", 2))
        anew = ("C", "Am", "C", "Am", "F", "G", "C", "Am")
        self.assertEqual(kinds(asked, song(form, anew)), set())
        self.assertIn("chords", kinds(asked, song(form)))
        halves = brief(options={"chords": "C Am | F | G"})
        self.assertIn("chords", kinds(halves, song(form, anew)))

    def test_chord_tracks_by_markers_and_by_notes(self):
        track = [("C", 0, 4), ("F", 4, 8), ("C", 8, 12), ("G", 12, 16)]
        kept = song(chords=("C", "F", "C", "G"))
        self.assertEqual(kinds(brief(track=track), kept), set())
        self.assertIn("chord track", kinds(brief(track=track)))
        for note in self.track(kept, "Piano").notes:
            note.key += 1
        self.assertIn("chord track", kinds(brief(track=track), kept))

    def test_polyphony(self):
        self.assertEqual(kinds(brief(voices=(None, 5))), set())
        self.assertIn("polyphony", kinds(brief(voices=(None, 4))))
        self.assertEqual(kinds(brief(voices=("chords", 3))), set())
        self.assertIn("polyphony", kinds(brief(voices=("chords", 2))))

    def test_ranges(self):
        self.assertIn("range", kinds(brief(ranges=("lead", 72, 76))))
        self.assertIn("range", kinds(brief(range=(40, 127))))

    def test_roots(self):
        one = song()
        self.assertEqual(kinds(brief(roots=True), one), set())
        self.track(one, "Bass").notes[2].key += 7
        self.assertIn("roots", kinds(brief(roots=True), one))

    def test_passages(self):
        for place in (("until", "chorus"), ("in", "intro"), ("bar", 5)):
            passage, one = ("drums", *place), song()
            self.assertIn("passage", kinds(brief(passage=passage), one))
            kit = self.track(one, "Kit")
            kit.notes = [note for note in kit.notes if note.start >= 16 * BEAT]
            self.assertEqual(kinds(brief(passage=passage), one), set())

    def test_events(self):
        self.assertEqual(kinds(brief(event=8.0)), set())
        self.assertIn("event", kinds(brief(event=8.1)))

    def test_notes_are_heard_where_most_of_them_lies(self):
        heard = checks.Heard(song(), REPORT)
        early = SimpleNamespace(start=BEAT - 30, end=2 * BEAT)
        self.assertGreater(heard.middle(early), Fraction(1))


class Refusals(unittest.TestCase):
    def test_every_kind_has_a_pattern_of_its_own(self):
        patterns = {}
        for turn in range(200):
            name, reason, _ = briefs.impossible(random.Random(turn), [{"name": "house"}])
            self.assertGreater(len(reason), 15, name)
            patterns.setdefault(name, set()).add(reason)
        self.assertGreater(len(patterns), 15)


if __name__ == "__main__":
    unittest.main()
