"""The drum model beside tables of what drummers do on average."""

from collections.abc import Callable

import numpy as np
import torch

from .drum_features import (
    AROUND,
    LAGS,
    LATEST,
    LEVELS,
    PIECES,
    SLOT_BLOCKS,
    STEP,
    STROKE_BLOCKS,
    coarse,
    grid,
    lag,
    level,
    offsets,
    slot_rows,
    stroke_rows,
    tap_rows,
    taps,
)
from .drum_nets import SlotNet, StrokeNet
from .grooves import SLOTS, Take

DRAWS = 2000
"""Draws of a bootstrap."""

MEMORY = ("again", "before", "lag")
"""Blocks of how strokes before were played."""

VELOCITIES = (np.arange(LEVELS) + 0.5) * 127 / LEVELS + 0.5
"""The middle of each class of velocity."""

LATENESS = (np.arange(LAGS) - LAGS // 2) * STEP
"""The middle of each class of lateness."""


def comparison(
    slot_net: SlotNet, stroke_net: StrokeNet, splits: dict[str, list[Take]], split: str, seed: int
) -> str:
    """Tables in Markdown with 95 % intervals, bootstraps over performances."""
    held, train = splits[split], splits["train"]
    lines = [f"{len(held)} performances, {sum(len(take.hits) for take in held)} strokes.", ""]
    lines += ["| which pieces are struck | nats a slot |", "|---|---:|"]
    chances = strike_table(train)
    rows = {
        "table by place in the bar": lambda take: table_nats(chances, take),
        "**the model**": lambda take: slot_cost(slot_net, take, None),
        "**the model**, all onsets tapped": lambda take: slot_cost(slot_net, take, 0),
        "**the model**, kick and snare tapped": lambda take: slot_cost(slot_net, take, 1),
    }
    for name, cost in rows.items():
        lines.append(f"| {name} | {interval([cost(take) for take in held], seed)} |")
    lines += [
        "",
        "| how a stroke is played | velocity, nats | velocity, error | lateness, nats "
        "| lateness, error in ms |",
        "|---|---:|---:|---:|---:|",
    ]
    tables = stroke_tables(train)
    ways: dict[str, Callable[[Take], np.ndarray]] = {
        "evenly, on the grid": lambda take: even(tables, take),
        "table by piece and place in the pulse": lambda take: by_table(tables, take),
        "**the model**, from the pattern alone": lambda take: played(stroke_net, take, ()),
        "**the model**, told the bar's loudness": lambda take: played(stroke_net, take, ("level",)),
        "**the model**, told accents and ghost notes": lambda take: played(
            stroke_net, take, ("level", "hint")
        ),
        "**the model**, told all and how the strokes before were played": lambda take: played(
            stroke_net, take, ("level", "hint", *MEMORY)
        ),
    }
    for name, way in ways.items():
        found = [way(take) for take in held]
        cells = [interval([part[:, column] for part in found], seed) for column in range(4)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def interval(costs: list[np.ndarray], seed: int) -> str:
    """The mean over all entries that are numbers, and its interval over performances."""
    sums = np.array([np.nansum(cost) for cost in costs])
    counts = np.array([np.isfinite(cost).sum() for cost in costs])
    if not counts.sum():
        return "-"
    draws = np.random.default_rng(seed).integers(len(costs), size=(DRAWS, len(costs)))
    many = sums[draws].sum(axis=1) / counts[draws].sum(axis=1).clip(1)
    low, high = np.percentile(many, [2.5, 97.5])
    return f"{sums.sum() / counts.sum():.3f} ({low:.3f} to {high:.3f})"


def strike_table(train: list[Take]) -> np.ndarray:
    """The chance of each piece at each slot of a bar of four pulses."""
    struck = np.full((4 * len(SLOTS), PIECES), 0.5)
    counts = np.ones((4 * len(SLOTS), 1))
    for take in train:
        found = grid(take) > 0
        at = np.minimum(np.arange(len(found)) % take.bar, 4 * len(SLOTS) - 1)
        np.add.at(struck, at, found)
        np.add.at(counts, at, 1)
    return struck / counts


def table_nats(chances: np.ndarray, take: Take) -> np.ndarray:
    """Nats of each slot by the table."""
    struck = grid(take) > 0
    chance = chances[np.minimum(np.arange(len(struck)) % take.bar, len(chances) - 1)]
    return -np.log(np.where(struck, chance, 1 - chance)).sum(axis=1)


@torch.no_grad()
def slot_cost(net: SlotNet, take: Take, tap: int | None) -> np.ndarray:
    """Nats of each slot by the net, with one of the tapped rhythms or none."""
    rows, struck = slot_rows(take)
    if tap is not None:
        at = offsets(SLOT_BLOCKS)["tapped"]
        rows[:, at : at + 1 + (2 * AROUND + 1) * 2] = tap_rows(taps(take)[tap])
    shown = torch.from_numpy(struck).float()
    logits = net(torch.from_numpy(rows).float(), shown)
    nats = torch.nn.functional.binary_cross_entropy_with_logits(logits, shown, reduction="none")
    return nats.sum(1).numpy()


def stroke_tables(train: list[Take]) -> tuple[np.ndarray, np.ndarray]:
    """Chances of levels and of lags for each piece and slot of a pulse."""
    levels = np.full((PIECES * len(SLOTS), LEVELS), 0.2)
    lags = np.full((PIECES * len(SLOTS), LAGS), 0.2)
    for take in train:
        place = take.hits[:, 1].astype(int) * len(SLOTS) + take.hits[:, 0].astype(int) % len(SLOTS)
        late = lag(take.hits[:, 3])
        np.add.at(levels, (place, level(take.hits[:, 2])), 1)
        np.add.at(lags, (place[late >= 0], late[late >= 0]), 1)
    return levels / levels.sum(1, keepdims=True), lags / lags.sum(1, keepdims=True)


def costs(take: Take, levels: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """Nats and errors of velocity and lateness [strokes, 4] for chances of classes."""
    hits = take.hits
    each = np.arange(len(hits))
    late = lag(hits[:, 3])
    near = late >= 0
    found = np.full((len(hits), 4), np.nan)
    found[:, 0] = -np.log(levels[each, level(hits[:, 2])])
    found[:, 1] = np.abs(levels @ VELOCITIES - hits[:, 2])
    found[near, 2] = -np.log(lags[each, late])[near]
    found[near, 3] = np.abs(lags @ LATENESS - hits[:, 3])[near]
    return found


def even(tables: tuple[np.ndarray, np.ndarray], take: Take) -> np.ndarray:
    """Errors where every stroke is as loud as strokes are on average, and on the grid."""
    mean = float((tables[0].mean(axis=0) * VELOCITIES).sum())
    found = np.full((len(take.hits), 4), np.nan)
    found[:, 1] = np.abs(take.hits[:, 2] - mean)
    near = np.abs(take.hits[:, 3]) < LATEST
    found[near, 3] = np.abs(take.hits[near, 3])
    return found


def by_table(tables: tuple[np.ndarray, np.ndarray], take: Take) -> np.ndarray:
    """Costs by piece and place in the pulse."""
    place = take.hits[:, 1].astype(int) * len(SLOTS) + take.hits[:, 0].astype(int) % len(SLOTS)
    return costs(take, tables[0][place], tables[1][place])


@torch.no_grad()
def played(net: StrokeNet, take: Take, told: tuple[str, ...]) -> np.ndarray:
    """Costs where the net plays the pattern; unless told, it remembers what it expected."""
    rows, _ = stroke_rows(take)
    at = offsets(STROKE_BLOCKS)
    widths = {block.name: block.width for block in STROKE_BLOCKS}
    for name in {"hint", "level", *MEMORY} - set(told):
        rows[:, at[name] : at[name] + widths[name]] = 0
    piece = take.hits[:, 1].astype(int)
    bars = take.hits[:, 0].astype(int) // take.bar
    levels = np.zeros((len(rows), LEVELS))
    lags = np.zeros((len(rows), LAGS))
    starts = [np.flatnonzero(bars == number) for number in np.unique(bars)]
    last: list[dict[int, int]] = [{} for _ in starts]
    memory = np.zeros((len(rows), 2), int)
    for number in range(max(len(start) for start in starts)):
        here = [bar for bar, start in enumerate(starts) if number < len(start)]
        index = np.array([starts[bar][number] for bar in here])
        for bar, stroke in zip(here, index, strict=True):
            if set(MEMORY) <= set(told):
                break
            again = last[bar].get(piece[stroke])
            if again is not None:
                rows[stroke, at["again"] + memory[again, 0] * 8 // LEVELS] = 1
            if number:
                before = starts[bar][number - 1]
                rows[stroke, at["before"] + memory[before, 0] * 8 // LEVELS] = 1
                rows[stroke, at["lag"] + coarse(memory[before, 1])] = 1
            last[bar][piece[stroke]] = stroke
        inputs = torch.from_numpy(rows[index]).float()
        loud = net.levels(net.trunk(inputs)).softmax(1).numpy()
        expected = level(np.round(loud @ VELOCITIES))
        late = net(inputs, torch.from_numpy(expected))[1].softmax(1).numpy()
        levels[index], lags[index] = loud, late
        memory[index, 0] = expected
        memory[index, 1] = lag(late @ LATENESS)
    return costs(take, levels, lags)
