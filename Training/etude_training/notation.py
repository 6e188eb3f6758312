"""A part as words: note names and lengths, bar by bar, to be read without an instrument."""

from fractions import Fraction

from .part_notes import PartNotes
from .vocabulary import TICKS

NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


def name(key: int) -> str:
    """A MIDI key as a name, 60 being C4."""
    return f"{NAMES[key % 12]}{key // 12 - 1}"


def beats(ticks: int) -> str:
    """A time in quarter notes."""
    return str(Fraction(ticks, TICKS))


def bar_in_words(part: PartNotes, bar: int) -> str:
    """The notes of a bar as `beat:names(length)`; beats count from 1, a lone dash is a rest."""
    rows = [index for index, own in enumerate(part.bars.tolist()) if own == bar]
    groups: dict[int, list[int]] = {}
    for index in rows:
        groups.setdefault(int(part.onsets[index] - part.lines[bar]), []).append(index)
    words = []
    for at, members in groups.items():
        chord = "+".join(name(int(part.keys[index])) for index in members)
        length = beats(max(int(part.lengths[index]) for index in members))
        words.append(f"{beats(at + TICKS)}:{chord}({length})")
    return " ".join(words) or "-"


def in_words(part: PartNotes) -> list[str]:
    """All bars of a part, numbered from 1."""
    return [f"{bar + 1:3} {bar_in_words(part, bar)}" for bar in range(len(part.lines) - 1)]
