"""The shared vocabulary: which fields an event has, in which order, with which values.

The truth is `vocabulary.json`, which ships with the program: both sides read the same file.
"""

import json
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).parents[2] / "Sources/Formats/Weights/Resources/vocabulary.json"

TICKS = 24
"""Grid steps a quarter note."""

MICRO = 9
"""Microtiming steps a grid step."""

MAX_BEATS = 32
"""The longest bar in quarter notes."""

MAX_LENGTH = 128 * TICKS - 1
"""The longest duration in grid steps."""

MAX_SLOTS = 64
"""The most parts of a window."""

MAX_PLACES = 128
"""The most bars of a window."""

KIT = 129
"""The instrument value of a drum kit."""


@dataclass(frozen=True)
class Field:
    """One field: its column, its number of values (0 is unknown), its names or bounds."""

    name: str
    column: int
    size: int
    values: tuple[str, ...]
    bounds: tuple[int, ...]

    def index(self, name: str, default: str | None = None) -> int:
        """The value of a name, counted from 1 (types: from 0)."""
        base = 0 if self.name in ("type", "genre") else 1
        if name in self.values:
            return self.values.index(name) + base
        return 0 if default is None else self.values.index(default) + base

    def classify(self, number: int) -> int:
        """The value of a number by `bounds`, counted from 1."""
        return bisect_right(self.bounds, number) + 1


@dataclass(frozen=True)
class Vocabulary:
    """All fields in column order, and which of them each type of event predicts."""

    version: int
    fields: tuple[Field, ...]
    predicts: dict[int, tuple[int, ...]]
    given: dict[int, tuple[int, ...]]

    def __getitem__(self, name: str) -> Field:
        """The field of that name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def rows(self) -> int:
        """Rows of one table that holds all values of all fields."""
        return sum(field.size for field in self.fields)

    @property
    def offsets(self) -> list[int]:
        """The first row of each field in that table."""
        found, row = [], 0
        for field in self.fields:
            found.append(row)
            row += field.size
        return found


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of this package."""
    raw = json.loads(PATH.read_text(encoding="utf-8"))
    fields = tuple(
        Field(
            name=entry["name"],
            column=column,
            size=entry["size"],
            values=tuple(entry.get("values", ())),
            bounds=tuple(entry.get("bounds", ())),
        )
        for column, entry in enumerate(raw["fields"])
    )
    column = {field.name: field.column for field in fields}
    kind = {name: index for index, name in enumerate(raw["fields"][0]["values"])}
    return Vocabulary(
        version=raw["version"],
        fields=fields,
        predicts={
            kind[event["type"]]: tuple(column[name] for name in event["predicts"])
            for event in raw["events"]
        },
        given={
            kind[event["type"]]: tuple(column[name] for name in event.get("given", ()))
            for event in raw["events"]
        },
    )
