"""Corpus -> tokens: every work on the grid with the labels found so far, a file a collection.

Run it as `python -m etude_training.prepare --config configs/prepare.toml`; again after more labels
were found. Prints what was left out and the share of onsets off the grid.
"""

import argparse
import json
import tomllib
from pathlib import Path

from .annotate import annotate
from .corpus import Work, unpack, works
from .files import write_atomically
from .genres import genre_of
from .labels import labelled
from .midi import UnusableError, read
from .places import Places, places
from .store import save


def main() -> None:
    """Prepares the collections that the config names, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/prepare.toml"))
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text())
    here = places()
    unpack(here)
    shelves: dict[str, list[Work]] = {}
    for work in works(here):
        shelves.setdefault(work.collection, []).append(work)
    report = {}
    for name in config["collections"] or sorted(shelves, key=lambda key: len(shelves[key])):
        report[name] = prepare(name, shelves[name], here, config["played"])
        print(name, json.dumps(report[name]), flush=True)
    text = json.dumps(report, indent=1) + "\n"
    write_atomically(here.tokens / "report.json", lambda file: file.write(text.encode()))


def prepare(name: str, members: list[Work], here: Places, played: list[str]) -> dict:
    """Writes one collection and returns its counts."""
    labels = labelled(here.labels / f"{name}.jsonl")
    rows, pieces, refused, off, notes, found = [], [], {}, 0, 0, 0
    for work in members:
        genre = genre_of(work)
        try:
            piece, outside = read(work.path(here), genre, name in played)
        except (UnusableError, OSError, RuntimeError, ValueError) as error:
            refused[work.id] = str(error)
            continue
        if work.id in labels:
            annotate(piece, labels[work.id])
            found += 1
        off += outside
        notes += len(piece.notes)
        pieces.append(piece)
        rows.append(
            {
                "id": work.id,
                "title": work.title,
                "author": work.author,
                "collection": work.collection,
                "licence": work.licence,
                "source": work.source,
                "split": work.split,
                "free": work.is_free,
                "loose": work.is_loose,
                "genre": genre,
                "notes": len(piece.notes),
                "off": outside,
                "sha256": work.digest(here),
            }
        )
    save(here.tokens / f"{name}.npz", name, rows, pieces)
    return {
        "works": len(rows),
        "labelled": found,
        "notes": notes,
        "off_grid": round(off / max(notes, 1), 5),
        "refused": refused,
    }


if __name__ == "__main__":
    main()
