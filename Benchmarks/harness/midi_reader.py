"""A small reader of Standard MIDI Files, written apart from the program it checks.

It reads what a check needs (notes, tempi, metres, keys, markers, names, programs) and refuses
everything that is not exactly as the standard (RP-001) says.
"""
import bisect
from dataclasses import dataclass, field
from pathlib import Path


class MIDIError(ValueError):
    """The bytes are no Standard MIDI File."""


@dataclass
class Note:
    """One note: its ticks, MIDI channel (0 to 15), key and velocity."""

    start: int
    end: int
    channel: int
    key: int
    velocity: int


@dataclass
class Track:
    """One track: its name, the programs it chooses, its notes and its last tick."""

    name: str = ""
    programs: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    end: int = 0


@dataclass
class Song:
    """A whole file: metas of all tracks as (tick, value) in ascending order of ticks."""

    division: int
    tracks: list = field(default_factory=list)
    tempi: list = field(default_factory=list)
    meters: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    markers: list = field(default_factory=list)

    @property
    def notes(self):
        """The notes of all tracks."""
        return [note for track in self.tracks for note in track.notes]

    @property
    def last_note_off(self):
        """The tick of the last note-off, 0 where there is no note."""
        return max((note.end for note in self.notes), default=0)

    def seconds(self, tick):
        """The time of a tick by the tempo events; 120 BPM before the first."""
        tempi = [(0, 500_000), *self.tempi]
        count = bisect.bisect_right([start for start, _ in tempi], tick)
        total = 0.0
        for index in range(count):
            start, microseconds = tempi[index]
            end = tempi[index + 1][0] if index + 1 < count else tick
            total += (end - start) * microseconds / self.division / 1e6
        return total


class _Bytes:
    def __init__(self, data, start, end):
        self.data, self.position, self.end = data, start, end

    def take(self, count):
        if self.position + count > self.end:
            raise MIDIError(f"cut off at byte {self.position}")
        piece = self.data[self.position:self.position + count]
        self.position += count
        return piece

    def byte(self):
        return self.take(1)[0]

    def quantity(self):
        value = 0
        for _ in range(4):
            byte = self.byte()
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        raise MIDIError(f"a quantity of more than four bytes at byte {self.position}")


def read(path):
    """Reads a file into a Song; raises MIDIError where it is damaged."""
    data = Path(path).read_bytes()
    if data[:8] != b"MThd\0\0\0\6" or len(data) < 14:
        raise MIDIError(f"{path}: no MIDI header")
    form, count, division = (int.from_bytes(data[at:at + 2], "big") for at in (8, 10, 12))
    if form > 1 or division & 0x8000 or division == 0:
        raise MIDIError(f"{path}: format {form}, division {division}")
    song = Song(division)
    position = 14
    while position < len(data):
        kind = data[position:position + 4]
        end = position + 8 + int.from_bytes(data[position + 4:position + 8], "big")
        if end > len(data):
            raise MIDIError(f"{path}: a chunk is longer than the file")
        if kind == b"MTrk":
            song.tracks.append(_track(_Bytes(data, position + 8, end), song))
        position = end
    if len(song.tracks) != count:
        raise MIDIError(f"{path}: {len(song.tracks)} tracks, the header says {count}")
    for metas in (song.tempi, song.meters, song.keys, song.markers):
        metas.sort(key=lambda meta: meta[0])
    return song


def _track(source, song):
    track, sounding, tick, status = Track(), {}, 0, 0
    while source.position < source.end:
        tick += source.quantity()
        first = source.byte()
        if first == 0xFF:
            kind = source.byte()
            payload = source.take(source.quantity())
            if kind == 0x2F:
                if sounding:
                    raise MIDIError(f"track {track.name}: {len(sounding)} keys are never released")
                if source.position != source.end:
                    raise MIDIError(f"track {track.name}: events after its end")
                track.end = tick
                return track
            _meta(kind, payload, tick, track, song)
        elif first in (0xF0, 0xF7):
            source.take(source.quantity())
            status = 0
        else:
            if first >= 0x80:
                status, first = first, source.byte()
            if not 0x80 <= status < 0xF0 or first >= 0x80:
                raise MIDIError(f"track {track.name}: no status at byte {source.position}")
            _channel(status, first, source, tick, track, sounding)
    raise MIDIError(f"track {track.name}: no End of Track")


def _meta(kind, payload, tick, track, song):
    if kind == 0x03 and not track.name:
        track.name = payload.decode("utf-8", "replace")
    elif kind == 0x06:
        song.markers.append((tick, payload.decode("utf-8", "replace")))
    elif kind == 0x51:
        song.tempi.append((tick, int.from_bytes(payload, "big")))
    elif kind == 0x58:
        song.meters.append((tick, (payload[0], 2 ** payload[1])))
    elif kind == 0x59:
        sharps = payload[0] - 256 if payload[0] > 127 else payload[0]
        song.keys.append((tick, (sharps, "minor" if payload[1] else "major")))


def _channel(status, first, source, tick, track, sounding):
    kind, channel = status & 0xF0, status & 0x0F
    if kind == 0xC0:
        track.programs.append((tick, channel, first))
        return
    if kind == 0xD0:
        return
    second = source.byte()
    if kind not in (0x80, 0x90):
        return
    stack = sounding.get((channel, first), [])
    if kind == 0x90 and second > 0:
        sounding.setdefault((channel, first), []).append(Note(tick, tick, channel, first, second))
    elif stack:
        note = stack.pop(0)
        note.end = tick
        track.notes.append(note)
        if not stack:
            del sounding[channel, first]
    else:
        raise MIDIError(f"track {track.name}: key {first} is released at {tick}, not struck")
