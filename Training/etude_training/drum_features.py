"""What the nets of the drum model are shown, as rows of 0 and 1; the program builds the same.

Two nets: one plays a slot (which pieces are struck), one plays a stroke (how loud, how late). What
is not known is a block of zeros, and training hides blocks at random.
"""

from dataclasses import dataclass

import numpy as np

from .grooves import DRUMS, LATEST, SLOTS, Take, genres

PIECES = len(DRUMS)
PULSES = 4
"""Pulses of a bar that are told apart; later ones count as the last."""
TEMPOS = (70, 85, 100, 115, 130, 150, 180)
"""Where classes of tempo begin."""
PAST = 54
"""Slots before a slot that are shown: two bars of four pulses and the pulse before."""
AROUND = 6
"""Slots before and after a slot whose taps are shown."""
BESIDE = 12
"""Slots before and after a stroke whose strokes are shown, within the bar."""
LEVELS = 24
"""Classes of velocity."""
LAGS = 25
"""Classes of lateness."""
STEP = 4.0
"""Milliseconds of a class of lateness."""
HINTS = (46, 106)
"""Velocities from which a stroke is no ghost note, and is an accent."""
LOUD = 70
"""The velocity from which a tap is a loud one."""


@dataclass(frozen=True)
class Block:
    """A named stretch of a row."""

    name: str
    width: int


SLOT_BLOCKS = (
    Block("slot", PULSES * len(SLOTS)),
    Block("pulses", PULSES),
    Block("genre", len(genres())),
    Block("tempo", len(TEMPOS) + 1),
    Block("fill", 1),
    Block("past", PAST * PIECES),
    Block("tapped", 1),
    Block("taps", (2 * AROUND + 1) * 2),
)
STROKE_BLOCKS = (
    Block("piece", PIECES),
    Block("place", PIECES * len(SLOTS)),
    Block("slot", PULSES * len(SLOTS)),
    Block("pulses", PULSES),
    Block("genre", len(genres())),
    Block("tempo", len(TEMPOS) + 1),
    Block("fill", 1),
    Block("beside", (2 * BESIDE + 1) * PIECES),
    Block("hint", 3),
    Block("level", 8),
    Block("again", 8),
    Block("before", 8),
    Block("lag", 7),
)


def offsets(blocks: tuple[Block, ...]) -> dict[str, int]:
    """Where each block begins, and under "" how wide a row is."""
    found, at = {}, 0
    for block in blocks:
        found[block.name] = at
        at += block.width
    return found | {"": at}


def level(velocity: np.ndarray) -> np.ndarray:
    """The class of a velocity 1...127."""
    return np.minimum((velocity.astype(int) - 1) * LEVELS // 127, LEVELS - 1)


def lag(late: np.ndarray) -> np.ndarray:
    """The class of a lateness; -1 for strokes between slots."""
    found = np.floor((late + LATEST + STEP / 2) / STEP).astype(int)
    return np.where(np.abs(late) < LATEST, np.clip(found, 0, LAGS - 1), -1)


def coarse(lags: np.ndarray) -> np.ndarray:
    """Seven classes of lateness."""
    return np.clip((lags + 2) // 4, 0, 6)


def tempo_class(tempo: float) -> int:
    """The class of pulses a minute."""
    return sum(tempo >= bound for bound in TEMPOS)


def grid(take: Take) -> np.ndarray:
    """Velocities [slots, pieces], 0 where nothing is struck."""
    found = np.zeros((take.bars * take.bar, PIECES), np.int16)
    found[take.hits[:, 0].astype(int), take.hits[:, 1].astype(int)] = take.hits[:, 2]
    return found


def common(rows: np.ndarray, at: dict[str, int], take: Take, slot: np.ndarray) -> None:
    """Fills in what both nets are shown of place and setting."""
    inside = slot % take.bar
    pulse = np.minimum(inside // len(SLOTS), PULSES - 1)
    rows[np.arange(len(rows)), at["slot"] + pulse * len(SLOTS) + inside % len(SLOTS)] = 1
    rows[:, at["pulses"] + min(take.pulses, PULSES) - 1] = 1
    if take.genre:
        rows[:, at["genre"] + take.genre] = 1
    rows[:, at["tempo"] + tempo_class(take.tempo)] = 1
    rows[:, at["fill"]] = take.is_fill & (slot // take.bar >= take.begins)


def slot_rows(take: Take) -> tuple[np.ndarray, np.ndarray]:
    """Rows [slots, width] without taps, and which pieces are struck [slots, pieces]."""
    at = offsets(SLOT_BLOCKS)
    struck = (grid(take) > 0).astype(np.uint8)
    rows = np.zeros((len(struck), at[""]), np.uint8)
    common(rows, at, take, np.arange(len(struck)))
    for back in range(1, min(PAST, len(struck) - 1) + 1):
        start = at["past"] + (back - 1) * PIECES
        rows[back:, start : start + PIECES] = struck[:-back]
    return rows, struck


def own_rows(take: Take) -> np.ndarray:
    """Which of the slots before each slot are of its bar [slots, past]."""
    inside = np.arange(take.bars * take.bar) % take.bar
    return (np.arange(1, PAST + 1)[None] <= inside[:, None]).astype(np.uint8)


def tap_rows(taps: np.ndarray) -> np.ndarray:
    """Blocks "tapped" and "taps" for velocities of taps [slots], 0 where none is."""
    rows = np.zeros((len(taps), 1 + (2 * AROUND + 1) * 2), np.uint8)
    rows[:, 0] = 1
    padded = np.pad(taps, AROUND)
    for column in range(2 * AROUND + 1):
        here = padded[column : column + len(taps)]
        rows[:, 1 + 2 * column] = (here > 0) & (here < LOUD)
        rows[:, 2 + 2 * column] = here >= LOUD
    return rows


def taps(take: Take) -> list[np.ndarray]:
    """Rhythms that somebody might have tapped: all onsets, kick and snare, the loud ones."""
    played = grid(take)
    everything = played.max(axis=1)
    body = played[:, :2].max(axis=1)
    loud = np.where(everything >= np.median(everything[everything > 0]), everything, 0)
    return [everything, body, loud]


def stroke_rows(take: Take) -> tuple[np.ndarray, np.ndarray]:
    """Rows [strokes, width], and classes of velocity and lateness [strokes, 2]."""
    at = offsets(STROKE_BLOCKS)
    hits = take.hits
    slot, piece = hits[:, 0].astype(int), hits[:, 1].astype(int)
    levels, lags = level(hits[:, 2]), lag(hits[:, 3])
    rows = np.zeros((len(hits), at[""]), np.uint8)
    each = np.arange(len(hits))
    common(rows, at, take, slot)
    rows[each, at["piece"] + piece] = 1
    rows[each, at["place"] + piece * len(SLOTS) + slot % len(SLOTS)] = 1
    hint = sum((hits[:, 2] >= bound).astype(int) for bound in HINTS)
    rows[each, at["hint"] + hint] = 1
    bars = slot // take.bar
    struck = grid(take) > 0
    for number in np.unique(bars):
        here = np.flatnonzero(bars == number)
        rows[here, at["level"] + int(levels[here].mean() + 0.5) * 8 // LEVELS] = 1
        _beside(rows, at, struck, here, slot, take.bar)
        last: dict[int, int] = {}
        before = None
        for index in here:
            if piece[index] in last:
                rows[index, at["again"] + levels[last[piece[index]]] * 8 // LEVELS] = 1
            if before is not None:
                rows[index, at["before"] + levels[before] * 8 // LEVELS] = 1
                if lags[before] >= 0:
                    rows[index, at["lag"] + coarse(lags[before])] = 1
            last[piece[index]] = index
            before = index
    return rows, np.stack([levels, lags], axis=1)


def _beside(
    rows: np.ndarray,
    at: dict[str, int],
    struck: np.ndarray,
    here: np.ndarray,
    slot: np.ndarray,
    bar: int,
) -> None:
    """Fills in the strokes of a bar around each of its strokes."""
    for index in here:
        start = slot[index] // bar * bar
        for number, around in enumerate(range(slot[index] - BESIDE, slot[index] + BESIDE + 1)):
            if start <= around < start + bar:
                left = at["beside"] + number * PIECES
                rows[index, left : left + PIECES] = struck[around]
