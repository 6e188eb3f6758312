"""Drum performances on the grid of the drum model: strokes at slots, with velocity and lateness.

A bar is made of pulses: quarter notes, or dotted quarters in compound metres. A pulse has six
slots, of which one pulse uses sixteenths or triplets. The program
builds the same in its room `Grooves`.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import symusic

from .corpus import Work, works
from .genres import GROOVES
from .places import Places

DRUMS = (
    "kick",
    "snare",
    "closed-hat",
    "open-hat",
    "low-tom",
    "mid-tom",
    "high-tom",
    "crash",
    "ride",
)
"""The pieces that are told apart, as in Gillick et al. 2019."""

PIECES = {
    36: 0, 35: 0, 38: 1, 40: 1, 37: 1, 42: 2, 44: 2, 46: 3, 41: 4, 43: 4, 45: 5, 47: 5, 48: 6,
    50: 6, 49: 7, 57: 7, 52: 7, 55: 7, 51: 8, 53: 8, 59: 8,
}  # fmt: skip
"""The piece of a General MIDI key."""

SLOTS = (0.0, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4)
"""Where the slots of a pulse lie."""

STRAIGHT, TRIPLET = (0, 1, 3, 5), (0, 2, 4)
"""The slots of sixteenths and of triplets."""

KICK = 0.6
"""The power by which velocities of kicks are raised: the kit's pedal reports half of them below 56,
far softer than they sound beside its other pads."""

LATEST = 48.0
"""Milliseconds: strokes further from their slot are between slots, and their time says nothing."""


@dataclass(frozen=True)
class Take:
    """A performance: `hits` [n, 4] are slot from the start, piece, velocity, lateness in ms."""

    name: str
    genre: int
    is_fill: bool
    tempo: float
    pulses: int
    hits: np.ndarray
    begins: int = 0
    """The bar in which the fill begins; a groove stands before it."""

    @property
    def bar(self) -> int:
        """Slots of a bar."""
        return self.pulses * len(SLOTS)

    def after(self, groove: "Take", bars: int, random: np.random.Generator) -> "Take":
        """This fill behind so many bars of a groove."""
        start = int(random.integers(max(1, groove.bars - bars))) * self.bar
        inside = (groove.hits[:, 0] >= start) & (groove.hits[:, 0] < start + bars * self.bar)
        before, own = groove.hits[inside].copy(), self.hits.copy()
        before[:, 0] -= start
        own[:, 0] += bars * self.bar
        return replace(self, hits=np.concatenate([before, own]), begins=bars)

    @property
    def bars(self) -> int:
        """Bars up to the last stroke."""
        return int(self.hits[-1, 0]) // self.bar + 1


def genres() -> list[str]:
    """The names of genres; 0 is the unknown one."""
    return ["unknown", *sorted(set(GROOVES.values()) - {"drum-rudiment"})]


def read(path: Path, work: Work) -> Take | None:
    """A performance of one tempo and metre; None where it has no strokes on the kit."""
    score = symusic.Score(str(path))
    notes = [note for track in score.tracks for note in track.notes if note.pitch in PIECES]
    if not notes:
        return None
    metre = score.time_signatures[0] if score.time_signatures else None
    above, below = (metre.numerator, metre.denominator) if metre else (4, 4)
    is_compound = below == 8 and above % 3 == 0
    pulse = (1.5 if is_compound else 4 / below) * score.tpq
    pulses = above // 3 if is_compound else above
    tempo = score.tempos[0].qpm * score.tpq / pulse
    place = np.array([note.time for note in notes]) / pulse
    at = slots(place)
    late = (place - times(at)) * 60_000 / tempo
    # Where a drummer sits against the click is the recording's as much as the drummer's.
    near = late[np.abs(late) < LATEST]
    late -= np.median(near) if len(near) else 0.0
    rows = zip(at, (PIECES[note.pitch] for note in notes), strict=True)
    kept: dict[tuple[int, int], tuple[int, float]] = {}
    for (slot, piece), note, lag in zip(rows, notes, late, strict=True):
        known = kept.get((int(slot), piece))
        loud = note.velocity
        if piece == 0:
            loud = max(1, round(127 * (loud / 127) ** KICK))
        # Of a flam and of a roll in one slot the loudest stroke stays.
        if known is None or loud > known[0]:
            kept[int(slot), piece] = (loud, float(lag))
    hits = np.array([(*key, *kept[key]) for key in sorted(kept)], float)
    genre = GROOVES.get(work.tags[1], "unknown")
    names = genres()
    return Take(
        name=work.id,
        genre=names.index(genre) if genre in names else 0,
        is_fill=work.tags[0] == "fill",
        tempo=tempo,
        pulses=pulses,
        hits=hits,
    )


def slots(place: np.ndarray) -> np.ndarray:
    """The nearest slots of times in pulses; each pulse is in sixteenths or in triplets."""
    beat = np.floor(place + 0.125).astype(int)
    inside = place - beat
    found = np.zeros(len(place), int)
    for number in np.unique(beat):
        here = np.flatnonzero(beat == number)
        best = {}
        for grid in (STRAIGHT, TRIPLET):
            lines = np.array([SLOTS[slot] for slot in grid])
            gaps = np.abs(inside[here, None] - lines[None])
            best[grid] = (gaps.min(axis=1).sum(), np.array(grid)[gaps.argmin(axis=1)])
        # Triplets have fewer lines: where both are as near, they say more.
        grid = TRIPLET if best[TRIPLET][0] < 0.8 * best[STRAIGHT][0] else STRAIGHT
        found[here] = number * len(SLOTS) + best[grid][1]
    return np.maximum(found, 0)


def times(at: np.ndarray) -> np.ndarray:
    """Slots from the start as times in pulses."""
    return at // len(SLOTS) + np.array(SLOTS)[at % len(SLOTS)]


def takes(places: Places) -> dict[str, list[Take]]:
    """The performances of drummers by split, of one metre each."""
    found: dict[str, list[Take]] = {"train": [], "valid": [], "test": []}
    for work in works(places):
        if work.collection != "groove-midi" or work.is_loose:
            continue
        take = read(work.path(places), work)
        if take is not None:
            found[work.split].append(take)
    return found
