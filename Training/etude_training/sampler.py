"""Training windows drawn at random: collections balanced, transposed, parts and labels varied."""

from dataclasses import dataclass

import numpy as np

from .piece import PITCH, Piece
from .store import Collection
from .vocabulary import MAX_PLACES
from .windows import Known, Request, Window, build, events_by_bar


@dataclass(frozen=True)
class Sampling:
    """How windows are drawn; chances are 0...1.

    `balance` is the power of a collection's number of notes that gives its weight: 1 takes notes
    as they come, 0 treats all collections alike.
    """

    balance: float = 0.5
    infill: float = 0.5
    subset: float = 0.3
    shuffle: float = 0.4
    transpose: int = 6
    from_start: float = 0.2
    hide_labels: float = 0.25
    hide_controls: float = 0.5
    hide_velocity: float = 0.3
    hide_all: float = 0.2


class Sampler:
    """Draws windows of at most a number of events from a random stream of its own."""

    def __init__(
        self, collections: list[Collection], sampling: Sampling, seed: int, shipped: bool = True
    ) -> None:
        self.sampling = sampling
        self.random = np.random.default_rng(seed)
        self.pool: list[tuple[Collection, np.ndarray, np.ndarray]] = []
        weights = []
        for collection in collections:
            works = enumerate(collection.works)
            chosen = [index for index, work in works if is_trained(work, shipped)]
            if not chosen:
                continue
            notes = np.array([collection.notes(index) for index in chosen], np.float64)
            self.pool.append((collection, np.array(chosen), notes / notes.sum()))
            weights.append(notes.sum() ** sampling.balance)
        self.weights = np.array(weights) / np.sum(weights)

    def shares(self) -> dict[str, float]:
        """The chance of each collection."""
        pairs = zip(self.pool, self.weights, strict=True)
        return {collection.name: round(float(weight), 4) for (collection, _, _), weight in pairs}

    def draw(self, limit: int) -> Window:
        """One window of at most `limit` events."""
        at = self.random.choice(len(self.pool), p=self.weights)
        collection, chosen, weights = self.pool[at]
        piece = collection.piece(int(self.random.choice(chosen, p=weights)))
        return build(piece, self.request(piece, limit), limit)

    def request(self, piece: Piece, limit: int) -> Request:
        """What to take of a piece."""
        random, sampling = self.random, self.sampling
        known = self.known()
        parts = self.parts(piece)
        sizes = events_by_bar(piece, parts, known.chords)
        is_infill = random.random() < sampling.infill and limit >= 64
        count = len(piece.bars)
        start = 0 if random.random() < sampling.from_start else int(random.integers(count))
        room = (limit - 4) * (0.85 if is_infill else 1.0)
        total = np.cumsum(sizes[start:])
        # A window without holes may end in the middle of a bar, one with holes may not.
        stop = start + max(1, int(np.searchsorted(total, room, side="right")) + (not is_infill))
        bars = range(start, min(stop, count, start + MAX_PLACES))
        shift = self.shift(piece)
        place = int(random.integers(MAX_PLACES - len(bars) + 1))
        request = Request(bars, parts, frozenset(), shift, place, known)
        if not is_infill or float(total[len(bars) - 1]) > limit:
            return request
        free = limit - 4 - int(total[len(bars) - 1])
        return Request(bars, parts, self.holes(bars, parts, free), shift, place, known)

    def parts(self, piece: Piece) -> tuple[int, ...]:
        """The parts to keep, in slot order."""
        random = self.random
        parts = np.unique(piece.cells[:, 1])
        if len(parts) > 2 and random.random() < self.sampling.subset:
            size = int(random.integers(1, len(parts)))
            parts = np.sort(random.choice(parts, size, replace=False))
        chance = random.random()
        if chance < self.sampling.shuffle / 2:
            parts = random.permutation(parts)
        elif chance < self.sampling.shuffle:
            parts = parts[::-1]
        return tuple(parts.tolist())

    def shift(self, piece: Piece) -> int:
        """Semitones to transpose by, such that all pitches stay between 12 and 115 if they do."""
        pitched = piece.notes[:, PITCH][piece.notes[:, PITCH] <= 128]
        reach = self.sampling.transpose
        if len(pitched) == 0 or reach == 0:
            return 0
        low = max(-reach + 1, min(0, 13 - int(pitched.min())))
        high = min(reach, max(0, 116 - int(pitched.max())))
        return int(self.random.integers(low, high + 1))

    def holes(self, bars: range, parts: tuple[int, ...], free: int) -> frozenset[tuple[int, int]]:
        """Cells to ask for: a few bars of some parts, a whole part, or scattered cells."""
        random = self.random
        kind = random.random()
        if kind < 0.25 and len(parts) > 1:
            asked = random.choice(len(parts), 1 + int(random.random() < 0.3), replace=False)
            cells = [(bar, parts[slot]) for bar in bars for slot in asked]
        elif kind < 0.4:
            cells = [(bar, part) for bar in bars for part in parts if random.random() < 0.15]
        else:
            length = min(len(bars), 1 + int(random.geometric(0.3)))
            first = bars.start + int(random.integers(len(bars) - length + 1))
            size = len(parts)
            if random.random() < 0.6:
                size = int(random.integers(1, len(parts) + 1))
            asked = random.choice(len(parts), size, replace=False)
            cells = [(bar, parts[slot]) for bar in range(first, first + length) for slot in asked]
        # A hole adds a header, and another one where the part rests in that bar.
        return frozenset(cells[: max(free // 2, 0)])

    def known(self) -> Known:
        """Which labels to show."""
        random, hide = self.random, self.sampling.hide_labels

        def shown(chance: float) -> bool:
            return bool(random.random() >= chance)

        is_plain = random.random() < self.sampling.hide_all
        if is_plain:
            return Known.nothing()
        has_controls = shown(self.sampling.hide_controls)
        controls = tuple(has_controls and shown(0.3) for _ in range(4))
        return Known(
            genre=shown(hide / 2),
            tempo=shown(hide),
            key=shown(hide),
            chords=shown(hide),
            sections=shown(hide),
            roles=shown(hide),
            velocity=shown(self.sampling.hide_velocity),
            micro=shown(self.sampling.hide_velocity),
            controls=controls,  # type: ignore[arg-type]
        )


def is_trained(work: dict, shipped: bool = True) -> bool:
    """Whether a prepared work may train weights, shipped ones unless said otherwise."""
    is_usable = work["split"] == "train" and work["notes"] > 0 and not work["loose"]
    return is_usable and (work["free"] or not shipped)


class Batches:
    """Rows of exactly `length` events, several short windows in one row."""

    def __init__(self, sampler: Sampler, length: int) -> None:
        self.sampler = sampler
        self.length = length

    def row(self) -> tuple[np.ndarray, np.ndarray]:
        """Events [length, 27] and times [length] of one row."""
        events: list[np.ndarray] = []
        times: list[np.ndarray] = []
        left = self.length
        while left > 0:
            window = self.sampler.draw(left if left >= 32 else 32)
            events.append(window.events[:left])
            times.append(window.times[:left])
            left -= len(events[-1])
        return np.concatenate(events), np.concatenate(times)

    def batch(self, rows: int) -> tuple[np.ndarray, np.ndarray]:
        """Events [rows, length, 27] and times [rows, length]."""
        pairs = [self.row() for _ in range(rows)]
        return np.stack([pair[0] for pair in pairs]), np.stack([pair[1] for pair in pairs])
