"""Human pieces of the corpus, by split: a stated sample of every collection."""
import csv
import hashlib

from corpus import located


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
            paths = (located(unpacked / kind, row["path"]) for row in rows)
            found += [(collection, path) for path in paths if path][:each]
    return found

