"""Whether the model copies: the longest match of what it writes with any work it was trained on.

`python -m etude_training.memorization --config configs/memorization.toml` takes continuations (as
`outputs` makes them) and songs of the styles that name a genre, as many in all as the config says,
half of each kind, and looks for the longest stretch of each that any training work has too, in
intervals and times between onsets of top lines. Beside it stand works of the splits valid and test,
cut to the same number of bars. Prints a table and writes `$ETUDE_TRAINING/memorization.json`.
`--folder` measures MIDI files of any origin instead, all of their notes.
"""

import argparse
import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .cards import insert
from .excerpts import Wanted
from .files import write_atomically
from .lines import Lines, lines, whole
from .matches import Matches, matches
from .origins import Group, groups_of, held_out, in_folder, pooled
from .places import places
from .sampler import is_trained
from .store import Collection, load
from .written import missing


@dataclass(frozen=True)
class Summary:
    """Longest matches of a group in notes, how many go above the least, and of which kind."""

    genre: str
    origin: str
    count: int
    median: float
    high: float
    most: int
    fresh_median: float
    fresh_high: float
    fresh_above: int
    above: int
    single: int
    rare: int


def trained(collections: Iterable[Collection]) -> Lines:
    """The lines of all training works."""
    return lines(
        [
            [whole(collection.piece(index))]
            for collection in collections
            for index, work in enumerate(collection.works)
            if is_trained(work)
        ]
    )


def summaries(
    groups: Sequence[Group], corpus: Lines, least: int, rarest: float
) -> tuple[list[Summary], Matches]:
    """What the matches of each group are, all groups looked for at once, and of each owner."""
    found = matches(corpus, lines([one for group in groups for one in group.owned]), least, rarest)
    at, rows = 0, []
    for group in groups:
        part = slice(at, at + len(group.owned))
        at = part.stop
        if not group.owned:
            continue
        notes, fresh, is_above = found.notes[part], found.fresh[part], found.notes[part] > least
        rows.append(
            Summary(
                group.genre,
                group.origin,
                len(notes),
                float(np.median(notes)),
                float(np.quantile(notes, 0.95)),
                int(notes.max()),
                float(np.median(fresh)),
                float(np.quantile(fresh, 0.95)),
                int((fresh > least).sum()),
                int(is_above.sum()),
                int((is_above & (found.works[part] == 1)).sum()),
                int(found.rare[part].sum()),
            )
        )
    return rows, found


def table(rows: Sequence[Summary], least: int) -> str:
    """Longest matches in Markdown; bold where outputs exceed works of their genre, or are rare."""
    human = {row.genre: row for row in rows if row.origin == "works"}
    lines = [
        f"| genre | of | n | median | 95 % | most | over {least} | of one work | rarest "
        f"| fresh: median | 95 % | over {least} |",
        "|---|---|" + "---:|" * 10,
    ]
    for row in sorted(rows, key=lambda row: (row.genre, row.origin)):
        other = human.get(row.genre)
        is_compared = row.origin != "works" and other is not None
        high, fresh = f"{row.high:.1f}", f"{row.fresh_high:.1f}"
        high = f"**{high}**" if is_compared and row.high > other.high else high
        fresh = f"**{fresh}**" if is_compared and row.fresh_high > other.fresh_high else fresh
        rare = f"**{row.rare}**" if row.rare and row.origin != "works" else f"{row.rare}"
        lines.append(
            f"| {row.genre} | {row.origin} | {row.count} | {row.median:.1f} | {high} | "
            f"{row.most} | {row.above} | {row.single} | {rare} | {row.fresh_median:.1f} | "
            f"{fresh} | {row.fresh_above} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Writes or reads outputs, looks for matches and prints them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/memorization.toml"))
    parser.add_argument("--size", type=int, help="so many outputs instead of the config's")
    parser.add_argument("--folder", type=Path, help="MIDI files to measure instead")
    parser.add_argument("--card", type=Path, help="a model card whose table is written anew")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    config["size"] = arguments.size or config["size"]
    here, wanted = places(), Wanted(**config["wanted"])
    if not arguments.folder and not here.program.is_file():
        parser.exit(1, missing(here.program))
    collections = [load(path) for path in sorted(here.tokens.glob("*.npz"))]
    if arguments.folder:
        groups = in_folder(arguments.folder) + held_out(collections, wanted)
    else:
        groups = groups_of(collections, config, wanted, here)
    if not any(group.owned for group in groups if group.origin != "works"):
        parser.exit(1, "there is nothing to measure\n")
    rows, found = summaries(pooled(groups), trained(collections), config["notes"], config["rarest"])
    report = {"size": config["size"], "rows": [vars(row) for row in rows]}
    text = json.dumps(report | {"notes": found.notes.tolist()}, indent=1) + "\n"
    write_atomically(here.work / "memorization.json", lambda file: file.write(text.encode()))
    print(table(rows, config["notes"]))
    if arguments.card:
        insert(arguments.card, "matches", table(rows, config["notes"]))


if __name__ == "__main__":
    main()
