"""MIDI pieces whose composers set volume and pan, cut into parts and rendered one by one."""
import bisect
import csv
import itertools
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import sound
from midi_writer import quantity
from program import SOUND_FONT, need, run

RATE = 44100
TICKS = 2000
"""Ticks a second of the files to render."""
RING = 3.0
"""Seconds after the window in which sound may ring."""
BALANCE = {7, 10, 39, 42}
"""Controllers of volume and pan, coarse and fine."""
PARTS = range(4, 13)
"""How many parts a piece may have."""


@dataclass
class Part:
    """The notes of one track on one channel: (seconds, end, key, velocity)."""

    track: int
    channel: int
    notes: list = field(default_factory=list)


@dataclass
class Piece:
    """A piece: its parts, and the other events of each channel as (seconds, bytes)."""

    name: str
    parts: list
    events: dict

    def balance(self, part, start, end):
        """The volume and pan at each note of a part within a window."""
        found = set()
        for controller, usual in ((7, 100), (10, 64)):
            changes = [(when, data[2]) for when, data in self.events.get(part.channel, [])
                       if data[0] & 0xF0 == 0xB0 and data[1] == controller]
            times = [when for when, _ in changes]
            for note in part.notes:
                if start <= note[0] < end:
                    at = bisect.bisect_right(times, note[0])
                    found.add((controller, changes[at - 1][1] if at else usual))
        return found

    def window(self, seconds):
        """The stretch of the piece with the most parts sounding, on a grid of 5 s."""
        last = max(note[1] for part in self.parts for note in part.notes)
        cells = np.zeros((len(self.parts), int(last) + 1), bool)
        for row, part in zip(cells, self.parts, strict=True):
            for note in part.notes:
                row[int(note[0]):int(note[1]) + 1] = True
        starts = range(0, max(1, int(last - seconds)), 5)
        best = max(starts, key=lambda at: (cells[:, at:at + seconds].sum(), -at))
        return best, best + seconds


def read(path):
    """Reads a piece of the corpus, which is clean: format 1, one track and channel each."""
    data = Path(path).read_bytes()
    division = int.from_bytes(data[12:14], "big")
    tempi, timed, position, track = [(0, 500_000)], [], 14, 0
    while position < len(data):
        end = position + 8 + int.from_bytes(data[position + 4:position + 8], "big")
        if data[position:position + 4] == b"MTrk":
            timed += [(tick, track, message)
                      for tick, message in _events(data, position + 8, end, tempi)]
            track += 1
        position = end
    clock = _clock(sorted(tempi), division)
    parts, events, sounding = {}, {}, {}
    for tick, owner, message in sorted(timed, key=lambda one: one[0]):
        kind, channel = message[0] & 0xF0, message[0] & 0x0F
        if kind not in (0x80, 0x90):
            events.setdefault(channel, []).append((clock(tick), message))
            continue
        part = parts.setdefault((owner, channel), Part(owner, channel))
        stack = sounding.setdefault((owner, channel, message[1]), [])
        if kind == 0x90 and message[2]:
            stack.append((clock(tick), message[2]))
        elif stack:
            start, velocity = stack.pop(0)
            part.notes.append((start, clock(tick), message[1], velocity))
    for part in parts.values():
        part.notes.sort()
    return Piece(Path(path).stem, [part for part in parts.values() if part.notes], events)


def _events(data, position, end, tempi):
    tick, status = 0, 0
    while position < end:
        step, position = _quantity(data, position)
        tick += step
        if data[position] in (0xFF, 0xF0, 0xF7):
            kind = data[position]
            if kind == 0xFF:
                meta = data[position + 1]
                position += 1
            length, position = _quantity(data, position + 1)
            if kind == 0xFF and meta == 0x51:
                tempi.append((tick, int.from_bytes(data[position:position + 3], "big")))
            position += length
            continue
        if data[position] & 0x80:
            status, position = data[position], position + 1
        length = 1 if status & 0xE0 == 0xC0 else 2
        yield tick, bytes([status]) + data[position:position + length]
        position += length


def _quantity(data, position):
    value = 0
    while True:
        byte, position = data[position], position + 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, position


def _clock(tempi, division):
    seconds = [0.0]
    for (start, tempo), (end, _) in itertools.pairwise(tempi):
        seconds.append(seconds[-1] + (end - start) * tempo / division / 1e6)
    ticks = [tick for tick, _ in tempi]

    def clock(tick):
        index = bisect.bisect_right(ticks, tick) - 1
        return seconds[index] + (tick - ticks[index]) * tempi[index][1] / division / 1e6

    return clock


def choose(corpus, draw, seconds):
    """Pieces that their composers balanced, in a drawn order: (row of the manifest, piece, start).

    In the window 4 to 12 parts have at least eight notes, among them at least three volumes and two
    pans. Parts with less are left out.
    """
    folder = corpus / "modern"
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["id"])
    draw.shuffle(rows)
    for row in rows:
        piece = read(folder / row["path"])
        start, end = piece.window(seconds)
        piece.parts = [part for part in piece.parts
                       if sum(start <= note[0] < end for note in part.notes) >= 8]
        found = set().union(*(piece.balance(part, start, end) for part in piece.parts))
        volumes, pans = (sum(kind == one for kind, _ in found) for one in (7, 10))
        if len(piece.parts) in PARTS and volumes >= 3 and pans >= 2:
            yield row, piece, start


def render(piece, start, seconds, folder):
    """Each part's sound as its composer balanced it, and without volume and pan: two lists.

    All are rendered in one run, one after the other, without reverb and chorus. None where
    fluidsynth comes to no end.
    """
    need("fluidsynth", "fluidsynth")
    span = seconds + RING
    length = round((2 * len(piece.parts) + 2) * span)
    events = []
    for index, part in enumerate(piece.parts):
        for neutral in (False, True):
            at = (2 * index + neutral) * span + RING
            events += _segment(piece, part, start, seconds, at, neutral)
    score, audio = folder / "parts.mid", folder / "parts.wav"
    score.write_bytes(_file(events))
    audio.unlink(missing_ok=True)
    done = run([
        "prlimit", f"--fsize={(length + 60) * RATE * 6}", f"--cpu={60 + length}",
        "fluidsynth", "-ni", "-q", "-R", "0", "-C", "0", "-g", "0.3", "-r", str(RATE),
        "-T", "wav", "-O", "s24", "-F", audio, SOUND_FONT, score],
        check=False)
    if done.code != 0:
        audio.unlink(missing_ok=True)
        return None
    frames, _ = sound.read(audio)
    audio.unlink()
    frames = np.pad(frames, ((0, max(0, length * RATE - len(frames))), (0, 0)))
    cut = [frames[round((index * span + RING) * RATE):][:round(span * RATE)]
           for index in range(2 * len(piece.parts))]
    return cut[::2], cut[1::2]


def _segment(piece, part, start, seconds, at, neutral):
    channel = part.channel
    # All sound off, all controllers back, and what "back" leaves as it was.
    silence = at - 0.1
    yield from ((silence, bytes([0xB0 | channel, *pair]))
                for pair in ((120, 0), (121, 0), (7, 100), (10, 64), (0, 0), (32, 0)))
    yield silence, bytes([0xE0 | channel, 0, 64])
    for when, data in piece.events.get(channel, []):
        if when < start + seconds and not (
                neutral and data[0] & 0xF0 == 0xB0 and data[1] in BALANCE):
            yield max(at - 0.05, at + when - start), data
    for begin, end, key, velocity in part.notes:
        if start <= begin < start + seconds:
            yield at + begin - start, bytes([0x90 | channel, key, velocity])
            yield at + min(end, start + seconds) - start, bytes([0x80 | channel, key, 0])


def _file(events):
    track, last = bytearray(), 0
    # A note is let go before it is struck again; else the order of the piece stands.
    for when, message in sorted(events, key=lambda one: (
            round(one[0] * TICKS), one[1][0] & 0xF0 != 0x80, one[1][0] & 0xF0 == 0x90)):
        tick = round(when * TICKS)
        track += quantity(tick - last) + message
        last = tick
    track += quantity(TICKS * 3) + b"\xFF\x2F\0"
    return (b"MThd\0\0\0\6\0\0\0\1" + (TICKS // 2).to_bytes(2, "big")
            + b"MTrk" + len(track).to_bytes(4, "big") + track)
