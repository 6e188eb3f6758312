"""The genres that have enough held-out works, and what the model writes behind their bars."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .excerpts import Excerpt, Wanted, cut, midi, usable
from .midi import UnusableError, read
from .store import Collection
from .vocabulary import vocabulary
from .written import Program, UnwrittenError


@dataclass(frozen=True)
class Source:
    """A usable work: its collection, number and id, and the bars that are taken of it."""

    collection: Collection
    index: int
    bars: range

    @property
    def name(self) -> str:
        """The work's id."""
        return self.collection.works[self.index]["id"]


@dataclass(frozen=True)
class Item:
    """An excerpt and the id of the work that it comes from or was written behind."""

    excerpt: Excerpt
    work: str


def by_genre(
    collections: Sequence[Collection], wanted: Wanted, split: str
) -> dict[str, list[Source]]:
    """The usable works of a split by genre."""
    names, found = vocabulary()["genre"].values, {}
    for collection in collections:
        for index, bars in usable(collection, wanted, split):
            genre = names[collection.works[index]["genre"]]
            found.setdefault(genre, []).append(Source(collection, index, bars))
    return found


def drawn(sources: Sequence[Source], count: int, seed: int) -> list[Source]:
    """At most so many works at random, without repetition; fewer are the first of more."""
    order = np.random.default_rng(seed).permutation(len(sources))[:count]
    return [sources[at] for at in order.tolist()]


def prompts(
    valid: Sequence[Source], test: Sequence[Source], count: int, seed: int
) -> list[tuple[Source, int]]:
    """So many works to go on from, with their seeds.

    Works of valid come first, then those of test, then both again with other seeds.
    """
    order = drawn(valid, len(valid), seed) + drawn(test, len(test), seed)
    return [(order[at % len(order)], seed + at) for at in range(count if order else 0)]


def human(source: Source, wanted: Wanted) -> Item:
    """The bars of a work that stand where the model's would."""
    piece = source.collection.piece(source.index)
    return Item(cut(piece, source.bars[wanted.given :]), source.name)


def continued(source: Source, wanted: Wanted, program: Program, seed: int) -> Item:
    """The bars that the model writes behind the given ones of a work."""
    piece = source.collection.piece(source.index)
    prompt = midi(piece, source.bars[: wanted.given])
    path = program.continuation(prompt, wanted.bars, seed)
    try:
        found, _ = read(path, 0, is_played=False)
    except (UnusableError, RuntimeError) as error:
        raise UnwrittenError(f"{path}: {error}") from error
    # A file ends with its last note: bars that were left silent at the end count as well.
    last = min(len(found.bars), wanted.all_bars)
    if last <= wanted.given:
        raise UnwrittenError("nothing but rests")
    excerpt = replace(cut(found, range(wanted.given, last)), bars=wanted.bars)
    if len(excerpt.notes) < 2:
        raise UnwrittenError("a single note")
    return Item(excerpt, source.name)
