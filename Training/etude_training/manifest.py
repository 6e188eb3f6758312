"""The works that train shipped weights: who made them, under which licence, from where."""

import csv
import io
from pathlib import Path

from .files import write_atomically
from .places import Places
from .sampler import is_trained
from .store import load

COLUMNS = ("id", "title", "author", "collection", "licence", "source", "sha256")
"""`source` is a repository and a path in it; `sha256` is of the MIDI file that was read."""


def trained_works(here: Places, collections: tuple[str, ...] = ()) -> list[dict]:
    """All training works of the prepared collections, by id."""
    names = collections or tuple(path.stem for path in here.tokens.glob("*.npz"))
    found = []
    for name in names:
        found += [work for work in load(here.tokens / f"{name}.npz").works if is_trained(work)]
    return sorted(
        ({name: work[name] for name in COLUMNS} for work in found), key=lambda work: work["id"]
    )


def write(path: Path, works: list[dict]) -> None:
    """Writes the works as CSV in UTF-8 with a head, lines ended by a line feed."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(works)
    content = text.getvalue().encode()
    write_atomically(path, lambda file: file.write(content))
