"""Reading and damaging project files, by their documented schema alone."""
import copy
import hashlib
import json
import re
import sqlite3
from fractions import Fraction

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
NAMES = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]


def number(pitch):
    """The MIDI key of a pitch such as F#3 or Bbb-1."""
    letter, accidentals, octave = re.fullmatch(r"([A-G])([#bx]*)(-?\d+)", pitch).groups()
    shift = sum({"#": 1, "b": -1, "x": 2}[sign] for sign in accidentals)
    return 12 * (int(octave) + 1) + STEPS[letter] + shift


def pitch(key):
    """A pitch for a MIDI key."""
    return f"{NAMES[key % 12]}{key // 12 - 1}"


def root(chord):
    """The pitch class of a chord symbol's root."""
    letter, accidentals = re.match(r"([A-G])([#b]*)", chord).groups()
    return (STEPS[letter] + accidentals.count("#") - accidentals.count("b")) % 12


class Note:
    """A note of a score together with how it is played."""

    def __init__(self, onset, duration, key, velocity, articulation="normal", played=None):
        self.onset, self.duration = Fraction(onset), Fraction(duration)
        self.key, self.velocity, self.articulation = key, velocity, articulation
        self.played = played

    @property
    def end(self):
        """When it ends."""
        return self.onset + self.duration

    @property
    def heard(self):
        """What can be heard of it as written."""
        return self.onset, self.duration, self.key, self.velocity

    def moved(self, **changes):
        """A copy with other values, played as written."""
        other = copy.copy(self)
        other.played = None
        for name, value in changes.items():
            setattr(other, name, value)
        return other


class Part:
    """A part and its notes, ascending."""

    def __init__(self, frame, notes, controls):
        self.frame, self.notes, self.controls = frame, notes, controls
        self.id, self.role, self.instrument = frame["id"], frame["role"], frame["instrument"]

    @property
    def is_drums(self):
        """Whether it is played on drum keys."""
        return self.instrument.endswith("kit")


class Project:
    """The current state of a project file."""

    def __init__(self, path):
        self.path = path
        base = sqlite3.connect(path)
        self.state = base.execute("SELECT state FROM head").fetchone()[0]
        rows = base.execute(
            "SELECT name, data FROM slot JOIN value USING (digest) WHERE state = ?", (self.state,))
        self.slots = {name: json.loads(data) for name, data in rows}
        base.close()
        self.score, self.plan = self.slots["score"], self.slots["plan"]
        self.style = self.slots.get("style", {})
        self.parts = [self._part(frame) for frame in self.score["parts"]]

    def _part(self, frame):
        played = self.slots[f"performance:{frame['id']}"]
        waiting = {}
        for note in played["notes"]:
            waiting.setdefault((note["written"], note["key"]), []).append(note)
        notes = []
        for note in self.slots[f"score:{frame['id']}"]:
            key = number(note["pitch"])
            found = waiting.get((note["onset"], key))
            notes.append(Note(
                note["onset"], note["duration"], key, note["velocity"], note["articulation"],
                found.pop(0) if found else None))
        return Part(frame, notes, played["controls"])

    @property
    def length(self):
        """Where the piece ends, in beats."""
        return Fraction(self.score["length"])

    @property
    def bar(self):
        """The length of a bar in beats; projects of several metres are not damaged."""
        meter = self.score["meters"]["changes"][0]["meter"]
        return Fraction(meter) * 4

    @property
    def bars(self):
        """How many bars there are."""
        return -(-self.length // self.bar)

    @property
    def tempo(self):
        """Quarter notes a minute at the beginning."""
        return self.score["tempo"]["changes"][0]["beatsPerMinute"]

    @property
    def tonic(self):
        """The pitch class of the first key's tonic."""
        return root(self.score["keys"][0]["key"])

    def sections(self):
        """The planned sections."""
        return self.plan["sections"]

    def chord(self, beat):
        """The chord symbol at a time."""
        for span in self.score["chords"]:
            if Fraction(span["onset"]) <= beat < Fraction(span["onset"]) + Fraction(
                    span["duration"]):
                return span["chord"]
        return None

    def of(self, *roles):
        """The parts of some roles that have notes."""
        return [part for part in self.parts if part.role in roles and part.notes]

    def dilute(self, other, draw):
        """Takes back half of what makes this song another one than it was.

        Of the bars of each part whose notes are not the other's, half are given back.
        """
        for part, before in zip(self.parts, other.parts, strict=True):
            now, then = ({}, {})
            for notes, bars in ((part.notes, now), (before.notes, then)):
                for note in notes:
                    bars.setdefault(note.onset // self.bar, []).append(note)
            changed = [bar for bar in sorted(now.keys() | then.keys())
                       if [note.heard for note in now.get(bar, [])]
                       != [note.heard for note in then.get(bar, [])]]
            for bar in draw.sample(changed, len(changed) // 2):
                now[bar] = then.get(bar, [])
            part.notes = [note for bar in sorted(now) for note in now[bar]
                          if note.onset < self.length]

    def save(self, path):
        """Writes a copy of the project with the notes as they are now."""
        source = sqlite3.connect(self.path)
        target = sqlite3.connect(path)
        source.backup(target)
        source.close()
        for part in self.parts:
            part.notes.sort(key=lambda note: (note.onset, note.key, note.duration))
            self._store(target, f"score:{part.id}", [{
                "articulation": note.articulation, "duration": _beat(note.duration),
                "onset": _beat(note.onset), "pitch": pitch(note.key), "velocity": note.velocity,
            } for note in part.notes])
            self._store(target, f"performance:{part.id}", {
                "id": part.id, "controls": part.controls,
                "notes": sorted((note.played or self._played(note) for note in part.notes),
                                key=lambda played: (played["time"], played["key"]))})
        self._store(target, "score", self.score)
        self._store(target, "plan", self.plan)
        target.commit()
        target.close()

    def _played(self, note):
        second = 60 / self.tempo
        return {"written": _beat(note.onset), "key": note.key, "velocity": note.velocity,
                "time": float(note.onset) * second, "duration": float(note.duration) * second}

    def _store(self, base, name, value):
        data = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
        digest = hashlib.sha256(data).hexdigest()
        base.execute("INSERT OR IGNORE INTO value (digest, data) VALUES (?, ?)", (digest, data))
        base.execute("UPDATE slot SET digest = ? WHERE state = ? AND name = ?",
                     (digest, self.state, name))


def _beat(value):
    return str(Fraction(value))
