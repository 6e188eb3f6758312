"""What the metrics are computed from: bars of notes and of chords, of one stretch of a piece.

Songs and human pieces are treated alike: where the human pieces are notation, songs are read as
they are written, and where they are recordings of drummers, as they are played. Onsets are taken to
the nearest twelfth of a beat, those of recordings to the nearest sixteenth note, as the makers of
these recordings do (Gillick et al., ICML 2019). A stretch begins with the bar of the first note and
ends after so many bars, or where the metre changes: MusPy's groove consistency is of one metre, and
all of the metrics move with the length of what they are given.
"""
import bisect
import itertools
import math
from dataclasses import dataclass
from fractions import Fraction

import metrics
import midi_reader

TWELFTHS = 12
"""Onsets are read on a grid of so many steps a quarter note: sixteenths and triplets."""
SIXTEENTH = 3
"""A sixteenth note in twelfths of a quarter note."""
DIVISION = 10080
"""Ticks a quarter note: so many are whole for every tuplet up to ten."""
STEPS = 24
"""MusPy's default resolution, steps a quarter note."""
LEAST_BARS = 8
"""A shorter stretch says too little of its bars."""
DRUMS = 9
"""The MIDI channel of drums."""
SILENT = ("N.C.", "N", "X")
"""What charts print where there is no chord, or none that was named."""


@dataclass
class Stretch:
    """Bars of one metre: keys of notes without drums, and onsets in twelfths from each bar line."""

    keys: list
    onsets: list
    bar: int
    """The length of a bar in twelfths of a quarter note."""
    start: int
    """Where it begins, in twelfths."""
    ends_on_line: bool = False
    """Whether the piece's last note ends on the last bar line."""

    @property
    def end(self):
        """Where it ends, in twelfths."""
        return self.start + self.bar * len(self.keys)

    def without_rests(self):
        """The same without the bars in which nothing begins."""
        played = [index for index, onsets in enumerate(self.onsets) if onsets]
        return Stretch(
            [self.keys[index] for index in played], [self.onsets[index] for index in played],
            self.bar, self.start, self.ends_on_line)

    def figures(self):
        """The metrics by name, without those of chords."""
        keys = [key for bar in self.keys for key in bar]
        steps = [{onset * STEPS // TWELFTHS for onset in bar} for bar in self.onsets]
        steps += [set()] if self.ends_on_line else []
        positions = [{onset * metrics.POSITIONS // self.bar for onset in bar}
                     for bar in self.onsets]
        found = {
            "pitch-class entropy": metrics.pitch_class_entropy(keys),
            "scale consistency": metrics.scale_consistency(keys),
            "groove consistency": metrics.groove_consistency(
                steps, self.bar * STEPS // TWELFTHS),
            "H1": metrics.windowed_entropy(self.keys, 1),
            "H4": metrics.windowed_entropy(self.keys, 4),
            "GS": metrics.groove_similarity(positions),
        }
        return {name: None if math.isnan(value) else value for name, value in found.items()}


def stretch(song, notes, most, grid=1, closes_rests=False):
    """The first so many bars of some notes of a file; None where they are too few.

    Onsets go to a grid of so many twelfths of a quarter note. With `closes_rests`, for one part of
    several, bars without an onset are left out first.
    """
    if not notes:
        return None
    placed = [(_twelfths(note.start, song, grid), note) for note in notes]
    first, last = min(at for at, _ in placed), max(at for at, _ in placed)
    meters = [(0, 4 * TWELFTHS)]
    for tick, (count, unit) in song.meters:
        if 4 * TWELFTHS * count % unit:
            return None
        at, bar = _twelfths(tick, song), 4 * TWELFTHS * count // unit
        if at == meters[-1][0]:
            meters.pop()
        if not meters or bar != meters[-1][1]:
            meters.append((at, bar))
    index = bisect.bisect_right([at for at, _ in meters], first) - 1
    since, bar = meters[index]
    start = since + (first - since) // bar * bar
    until = meters[index + 1][0] if index + 1 < len(meters) else math.inf
    count = (int(min(last, until - 1)) - start) // bar + 1
    keys, onsets = [[] for _ in range(count)], [set() for _ in range(count)]
    for at, note in placed:
        number, onset = divmod(at - start, bar)
        if number < count:
            onsets[number].add(onset)
            if note.channel != DRUMS:
                keys[number].append(note.key)
    end = max(_twelfths(note.end, song) for note in notes)
    found = Stretch(keys, onsets, bar, start, (end - start) % bar == 0 and end < until)
    if closes_rests:
        found = found.without_rests()
    if len(found.keys) > most:
        found = Stretch(found.keys[:most], found.onsets[:most], bar, start)
    return found if len(found.keys) >= LEAST_BARS else None


def _twelfths(tick, song, grid=1):
    """A tick on the grid; what lies in the middle goes on."""
    step = grid * song.division
    return (2 * TWELFTHS * tick + step) // (2 * step) * grid


def written(project):
    """The notes of a project as they stand in its score, as a file would hold them."""
    song = midi_reader.Song(DIVISION)
    at = bar = 0
    for change in project.score["meters"]["changes"]:
        if song.meters:
            count, unit = song.meters[-1][1]
            at += Fraction(4 * count, unit) * (change["bar"] - bar)
        bar = change["bar"]
        song.meters.append((_tick(at), tuple(map(int, change["meter"].split("/")))))
    for part in project.parts:
        channel = DRUMS if part.is_drums else 0
        song.tracks.append(midi_reader.Track(part.frame["name"], [], [
            midi_reader.Note(_tick(note.onset), _tick(note.end), channel, note.key, note.velocity)
            for note in part.notes]))
    return song


def _tick(beat):
    return round(Fraction(beat) * DIVISION)


def tune(song):
    """The notes of the highest part of a file, drums left out."""
    parts = [pitched for track in song.tracks
             if (pitched := [note for note in track.notes if note.channel != DRUMS])]
    return max(parts, default=[],
               key=lambda notes: (sum(note.key for note in notes) / len(notes), len(notes)))


def drums(song):
    """The notes of drums of a file."""
    return [note for note in song.notes if note.channel == DRUMS]


def chords_by_bar(spans, bar, start, end):
    """A chart as it is printed: the chord at every bar line, and each change within a bar.

    `spans` are (onset, length, chord) in quarter notes, the rest is in twelfths of a quarter note.
    Bars without a chord are passed over.
    """
    bar, start, end = (Fraction(value, TWELFTHS) for value in (bar, start, end))
    found = []
    for onset, length, chord in spans:
        onset, until = max(Fraction(onset), start), min(Fraction(onset) + Fraction(length), end)
        if onset >= until:
            continue
        # A chord that is struck again within its bar is no change.
        if not found or chord != found[-1] or (onset - start) % bar == 0:
            found.append(chord)
        line = start + ((onset - start) // bar + 1) * bar
        while line < until:
            found.append(chord)
            line += bar
    return found


def printed_chords(song):
    """The chords that stand in a file as markers, as (onset, length, chord)."""
    marks = [(tick, text.removeprefix("chord:")) for tick, text in song.markers
             if text.startswith("chord:")]
    ends = [tick for tick, _ in marks[1:]] + [song.last_note_off]
    return [(Fraction(tick, song.division), Fraction(end - tick, song.division), chord)
            for (tick, chord), end in zip(marks, ends, strict=True)
            if end > tick and chord not in SILENT]


def chart_chords(chart, most):
    """The chords of the first so many bars of a chart (`harmony/*.jsonl`) that have one."""
    bars = [bar for section in chart["sections"] for bar in section["bars"] or []]
    sounding = [[chord for chord, _ in bar if chord not in SILENT] for bar in bars]
    # A chord that is struck again within its bar is no change.
    return [chord for bar in [bar for bar in sounding if bar][:most]
            for chord, _ in itertools.groupby(bar)]
