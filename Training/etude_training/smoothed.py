"""Chances from counts along a chain of contexts, smoothed as Pitman-Yor processes are (Teh 2006).

Each level of a chain knows more than the level before. Where N songs have a context, n of them with
a value, `P = (n - d)+ / (N + s) + rest * P'`: P' is the level before, `rest` what the values that
are kept leave over; discount d and strength s are tuned on valid. A context that was not seen
changes nothing. Counts are of songs, not of places: what one song repeats counts once, and what
only one song has is left out.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np

DISCOUNTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
STRENGTHS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0)

Event = dict[str, int]
"""Fields of an event by name."""

WHOLE = {"genre", "section"}
"""Fields of which 0 means that it is not known: such an event counts on no level that has them."""


@dataclass
class Entry:
    """What is known of a context: how often it was counted, and the values that are kept."""

    total: int
    counts: dict[int, int]


@dataclass
class Level:
    """A context of the chain: its fields, how it is smoothed, what was counted."""

    fields: tuple[str, ...]
    entries: dict[tuple[int, ...], Entry] = field(default_factory=dict)
    discount: float = 0.5
    strength: float = 1.0

    def context(self, event: Event) -> tuple[int, ...] | None:
        """The context of an event; None where a field that tells it apart is not known."""
        if any(name in WHOLE and event[name] == 0 for name in self.fields):
            return None
        return tuple(event[name] for name in self.fields)


@dataclass
class Chain:
    """Levels from the plainest to the most telling, for a field of so many values."""

    target: str
    size: int
    levels: list[Level]

    def chances(self, event: Event) -> np.ndarray:
        """The chances of all values [size] in an event's place."""
        found = np.full(self.size, 1 / self.size)
        for level in self.levels:
            entry = level.entries.get(level.context(event))
            if entry is None:
                continue
            values = np.fromiter(entry.counts, int)
            counts = np.fromiter(entry.counts.values(), float)
            own = (counts - level.discount) / (entry.total + level.strength)
            found = found * (1 - own.sum())
            found[values] += own
        return found


def fitted(
    songs: list[list[Event]], target: str, size: int, fields: list[tuple[str, ...]], least: int
) -> Chain:
    """Counts of all levels; contexts and values that fewer than `least` songs have are left out."""
    chain = Chain(target, size, [Level(names) for names in fields])
    for level in chain.levels:
        counts: dict[tuple[int, ...], Counter] = defaultdict(Counter)
        owners: Counter = Counter()
        for song in songs:
            own = {(level.context(event), event[target]) for event in song}
            for context, value in sorted(pair for pair in own if pair[0] is not None):
                counts[context][value] += 1
            owners.update({context for context, _ in own})
        for context, counter in sorted(counts.items()):
            kept = {value: n for value, n in sorted(counter.items()) if n >= least}
            if owners[context] >= least and kept:
                level.entries[context] = Entry(counter.total(), kept)
    return chain


@dataclass
class Asked:
    """What each level has counted for asked events [levels, events]."""

    own: np.ndarray
    """How often the event's value was counted in its context."""
    total: np.ndarray
    """How often the context was counted; 0 where it is not known."""
    kept: np.ndarray
    """How often its kept values were counted together."""
    kinds: np.ndarray
    """How many values are kept."""


def asked(chain: Chain, events: list[Event]) -> Asked:
    """Counts for events, so that tuning looks up but once."""
    shape = (len(chain.levels), len(events))
    found = Asked(*(np.zeros(shape) for _ in range(4)))
    for row, level in enumerate(chain.levels):
        for column, event in enumerate(events):
            entry = level.entries.get(level.context(event))
            if entry is not None:
                found.own[row, column] = entry.counts.get(event[chain.target], 0)
                found.total[row, column] = entry.total
                found.kept[row, column] = sum(entry.counts.values())
                found.kinds[row, column] = len(entry.counts)
    return found


def raised(d: float, s: float, found: Asked, row: int, chance: np.ndarray) -> np.ndarray:
    """One level on top of the chances of the level before."""
    total = (found.total[row] + s).clip(min=1e-9)
    own = (found.own[row] - d).clip(min=0) / total
    rest = 1 - (found.kept[row] - d * found.kinds[row]) / total
    return np.where(found.total[row] > 0, own + rest * chance, chance)


def nats(chain: Chain, events: list[Event]) -> np.ndarray:
    """Nats of the asked events [events]."""
    found = asked(chain, events)
    chance = np.full(len(events), 1 / chain.size)
    for row, level in enumerate(chain.levels):
        chance = raised(level.discount, level.strength, found, row, chance)
    return -np.log(chance)


def tune(chain: Chain, events: list[Event], rounds: int = 2) -> None:
    """Chooses the discounts and strengths that serve held-out events best, level by level."""
    found = asked(chain, events)
    for turn in range(rounds):
        below = np.full(len(events), 1 / chain.size)
        for row, level in enumerate(chain.levels):
            # The first turn looks at the level alone, later ones at the whole chain.
            above = range(row + 1, len(chain.levels) if turn else row + 1)
            costs = {}
            for d in DISCOUNTS:
                for s in STRENGTHS:
                    chance = raised(d, s, found, row, below)
                    for later in above:
                        rest = chain.levels[later]
                        chance = raised(rest.discount, rest.strength, found, later, chance)
                    costs[d, s] = -np.log(chance).mean()
            level.discount, level.strength = min(costs, key=lambda pair: costs[pair])
            below = raised(level.discount, level.strength, found, row, below)
