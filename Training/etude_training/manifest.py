"""The works that train shipped weights: id, title, author, licence, source, SHA-256."""

import json
from collections import Counter
from pathlib import Path

from .files import write_atomically
from .places import Places
from .sampler import is_trained
from .store import load

SHOWN = ("id", "title", "author", "collection", "licence", "source", "sha256")


def trained_works(here: Places, collections: tuple[str, ...] = ()) -> list[dict]:
    """All training works of the prepared collections, by id."""
    names = collections or tuple(path.stem for path in here.tokens.glob("*.npz"))
    found = []
    for name in names:
        found += [work for work in load(here.tokens / f"{name}.npz").works if is_trained(work)]
    return sorted(
        ({key: work[key] for key in (*SHOWN, "notes")} for work in found),
        key=lambda work: work["id"],
    )


def write(path: Path, works: list[dict]) -> None:
    """Writes the works as JSON, one a line, with totals by licence and collection."""
    licences = Counter(work["licence"] for work in works)
    collections = Counter(work["collection"] for work in works)
    head = {
        "format": "etude-training-works",
        "version": 1,
        "licences": dict(sorted(licences.items())),
        "collections": dict(sorted(collections.items())),
    }
    lines = ",\n".join(json.dumps(work, ensure_ascii=False, sort_keys=True) for work in works)
    text = json.dumps(head, ensure_ascii=False)[:-1] + ',\n"works": [\n' + lines + "\n]}\n"
    write_atomically(path, lambda file: file.write(text.encode()))
