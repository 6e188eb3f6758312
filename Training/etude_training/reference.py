"""The works that songs are held against: a folder with a list, for `etude originality index`.

Run it as `python -m etude_training.reference --output FOLDER`; by default of the works that may
train shipped weights, split `train`.
"""

import argparse
import csv
import shutil
from pathlib import Path

from .corpus import Work, unpack, works
from .places import Places, places

COLUMNS = ("path", "id", "title", "composer", "licence", "source", "attribution", "genre")

GENRES = (
    ("string-quartet", ("string-quartet",)),
    ("hymn", ("hymn", "hymns", "carol", "christmas", "gospel-hymn", "chorale")),
    ("sacred", ("sacred", "mass", "mass-section", "vespers", "requiem", "motet", "litany")),
    ("song", ("lied", "art-song", "song")),
    ("folk", ("folk", "fiddle", "reel", "jig", "traditional", "old-time")),
)
"""Genres by the tags that name them, the first that fits; modern pieces are of games."""


def genre(work: Work) -> str:
    """The wide genre that a work is counted under."""
    if work.shelf == "modern":
        return "classical" if work.collection == "reckel-songs" else "game"
    if work.collection == "openscore-lieder":
        return "song"
    for name, tags in GENRES:
        if set(tags) & set(work.tags):
            return name
    return "classical"


def row(work: Work) -> dict[str, str]:
    """The work's row of the list."""
    attribution = f"{work.author} ({work.source})" if work.licence.startswith("CC-BY") else ""
    return {
        "path": f"{work.collection}/{Path(work.member).name}",
        "id": work.id,
        "title": work.title,
        "composer": work.author,
        "licence": work.licence,
        "source": work.source,
        "attribution": attribution,
        "genre": genre(work),
    }


def chosen(here: Places, splits: list[str]) -> list[Work]:
    """The works with pitched parts of some splits; of `train` those alone that may be shipped."""
    return [
        work
        for work in works(here)
        if work.shelf != "grooves" and work.split in splits
        and (work.split != "train" or work.is_free)
    ]


def main() -> None:
    """Lays the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="the folder to make")
    parser.add_argument("--splits", nargs="+", default=["train"], help="train, valid, test")
    arguments = parser.parse_args()
    here = places()
    unpack(here)
    arguments.output.mkdir(parents=True, exist_ok=True)
    found = chosen(here, arguments.splits)
    with (arguments.output / "works.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for work in found:
            fields = row(work)
            place = arguments.output / fields["path"]
            place.parent.mkdir(exist_ok=True)
            if not place.exists():
                shutil.copyfile(work.path(here), place)
            writer.writerow(fields)
    print(f"{len(found)} works in {arguments.output}")


if __name__ == "__main__":
    main()
