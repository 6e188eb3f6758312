"""Which bars of which parts are filled: drawn at random from works kept aside."""

from dataclasses import dataclass

import numpy as np

from .corpus import Work
from .part_notes import PartNotes

NEAR = 2
"""Within so many bars before and after the place the part has to play."""


@dataclass(frozen=True)
class Place:
    """Some bars of a part, by its id."""

    part: str
    span: range


def chosen_works(
    works: list[Work], split: str, collections: list[str], most: int, seed: int
) -> list[Work]:
    """At most so many works of each collection, drawn at random; loose ones are left out."""
    random = np.random.default_rng(seed)
    found: list[Work] = []
    for name in collections:
        own = [
            work
            for work in works
            if work.collection == name and work.split == split and not work.is_loose
        ]
        order = random.permutation(len(own))[:most]
        found += [own[index] for index in sorted(order.tolist())]
    return found


def chosen_places(
    parts: dict[str, PartNotes], spans: list[int], most: int, random: np.random.Generator
) -> list[Place]:
    """At most so many places of a piece, parts and lengths in turn; none of them overlap in a part.

    In each of their bars a note begins, and so does one shortly before and shortly after.
    """
    found: list[Place] = []
    ids = [list(parts)[index] for index in random.permutation(len(parts))]
    for turn in range(most):
        if not ids:
            break
        name, length = ids[turn % len(ids)], spans[turn % len(spans)]
        free = [
            span
            for span in possible(parts[name], length)
            if not any(
                place.part == name and span.start < place.span.stop and place.span.start < span.stop
                for place in found
            )
        ]
        if free:
            found.append(Place(name, free[int(random.integers(len(free)))]))
    return found


def possible(part: PartNotes, length: int) -> list[range]:
    """All spans of so many bars in which, and around which, the part plays."""
    count = len(part.lines) - 1
    plays = np.zeros(count, bool)
    plays[part.bars] = True
    return [
        range(start, start + length)
        for start in range(1, count - length)
        if plays[start : start + length].all()
        and plays[max(0, start - NEAR) : start].any()
        and plays[start + length : start + length + NEAR].any()
    ]
