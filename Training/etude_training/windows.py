"""Windows: stretches of a piece as events, with holes to fill, in a chosen order of parts."""

from dataclasses import dataclass

import numpy as np

from .piece import (
    BAR_LENGTH,
    INSTRUMENT,
    LENGTH,
    METRE,
    MODE,
    PITCH,
    POSITION,
    ROLE,
    ROOT,
    SECTION,
    START,
    TEMPO,
    TIME,
    TONIC,
    Ints,
    Piece,
)
from .vocabulary import TICKS, vocabulary

_TABLE = vocabulary()
_TYPES = {name: index for index, name in enumerate(_TABLE["type"].values)}
_COLUMN = {field.name: field.column for field in _TABLE.fields}
WIDTH = len(_TABLE.fields)
"""Columns of an event."""

CONTROLS = ("density", "polyphony", "register", "intensity")
_CONTROL_COLUMNS = [_COLUMN[name] for name in CONTROLS]


@dataclass(frozen=True)
class Known:
    """Which labels a window shows. What is not shown is neither input nor asked for."""

    genre: bool = True
    tempo: bool = True
    key: bool = True
    chords: bool = True
    sections: bool = True
    roles: bool = True
    velocity: bool = True
    micro: bool = True
    controls: tuple[bool, bool, bool, bool] = (True, True, True, True)

    @staticmethod
    def nothing() -> "Known":
        """Notes, metres and instruments alone."""
        no = (False, False, False, False)
        return Known(False, False, False, False, False, False, False, False, no)


@dataclass(frozen=True)
class Request:
    """What to take of a piece.

    `bars` is a range of bars; `parts` gives piece parts in slot order; `holes` are (bar, part)
    cells whose notes come last; `shift` transposes by semitones; `place` is the first bar's place.
    """

    bars: range
    parts: tuple[int, ...]
    holes: frozenset[tuple[int, int]] = frozenset()
    shift: int = 0
    place: int = 0
    known: Known = Known()


@dataclass(frozen=True)
class Window:
    """Events [events, 27] and their times in grid steps from the window's first bar [events]."""

    events: Ints
    times: Ints


class _Writer:
    """Fills the rows of a window; `frame` is the row that every event of a bar starts from."""

    def __init__(self, piece: Piece, request: Request, capacity: int) -> None:
        self.piece = piece
        self.request = request
        self.events = np.zeros((capacity, WIDTH), np.int32)
        self.times = np.zeros(capacity, np.int32)
        self.count = 0
        self.origin = int(piece.bars[request.bars.start, START])
        self.genre = piece.genre if request.known.genre else 0
        self.chords = transposed_chords(piece.chords, request.shift, request.known.chords)
        cells = piece.cells
        first = np.searchsorted(cells[:, 0], request.bars.start)
        last = np.searchsorted(cells[:, 0], request.bars.stop)
        self.cells = {
            (bar, part): (row, at, number)
            for row, (bar, part, at, number) in enumerate(cells[first:last].tolist(), int(first))
        }

    def add(self, row: Ints, time: int) -> None:
        """Appends one event."""
        self.events[self.count] = row
        self.times[self.count] = time
        self.count += 1

    def frame(self, bar: int) -> Ints:
        """What every event of a bar shows: genre, place, metre, tempo and key."""
        known, bars = self.request.known, self.piece.bars
        row = np.zeros(WIDTH, np.int32)
        row[_COLUMN["genre"]] = self.genre
        row[_COLUMN["place"]] = self.request.place + bar - self.request.bars.start + 1
        row[_COLUMN["metre"]] = bars[bar, METRE]
        if known.tempo:
            row[_COLUMN["tempo"]] = bars[bar, TEMPO]
        if known.key and bars[bar, TONIC]:
            row[_COLUMN["tonic"]] = (bars[bar, TONIC] - 1 + self.request.shift) % 12 + 1
            row[_COLUMN["mode"]] = bars[bar, MODE]
        return row

    def chord_at(self, time: int) -> Ints:
        """Root, kind and bass in force at a time [3]."""
        index = int(np.searchsorted(self.chords[:, TIME], time, side="right")) - 1
        return self.chords[index, ROOT:] if index >= 0 else np.zeros(3, np.int32)

    def bar(self, bar: int, left_in_piece: int) -> None:
        """The bar event and the chord events within the bar."""
        bars = self.piece.bars
        start, length = int(bars[bar, START]), int(bars[bar, BAR_LENGTH])
        row = self.frame(bar)
        row[0] = _TYPES["bar"]
        if self.request.known.sections:
            row[_COLUMN["section"]] = bars[bar, SECTION]
            row[_COLUMN["left"]] = bars[bar, SECTION + 1]
            row[_COLUMN["final"]] = _TABLE["final"].classify(left_in_piece)
        harmony = [_COLUMN["root"], _COLUMN["kind"], _COLUMN["bass"]]
        row[harmony] = self.chord_at(start)
        self.add(row, start - self.origin)
        low, high = np.searchsorted(self.chords[:, TIME], [start + 1, start + length])
        for time, *values in self.chords[low:high].tolist():
            row = self.frame(bar)
            row[_COLUMN["tempo"]] = 0
            row[0] = _TYPES["chord"]
            row[_COLUMN["beat"]] = (time - start) // TICKS + 1
            row[_COLUMN["tick"]] = (time - start) % TICKS + 1
            row[harmony] = values
            self.add(row, time - self.origin)

    def header(self, kind: str, bar: int, slot: int) -> Ints:
        """A cell, hole or fill event; returns the row that its notes start from."""
        part = self.request.parts[slot]
        known = self.request.known
        start = int(self.piece.bars[bar, START])
        row = self.frame(bar)
        row[[_COLUMN["root"], _COLUMN["kind"], _COLUMN["bass"]]] = self.chord_at(start)
        row[_COLUMN["slot"]] = slot + 1
        row[_COLUMN["instrument"]] = self.piece.parts[part, INSTRUMENT]
        if known.roles:
            row[_COLUMN["role"]] = self.piece.parts[part, ROLE]
        found = self.cells.get((bar, part))
        values = self.piece.controls[found[0]] if found else np.array([1, 0, 0, 0])
        row[_CONTROL_COLUMNS] = np.where(known.controls, values, 0)
        row[0] = _TYPES[kind]
        self.add(row, start - self.origin)
        return row

    def notes(self, bar: int, slot: int, row: Ints) -> None:
        """The note events of a cell, in the frame of its header's row."""
        found = self.cells.get((bar, self.request.parts[slot]))
        if found is None:
            return
        _, at, number = found
        number = min(number, len(self.events) - self.count)
        block = self.piece.notes[at : at + number]
        rows = slice(self.count, self.count + number)
        start = int(self.piece.bars[bar, START])
        times = start + block[:, POSITION]
        out = self.events[rows]
        out[:] = row
        out[:, 0] = _TYPES["note"]
        out[:, _COLUMN["beat"]] = block[:, POSITION] // TICKS + 1
        out[:, _COLUMN["tick"]] = block[:, POSITION] % TICKS + 1
        pitch = block[:, PITCH]
        out[:, _COLUMN["pitch"]] = np.where(pitch <= 128, pitch + self.request.shift, pitch)
        out[:, _COLUMN["lengthBeats"]] = block[:, LENGTH] // TICKS + 1
        out[:, _COLUMN["lengthTicks"]] = block[:, LENGTH] % TICKS + 1
        if self.request.known.velocity:
            out[:, _COLUMN["velocity"]] = block[:, 5]
        if self.request.known.micro:
            out[:, _COLUMN["micro"]] = block[:, 6]
        if len(self.chords):
            index = np.searchsorted(self.chords[:, TIME], times, side="right") - 1
            harmony = np.where(index[:, None] >= 0, self.chords[index, ROOT:], 0)
            for column, name in enumerate(("root", "kind", "bass")):
                out[:, _COLUMN[name]] = harmony[:, column]
        self.times[rows] = times - self.origin
        self.count += number


def transposed_chords(chords: Ints, shift: int, is_known: bool) -> Ints:
    """Chords with their roots moved by semitones; none where harmony is not to be shown."""
    if not is_known:
        return chords[:0]
    moved = chords.copy()
    has_root = (moved[:, ROOT] > 0) & (moved[:, ROOT] <= 12)
    moved[has_root, ROOT] = (moved[has_root, ROOT] - 1 + shift) % 12 + 1
    return moved


def build(piece: Piece, request: Request, limit: int = 1 << 20) -> Window:
    """The events of a request, cut off after `limit` events."""
    size = size_of(piece, request)
    writer = _Writer(piece, request, min(size, limit))
    row = np.zeros(WIDTH, np.int32)
    row[0] = _TYPES["start"]
    row[_COLUMN["genre"]] = writer.genre
    writer.add(row, 0)
    is_full = False
    for bar in request.bars:
        if writer.count + 1 + count_chords(writer.chords, piece, bar) > len(writer.events):
            is_full = True
            break
        writer.bar(bar, len(piece.bars) - bar)
        for slot, part in enumerate(request.parts):
            if writer.count == len(writer.events):
                break
            if (bar, part) in request.holes:
                writer.header("hole", bar, slot)
            elif (bar, part) in writer.cells:
                writer.notes(bar, slot, writer.header("cell", bar, slot))
    if not is_full and writer.count < len(writer.events) and request.bars.stop == len(piece.bars):
        row[0] = _TYPES["end"]
        last = piece.bars[-1]
        writer.add(row, int(last[START] + last[BAR_LENGTH]) - writer.origin)
    slots = {part: slot for slot, part in enumerate(request.parts)}
    for bar, slot in sorted((bar, slots[part]) for bar, part in request.holes):
        if writer.count == len(writer.events):
            break
        writer.notes(bar, slot, writer.header("fill", bar, slot))
    return Window(writer.events[: writer.count], writer.times[: writer.count])


def count_chords(chords: Ints, piece: Piece, bar: int) -> int:
    """Chord changes within a bar after its start."""
    start, length = int(piece.bars[bar, START]), int(piece.bars[bar, BAR_LENGTH])
    low, high = np.searchsorted(chords[:, TIME], [start + 1, start + length])
    return int(high - low)


def size_of(piece: Piece, request: Request) -> int:
    """How many events a request makes."""
    first, last = np.searchsorted(piece.cells[:, 0], [request.bars.start, request.bars.stop])
    cells = piece.cells[first:last]
    kept = cells[np.isin(cells[:, 1], request.parts)]
    size = 2 + len(request.bars) + len(kept) + int(kept[:, 3].sum()) + 2 * len(request.holes)
    if request.known.chords and len(piece.chords):
        bars = piece.bars
        end = bars[request.bars.stop - 1, START] + bars[request.bars.stop - 1, BAR_LENGTH]
        low, high = np.searchsorted(
            piece.chords[:, TIME], [bars[request.bars.start, START] + 1, end]
        )
        size += int(high - low)
    return size


def events_by_bar(piece: Piece, parts: tuple[int, ...], has_chords: bool) -> Ints:
    """Upper bound of the events of each bar without holes [bars]."""
    bars = len(piece.bars)
    kept = piece.cells[np.isin(piece.cells[:, 1], parts)]
    found = 1 + np.bincount(kept[:, 0], weights=kept[:, 3] + 1, minlength=bars).astype(np.int32)
    if has_chords and len(piece.chords):
        at = np.searchsorted(piece.bars[:, START], piece.chords[:, TIME], side="right") - 1
        found += np.bincount(at.clip(0), minlength=bars).astype(np.int32)
    return found
