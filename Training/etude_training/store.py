"""A collection of pieces in one file: flat arrays and where each piece begins."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .files import write_atomically
from .piece import ARRAYS, Ints, Piece


@dataclass
class Collection:
    """Pieces of one collection, cut out of flat arrays on demand.

    `flat` holds each array of all pieces end to end, `starts` [pieces + 1] the first row of each.
    """

    name: str
    works: list[dict]
    flat: dict[str, Ints]
    starts: dict[str, Ints]

    def __len__(self) -> int:
        """How many pieces."""
        return len(self.works)

    def piece(self, index: int) -> Piece:
        """One piece; its arrays are views."""
        cut = {
            name: self.flat[name][self.starts[name][index] : self.starts[name][index + 1]]
            for name in ARRAYS
        }
        return Piece(genre=self.works[index]["genre"], **cut)

    def notes(self, index: int) -> int:
        """How many notes one piece has."""
        return int(self.starts["notes"][index + 1] - self.starts["notes"][index])


def save(path: Path, name: str, works: list[dict], pieces: list[Piece]) -> None:
    """Writes a collection; `works` holds id, split, genre, licence and so on of each piece."""
    content: dict[str, np.ndarray] = {}
    for field in ARRAYS:
        blocks = [getattr(piece, field) for piece in pieces]
        content[field] = np.concatenate(blocks).astype(np.int32)
        content[f"{field}_starts"] = np.cumsum([0] + [len(block) for block in blocks])
    content["works"] = np.frombuffer(json.dumps(works).encode(), np.uint8)
    content["name"] = np.frombuffer(name.encode(), np.uint8)
    write_atomically(path, lambda file: np.savez(file, **content))


def load(path: Path) -> Collection:
    """Reads a collection that `save` wrote."""
    with np.load(path) as content:
        return Collection(
            name=content["name"].tobytes().decode(),
            works=json.loads(content["works"].tobytes()),
            flat={field: content[field] for field in ARRAYS},
            starts={field: content[f"{field}_starts"] for field in ARRAYS},
        )
