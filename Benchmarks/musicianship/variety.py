"""How many different pieces songs are worth, beside as many human pieces read the same way."""
import contextlib
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

CHORDS = "Chords"
"""The name of the track of block chords."""


def compared(style):
    """The set that a style's variety is compared with, or None: drums alone are no piece."""
    return next((one for one in style.sets if one.reads != ("drums",)), None)


def excerpt(song, reads, bars, lead=None):
    """The bytes of a file with the stretch of a piece that is compared; None where there is none.

    It holds all parts, or the tune and the printed chords in blocks, as the set is read. Human
    pieces and songs alike are cut to so many bars, since likeness is counted over the longer one of
    two.
    """
    found = reading.stretch(song, song.notes, bars)
    if found is None:
        return None
    start, end = (song.division * place // reading.TWELFTHS for place in (found.start, found.end))
    cut = midi_reader.Song(song.division, meters=[(0, _meter(song, start))])
    cut.tempi = [(0, next((value for tick, value in reversed(song.tempi) if tick <= start),
                          500_000))]
    wanted = None if "whole" in reads else {
        id(note) for note in (reading.tune(song) if lead is None else lead) if "tune" in reads}
    for track in song.tracks:
        notes = [
            replace(note, start=note.start - start, end=min(note.end, end) - start)
            for note in track.notes if start <= note.start < end
            and (wanted is None or id(note) in wanted)]
        if notes:
            first = {channel: program for _, channel, program in reversed(track.programs)}
            cut.tracks.append(midi_reader.Track(
                track.name, [(0, *one) for one in sorted(first.items())], notes))
    if "chart" in reads:
        beat = song.division
        _add_blocks(cut, (
            (onset * beat - start, min((onset + length) * beat, end) - start,
             harmony.pitch_classes(chord), harmony.bass(chord))
            for onset, length, chord in reading.printed_chords(song)
            if start <= onset * beat < end))
    return midi_writer.write(cut) if cut.notes else None


def _meter(song, start):
    return next((meter for tick, meter in reversed(song.meters) if tick <= start), (4, 4))


def chart_excerpt(chart, bars):
    """The bytes of a file with the first bars of a chart in block chords."""
    song, blocks, at = midi_reader.Song(midi_writer.DIVISION), [], 0
    song.meters = [(0, tuple(map(int, (chart.get("metre") or "4/4").split("/"))))]
    for bar in [bar for section in chart["sections"] for bar in section["bars"] or []][:bars]:
        for chord, length in bar:
            after = at + length * song.division
            # A slip of the pen in a chart is passed over.
            with contextlib.suppress(ValueError):
                if chord not in reading.SILENT:
                    blocks.append((at, after, *harmony.harte(chord)))
            at = after
    _add_blocks(song, blocks)
    return midi_writer.write(song) if song.notes else None


def _add_blocks(song, blocks):
    """Adds a track of chords in blocks over their basses: start, end, pitch classes, bass."""
    song.tracks.append(midi_reader.Track(CHORDS, [(0, 0, 0)], [
        midi_reader.Note(round(start), round(end), 0, key, 80)
        for start, end, classes, bass in blocks
        for key in (36 + bass, *sorted(60 + pc for pc in classes))]))


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

    def of(self, wanted, count):
        """How many pieces of a set could be read, at most `count`, and what they are worth."""
        return self.kept.get(f"{wanted.name} {count}", lambda: self._worth(wanted, count))

    def _worth(self, wanted, count):
        files = []
        for piece in comparison.pieces(wanted, self.folder, self.unpacked):
            if len(files) == count:
                break
            try:
                data = chart_excerpt(piece.chart, wanted.bars) if piece.chart else excerpt(
                    midi_reader.read(piece.path), wanted.reads, wanted.bars)
            except midi_reader.MIDIError:
                continue
            if data:
                files.append(data)
        return len(files), worth(self.place, files, wanted.name)
