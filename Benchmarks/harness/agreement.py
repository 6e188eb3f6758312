"""What an analysis found, held against what was planned or printed: one way to count it."""
from dataclasses import dataclass
from fractions import Fraction

import harmony


def bars(spans, meter, count):
    """The chord symbols at the bar lines of so many bars of one metre."""
    length = Fraction(meter) * 4
    return [harmony.sounding(spans, length * bar) for bar in range(count)]


def compare(true, found):
    """How many bars have a chord, and in how many the root and third that were found are its."""
    pairs = [(a, b) for a, b in zip(true, found, strict=False) if a]
    right = sum(b is not None and harmony.chord(a) == harmony.chord(b) for a, b in pairs)
    return len(pairs), right


@dataclass
class Agreement:
    """How an analysis of bare notes agrees with the plan of the song they come from."""

    key: bool
    """Tonic and mode are the planned ones; minor is one key, whether its seventh is raised or it is
    played with five notes."""
    scale: bool
    """Tonic and scale are the planned ones to the letter."""
    tonic: bool
    """Tonic and third are the planned ones."""
    meter: bool
    tempo: bool
    bars: int
    """Bars with a planned chord; 0 where the metre was not found, for then no bars agree."""
    chords: int
    """Of these, the bars whose root and third were found."""

    @property
    def chord_share(self):
        """The share of bars whose chord was found; None without bars."""
        return self.chords / self.bars if self.bars else None


def of(plan, found):
    """Holds an analysis (of the notes alone) against a plan, both as the program's JSON."""
    planned, heard = harmony.key(plan["keys"][0]["key"]), harmony.key(found["key"])
    meter = plan["meters"]["changes"][0]["meter"]
    tempo = plan["tempo"]["changes"][0]["beatsPerMinute"]
    total = right = 0
    if meter == found["meter"]:
        total, right = compare(
            bars(plan["chords"], meter, found["bars"]), bars(found["chords"], meter, found["bars"]))
    return Agreement(
        harmony.mode(planned) == harmony.mode(heard),
        planned == heard,
        planned[0] == heard[0] and harmony.is_minor(planned[1]) == harmony.is_minor(heard[1]),
        meter == found["meter"],
        # A MIDI file has whole microseconds a beat: that is nearer than this.
        abs(tempo - found["tempo"]) < 0.01, total, right)
