"""The longest stretch that each asked line shares with any trained one, and how rare it is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .lines import Lines
from .streams import Words, mixed

Rows = NDArray[np.int64]
ROUNDING = 1e-6
"""Bits that sums over all lines may be off by."""


@dataclass(frozen=True)
class Matches:
    """Of each owner of asked lines [owners]: the longest match and how rare it is.

    `notes` is its length, 0 without any; `fresh` the most notes of a match without what comes again
    within it (see `fresh`). `works` says in how many trained works the rarest match of the longest
    length stands, 0 where it has no more than the least notes; `rare` whether a match of more than
    the least notes is among the most surprising.
    """

    notes: NDArray[np.int64]
    fresh: NDArray[np.int64]
    works: NDArray[np.int64]
    rare: NDArray[np.bool_]


FIGURE = 3
"""Steps of a figure: four notes."""


def matches(trained: Lines, asked: Lines, least: int, rarest: float) -> Matches:
    """Longest exact matches, found step by step; exact but for collisions of 64-bit hashes.

    A stretch of n + 1 steps is shared only where its first n are, so that all but a few places of
    both sides drop out within the first steps: nothing is indexed. Matches of more than `least`
    notes may be `rare`: more surprising than all but the share `rarest` of the trained stretches of
    least + 1 notes.
    """
    notes, works = np.zeros((2, asked.owners), np.int64)
    rare = np.zeros(asked.owners, bool)
    surprise, bound = surprises(trained, asked, least, rarest)
    reach = np.zeros(len(asked), np.int64)
    hashes = [np.zeros(len(lines), np.uint64) for lines in (trained, asked)]
    places: list[Rows] = [np.arange(len(lines)) for lines in (trained, asked)]
    length = 0
    while len(places[0]) and len(places[1]):
        length += 1
        for side, lines in enumerate((trained, asked)):
            places[side] = _longer(lines, places[side], length)
            rows = places[side]
            hashes[side][rows] = mixed(hashes[side][rows], lines.steps[rows + length - 1])
        words = [hashes[side][places[side]] for side in (0, 1)]
        # The asked side is small: it sorts, and what it lacks drops out of the trained side.
        kept = _within(words[0], np.unique(words[1]))
        places[0], words[0] = places[0][kept], words[0][kept]
        kept = _within(words[1], np.unique(words[0]))
        places[1], words[1] = places[1][kept], words[1][kept]
        owners = asked.owner[places[1]]
        notes[owners] = length + 1
        reach[places[1]] = length
        if length >= least:
            works[owners] = np.iinfo(np.int64).max
            found = shared(words[0], trained.owner[places[0]], words[1])
            np.minimum.at(works, owners, found)
        if length == least:
            rare[owners[surprise[places[1]] > bound + ROUNDING]] = True
    return Matches(notes, fresh(asked, reach), works, rare)


def fresh(asked: Lines, reach: NDArray[np.int64]) -> NDArray[np.int64]:
    """The most notes of each owner's matches without what comes again within them [owners].

    `reach` [steps] is how many steps of a match begin at each. A match counts as many notes as it
    has different figures of `FIGURE` steps, and those of the first: all of its notes where none
    comes again, and few where one figure or one note is repeated.
    """
    found = np.zeros(asked.owners, np.int64)
    tail = np.zeros(FIGURE - 1, np.uint32)
    padded = np.r_[asked.steps, tail]
    figures = mixed(*(padded[at : at + len(asked)] for at in range(FIGURE)))
    for place in np.argsort(-reach, kind="stable").tolist():
        size, owner = int(reach[place]), int(asked.owner[place])
        if size == 0:
            break
        # Most matches are parts of longer ones and cannot have more.
        if size + 1 > found[owner]:
            kinds = len(np.unique(figures[place : place + max(size - FIGURE + 1, 0)]))
            found[owner] = max(found[owner], min(kinds + FIGURE, size + 1))
    return found


def shared(words: Words, owners: NDArray[np.int32], asked: Words) -> NDArray[np.int64]:
    """In how many works each asked word stands, of words and their works."""
    pairs = np.unique(np.stack([words, owners.astype(np.uint64)]), axis=1)
    found, counts = np.unique(pairs[0], return_counts=True)
    return counts[np.searchsorted(found, asked)] if len(found) else np.zeros(0, np.int64)


def surprises(
    trained: Lines, asked: Lines, length: int, rarest: float
) -> tuple[NDArray[np.float64], float]:
    """Bits of `length` steps from each asked place on, and what the rarest trained ones have.

    A step's bits are those of its share among all trained steps; steps never trained have most.
    """
    kinds, counts = np.unique(trained.steps, return_counts=True)
    bits = np.log2(counts.sum() / counts) if len(counts) else np.zeros(0)
    found = _sums(trained, bits[np.searchsorted(kinds, trained.steps)], length)
    found = found[_longer(trained, np.arange(len(found)), length)]
    bound = float(np.quantile(found, 1 - rarest)) if len(found) else np.inf
    if not len(kinds):
        return np.zeros(len(asked)), bound
    at = np.searchsorted(kinds, asked.steps).clip(max=len(kinds) - 1)
    known = np.where(kinds[at] == asked.steps, bits[at], np.log2(counts.sum() + 1))
    return _sums(asked, known, length), bound


def _sums(lines: Lines, bits: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    total = np.r_[0, np.cumsum(bits)]
    stop = np.minimum(np.arange(len(lines)) + length, len(lines))
    return total[stop] - total[:-1]


def _longer(lines: Lines, places: Rows, length: int) -> Rows:
    """The places from which a line has so many steps."""
    places = places[places + length <= len(lines)]
    return places[lines.line[places] == lines.line[places + length - 1]]


def _within(words: Words, known: Words) -> NDArray[np.bool_]:
    """Whether words are among sorted ones."""
    if not len(known):
        return np.zeros(len(words), bool)
    return known[np.searchsorted(known, words).clip(max=len(known) - 1)] == words
