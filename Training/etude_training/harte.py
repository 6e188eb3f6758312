"""Chords of the charts, written in Harte's syntax, as the program names them (Harte 2005)."""

import re
from typing import NamedTuple

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}

KINDS = {
    "maj": "", "min": "m", "7": "7", "min7": "m7", "maj7": "maj7", "5": "5", "1": "5",
    "sus4": "sus4", "sus2": "sus2", "sus4(b7)": "7sus4", "sus4(b7,9)": "9sus4",
    "sus4(b7,9,13)": "9sus4", "sus4(9)": "sus4", "sus2(b7)": "7sus4", "maj(9)": "add9",
    "maj6": "6", "maj6(9)": "6/9", "min6": "m6", "min(9)": "madd9", "9": "9", "maj9": "maj9",
    "min9": "m9", "11": "9sus4", "min11": "m11", "min7(11)": "m11", "13": "13", "min13": "m9",
    "maj13": "maj9", "dim": "dim", "dim7": "dim7", "hdim7": "m7b5", "aug": "aug",
    "aug(b7)": "aug7", "7(#9)": "7#9", "7(b9)": "7b9", "minmaj7": "mmaj7", "5(b7)": "7",
    "maj7(#11)": "maj7", "maj(11)": "", "maj(#9)": "7#9", "min(11)": "m", "min(b13)": "m",
    "7(#11)": "7", "7(b13)": "7", "7(b9,b13)": "7b9", "maj6(b7)": "13",
}  # fmt: skip
"""The program's suffix of each quality; figures that it has no common chord for are left out."""

PLAINER = {
    "7": "", "m7": "m", "maj7": "", "5": "", "sus4": "", "sus2": "", "7sus4": "sus4",
    "9sus4": "7sus4", "add9": "", "6": "", "6/9": "6", "m6": "m", "madd9": "m", "9": "7",
    "maj9": "maj7", "m9": "m7", "m11": "m7", "13": "9", "dim": "m", "dim7": "dim",
    "m7b5": "dim", "aug": "", "aug7": "7", "7#9": "7", "7b9": "7", "mmaj7": "m",
}  # fmt: skip
"""What a kind becomes where few songs have it, in the end a triad."""

INVERSIONS = {"b3": 3, "3": 3, "b5": 5, "5": 5, "#5": 5, "b7": 7, "7": 7}
SEVENTHS = {"": ("7", "maj7"), "m": ("m7", "mmaj7")}


class Chord(NamedTuple):
    """A chord relative to a tonic: semitones to its root, its kind, and its degree in the bass."""

    root: int
    kind: str
    bass: int = 1

    @property
    def is_minor(self) -> bool:
        """Whether its third is minor."""
        return (self.kind[:1] == "m" and not self.kind.startswith("maj")) or self.kind[:3] == "dim"

    def plainer(self) -> "Chord | None":
        """The chord without its bass, else without figures; None for a triad."""
        if self.bass != 1:
            return self._replace(bass=1)
        return None if self.kind not in PLAINER else self._replace(kind=PLAINER[self.kind])


def pitch_class(name: str) -> int:
    """The pitch class of a note name such as `F#` or `Bb`."""
    return (STEPS[name[0]] + name.count("#") - name.count("b")) % 12


def parsed(text: str, tonic: int) -> Chord | None:
    """A chord over a tonic; None for silence and for what the annotator left open."""
    match = re.fullmatch(r"([A-G][#b]*):(.+?)(?:/([#b]*\d+))?", text)
    if match is None:
        return None
    name, quality, bass = match.groups()
    quality = re.sub(r"^1\((?:.*\bb3.*)\)$", "min7", quality)
    kind = KINDS.get(quality)
    if kind is None:
        kind = KINDS.get(quality.split("(")[0], "")
    return placed((pitch_class(name) - tonic) % 12, kind, bass)


def placed(root: int, kind: str, bass: str | None) -> Chord:
    """A chord with a bass: an inversion, or a suspended chord on the bass, or in root position."""
    minor = kind.startswith("m") and not kind.startswith("maj")
    if bass == "2" and kind in ("", "maj7", "add9"):
        return Chord((root + 2) % 12, "9sus4")
    if bass == "4" and kind in ("m7", "m9", "m11"):
        return Chord((root + 5) % 12, "9sus4")
    degree = INVERSIONS.get(bass or "", 1)
    if degree == 7 and kind in SEVENTHS:
        return Chord(root, SEVENTHS["m" if minor else ""][bass == "7"], 7)
    if degree == 3 and (kind == "5" or "sus" in kind):
        degree = 1
    if degree == 7 and "7" not in kind and kind not in ("9", "m9", "maj9", "m11", "13"):
        degree = 1
    return Chord(root, kind, degree)
