"""Human pieces of the corpus, by split: a stated sample of every collection."""
import csv
import hashlib
from pathlib import Path


def pieces(corpus, unpacked, split, each):
    """Up to so many MIDI files of each collection as (collection, path), by a hash of names."""
    found = []
    for kind in ("scores", "modern"):
        by_collection = {}
        with (corpus / kind / "manifest.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["split"] == split:
                    by_collection.setdefault(row["collection"], []).append(row)
        for collection, rows in sorted(by_collection.items()):
            rows.sort(key=lambda row: hashlib.sha256(row["id"].encode()).hexdigest())
            paths = (_path(unpacked / kind, row["path"]) for row in rows)
            found += [(collection, path) for path in paths if path][:each]
    return found


def _path(folder, path):
    """Where the file of a manifest's row was unpacked to."""
    archive, _, member = path.partition("!")
    if member:
        for base in (folder / archive.replace(".tar.zst", ""),
                     folder / Path(archive).parent / Path(archive).name.replace(".tar.zst", "")):
            if (base / member).is_file():
                return base / member
        matches = list(folder.rglob(Path(member).name))
        return matches[0] if matches else None
    return folder / path if (folder / path).is_file() else None
