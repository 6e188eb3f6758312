"""How many different pieces songs are worth, beside as many human pieces read the same way."""
import sys
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
METRICS = HERE.parent / "published-metrics"
sys.path[:0] = [str(HERE.parent / "harness"), str(METRICS)]
import comparison
import corpus
import harmony
import midi_reader
import midi_writer
import reading
from kept import Kept

WAYS = ("whole", "chart", "tune")
"""What two sets may be compared by, the most telling first: drums alone are no piece."""


def way(style):
    """The set that a style's variety is compared with and what is read of it, or None."""
    found = [(one, read) for read in WAYS for one in style.sets if read in one.reads]
    return found[0] if found else None


def excerpt(song, read, bars, lead=None):
    """The bytes of a file with the stretch of a piece that is compared; None where there is none.

    Human pieces and songs alike are cut to so many bars, since likeness is counted over the longer
    one of two.
    """
    found = reading.stretch(song, song.notes, bars)
    if found is None:
        return None
    start, end = (song.division * place // reading.TWELFTHS for place in (found.start, found.end))
    if read == "chart":
        beats = [value / song.division for value in (start, end)]
        return _blocks(
            (float(onset) - beats[0], min(float(onset + length), beats[1]) - beats[0],
             harmony.pitch_classes(chord), harmony.bass(chord))
            for onset, length, chord in reading.printed_chords(song)
            if beats[0] <= onset < beats[1])
    cut = midi_reader.Song(song.division, meters=[(0, _meter(song, start))])
    cut.tempi = [(0, next((value for tick, value in reversed(song.tempi) if tick <= start),
                          500_000))]
    tune = {id(note) for note in (reading.tune(song) if lead is None else lead)}
    for track in song.tracks:
        notes = [
            replace(note, start=note.start - start, end=min(note.end, end) - start)
            for note in track.notes if start <= note.start < end
            and (read == "whole" or id(note) in tune)]
        if notes:
            first = {channel: program for _, channel, program in reversed(track.programs)}
            cut.tracks.append(midi_reader.Track(
                track.name, [(0, *one) for one in sorted(first.items())], notes))
    return midi_writer.write(cut) if cut.tracks else None


def _meter(song, start):
    return next((meter for tick, meter in reversed(song.meters) if tick <= start), (4, 4))


def chart_excerpt(chart, bars):
    """The bytes of a file with the first bars of a chart in block chords."""
    spans, at = [], 0
    for bar in [bar for section in chart["sections"] for bar in section["bars"] or []][:bars]:
        for chord, length in bar:
            if chord not in reading.SILENT:
                spans.append((at, at + length, *harmony.harte(chord)))
            at += length
    return _blocks(spans)


def _blocks(spans):
    """Chords as (start, end, pitch classes, bass) in block chords over their basses, or None."""
    blocks = [([36 + bass, *sorted(60 + pc for pc in classes)], start, end)
              for start, end, classes, bass in spans]
    return midi_writer.chords(blocks) if blocks else None


def worth(place, files, name):
    """How many different pieces some files (bytes) are worth; None where they are too few."""
    if len(files) < 2:
        return None
    folder = place.folder / "variety" / name
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{index:03}.mid" for index in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    done = place.run("critique", *paths, "--json", check=False)
    for path in paths:
        path.unlink()
    return done.json()["together"]["variety"] if done.code == 0 else None


class Human:
    """The human side, kept in the cache."""

    def __init__(self, place, folder):
        self.place, self.folder, self.unpacked = place, folder, corpus.unpack(folder)
        self.kept = Kept("varieties", place.etude, [
            *HERE.iterdir(), *METRICS.iterdir(), *comparison.FILES,
            Path(midi_writer.__file__), Path(harmony.__file__)])

    def of(self, wanted, read, count):
        """How many pieces of a set could be read, at most `count`, and what they are worth."""
        return self.kept.get(f"{wanted.name} {read} {count}", lambda: self._worth(
            wanted, read, count))

    def _worth(self, wanted, read, count):
        files = []
        for piece in comparison.pieces(wanted, self.folder, self.unpacked):
            if len(files) == count:
                break
            try:
                data = chart_excerpt(piece.chart, wanted.bars) if piece.chart else excerpt(
                    midi_reader.read(piece.path), read, wanted.bars)
            except midi_reader.MIDIError:
                continue
            if data:
                files.append(data)
        return len(files), worth(self.place, files, wanted.name)
