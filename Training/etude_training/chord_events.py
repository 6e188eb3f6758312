"""Chords as the events that the chord model predicts: a function, then the figures on it.

A function is a root above the tonic and a third; figures are everything else: sevenths, suspensions
and the bass. Each is predicted from what came before in the same section, of which a model of whole
chords could remember little. The program builds the same fields in `ProgressionMemory`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .charts import Change, Progression, Song, changes, paces
from .harte import Chord
from .smoothed import Event

FAMILIES = ("major", "minor", "diminished")
FUNCTIONS = 12 * len(FAMILIES)

MINOR_DEGREES = {False: (2, 4, 9, 11), True: (0, 2, 5)}
"""Semitones above a major and a minor tonic on which bare fifths are heard as minor."""

FUNCTION_LEVELS = [
    ("mode",),
    ("mode", "last"),
    ("mode", "last", "follow"),
    ("mode", "last", "before"),
    ("mode", "last", "before", "follow"),
    ("mode", "last", "before", "follow", "place"),
    ("mode", "last", "before", "follow", "genre"),
    ("mode", "last", "before", "follow", "section"),
]
FIGURE_LEVELS = [
    ("function",),
    ("function", "colour"),
    ("function", "again"),
    ("function", "colour", "again"),
    ("function", "colour", "again", "genre"),
    ("function", "colour", "again", "section"),
    ("function", "colour", "again", "last"),
]
PACE_LEVELS = [
    ("bar",),
    ("bar", "last"),
    ("bar", "last", "phrase"),
    ("bar", "last", "before", "phrase"),
    ("bar", "last", "before", "phrase", "genre"),
    ("bar", "last", "before", "phrase", "section"),
]


def has_seventh(chord: Chord) -> bool:
    """Whether a chord has a seventh."""
    return chord.kind not in TRIADS | FIGURES_OF_NO_SEVENTH


def family(chord: Chord, is_minor: bool) -> int:
    """The third of a chord; of a bare fifth and a suspension the one that the mode has there."""
    if chord.kind.startswith("dim") or chord.kind == "m7b5":
        return 2
    if chord.kind == "5" or "sus" in chord.kind:
        return int(chord.root in MINOR_DEGREES[is_minor])
    return int(chord.is_minor)


def function(chord: Chord, is_minor: bool) -> int:
    """The function of a chord in major or minor."""
    return chord.root * len(FAMILIES) + family(chord, is_minor)


FIGURES_OF_NO_SEVENTH = frozenset({"sus4", "sus2", "add9", "madd9", "6", "m6", "6/9", "5"})
TRIADS = frozenset({"", "m", "dim", "aug"})


@dataclass(frozen=True)
class Vocabulary:
    """The chords of the model: all others are told as the nearest plainer one."""

    words: tuple[Chord, ...]

    @cached_property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """All pairs of a kind and a degree in the bass."""
        return tuple(sorted({(word.kind, word.bass) for word in self.words}))

    @cached_property
    def known(self) -> frozenset[Chord]:
        """The words as a set."""
        return frozenset(self.words)

    def word(self, chord: Chord) -> Chord:
        """The chord itself, or the nearest plainer one that is known."""
        while chord not in self.known:
            plainer = chord.plainer()
            assert plainer is not None, "every triad is known"
            chord = plainer
        return chord

    def figure(self, chord: Chord) -> int:
        """The number of a known chord's figures."""
        return self.figures.index((chord.kind, chord.bass))


def vocabulary_of(songs: Iterable[Song], least: int) -> Vocabulary:
    """The chords that at least so many songs have, plainer forms counted in, and all triads."""
    owners: Counter = Counter()
    for song in songs:
        own: set[Chord] = set()
        for progression in song.progressions:
            for change in changes(progression):
                chord: Chord | None = change.chord
                while chord is not None:
                    own.add(chord)
                    chord = chord.plainer()
        owners.update(own)
    words = {chord for chord, count in owners.items() if count >= least}
    words |= {Chord(root, kind) for root in range(12) for kind in ("", "m")}
    return Vocabulary(tuple(sorted(words)))


class Memory:
    """What the model remembers of a progression: one event's fields at a time."""

    def __init__(self, vocabulary: Vocabulary, is_minor: bool, genre: int, section: int) -> None:
        self.vocabulary = vocabulary
        self.is_minor = is_minor
        self.genre = genre
        self.section = section
        self.words: list[Chord] = []
        self.functions: list[int] = []
        self.follow: dict[int, int] = {}
        self.again: dict[int, int] = {}

    def fields(self, place: int) -> Event:
        """The fields before a function is known; 0 is nothing, functions count from 1."""
        last, before = [*self.functions[:-3:-1], 0, 0][:2]
        return {
            "mode": int(self.is_minor),
            "genre": self.genre,
            "section": self.section,
            "place": place,
            "last": last,
            "before": before,
            "follow": self.follow.get(last, 0),
            "colour": self.colour,
        }

    @property
    def colour(self) -> int:
        """What the chords so far are like.

        0 nothing yet, 1 triads, 2 some sevenths, 3 sevenths in more than three of five chords,
        4 bare fifths alone; 5 more where some chord was inverted.
        """
        if not self.words:
            return 0
        sevenths = sum(has_seventh(word) for word in self.words)
        colour = 1 if sevenths == 0 else 3 if sevenths * 5 > len(self.words) * 3 else 2
        if all(word.kind == "5" for word in self.words):
            colour = 4
        return colour + 5 * any(word.bass != 1 for word in self.words)

    def figure_fields(self, place: int, value: int) -> Event:
        """The fields that stand before the figures on a function are known."""
        own = self.fields(place)
        return own | {"function": value + 1, "again": self.again.get(value, 0)}

    def event(self, change: Change) -> Event | None:
        """The fields of a chord that begins, which is remembered; None where it only goes on."""
        word = self.vocabulary.word(change.chord)
        if self.words and self.words[-1] == word:
            return None
        value, figure = function(word, self.is_minor), self.vocabulary.figure(word)
        own = self.figure_fields(change.place, value)
        if self.functions:
            self.follow[self.functions[-1]] = value + 1
        self.words.append(word)
        self.functions.append(value + 1)
        self.again[value] = figure + 1
        return own | {"next": value, "figure": figure}


def chord_events(vocabulary: Vocabulary, song: Song) -> list[Event]:
    """The events of all progressions of a song."""
    found = []
    for progression in song.progressions:
        memory = Memory(vocabulary, progression.is_minor, song.genre, progression.section)
        events = (memory.event(change) for change in changes(progression))
        found += [event for event in events if event is not None]
    return found


def pace_events(song: Song) -> list[Event]:
    """How chords change in each bar of a song: an event a bar."""
    found = []
    for progression in song.progressions:
        found += pace_fields(progression, song.genre)
    return found


def pace_fields(progression: Progression, genre: int) -> list[Event]:
    """The bars of one progression; 0 is nothing, paces count from 1."""
    all_paces = paces(progression)
    return [
        {
            "genre": genre,
            "section": progression.section,
            "bar": number % 4,
            "last": all_paces[number - 1] + 1 if number > 0 else 0,
            "before": all_paces[number - 2] + 1 if number > 1 else 0,
            "phrase": all_paces[number - 4] + 1 if number > 3 else 0,
            "pace": pace,
        }
        for number, pace in enumerate(all_paces)
    ]
