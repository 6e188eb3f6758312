"""What the model writes, held against works kept aside: overlap of distributions, human bands.

`python -m etude_training.distributions --config configs/distributions.toml` lets the program go on
from bars of held-out works in every genre that has enough of them, prints two tables and writes
`$ETUDE_TRAINING/distributions.json`. Of each work some bars of one metre nearest to its middle are
taken: the first of them are given to the program, the others are what its bars are compared with.
"""

import argparse
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from .bands import Band, band, figures
from .cards import insert
from .continuations import Item, Source, by_genre, continued, drawn, human, prompts
from .excerpts import Wanted
from .files import write_atomically
from .overlap import Overlap, features, overlap
from .places import places
from .store import Collection, load
from .written import Program, UnwrittenError, missing


@dataclass(frozen=True)
class Report:
    """What was measured of a genre: how many of each set, and figures by name."""

    genre: str
    test: int
    outputs: int
    train: int
    overlaps: dict[str, Overlap]
    bands: dict[str, Band]


def written(asked: Iterable[tuple[Source, int]], wanted: Wanted, program: Program) -> list[Item]:
    """What the model writes behind works; those for which it writes nothing are told."""
    found = []
    for source, seed in asked:
        try:
            found.append(continued(source, wanted, program, seed))
        except UnwrittenError as error:
            print(f"left out: {source.name}: {error}", flush=True)
    return found


def compared(genre: str, sets: Sequence[Sequence[Item]], draws: int, seed: int) -> Report:
    """Overlaps and bands of a genre; `sets` are test works, outputs and training works."""
    test, outputs, train = sets
    names = list(features(test[0].excerpt))
    values = [[figures(item.excerpt) for item in items] for items in sets]
    humans, own = values[0] + values[2], values[1]
    return Report(
        genre,
        *map(len, (test, outputs, train)),
        overlaps={name: overlap(name, sets, draws, seed) for name in names},
        bands={
            name: band([one[name] for one in humans], [one[name] for one in own]) for name in own[0]
        },
    )


def measured(
    collections: Sequence[Collection], wanted: Wanted, config: Mapping, program: Program
) -> list[Report]:
    """Reports of all genres that have enough usable works, the most test works first."""
    splits = {split: by_genre(collections, wanted, split) for split in ("train", "valid", "test")}
    found = []
    for genre, test in sorted(splits["test"].items(), key=lambda entry: -len(entry[1])):
        train, valid = (splits[split].get(genre, []) for split in ("train", "valid"))
        if min(len(test), len(train)) < config["least"]:
            continue
        asked = prompts(valid, test, config["most"], config["seed"])
        outputs = written(asked, wanted, program)
        if len(outputs) < config["least"]:
            print(f"{genre}: only {len(outputs)} outputs", flush=True)
            continue
        sets = [
            [human(source, wanted) for source in drawn(works, config["most"], config["seed"])]
            for works in (test, train)
        ]
        report = compared(genre, (sets[0], outputs, sets[1]), config["draws"], config["seed"])
        print(f"{genre}: {report.test} test, {report.outputs} outputs", flush=True)
        found.append(report)
    return found


def overlap_table(reports: Sequence[Report], margin: float) -> str:
    """Overlapping areas in Markdown, a line a genre and feature; bold where outputs lie too low."""
    lines = [
        "| genre (test, outputs, train) | feature | outputs | train | difference |",
        "|---|---|---:|---:|---:|",
    ]
    for report in reports:
        head = f"{report.genre} ({report.test}, {report.outputs}, {report.train})"
        for name, found in report.overlaps.items():
            cells = [_interval(values) for values in (found.outputs, found.train)]
            difference = _interval(found.difference, sign="+")
            if found.difference[0] < -margin:
                difference = f"**{difference}**"
            lines.append(f"| {head} | {name} | {cells[0]} | {cells[1]} | {difference} |")
    found = [one.difference[0] for report in reports for one in report.overlaps.values()]
    kept = sum(not one < -margin for one in found)
    lines += ["", f"{kept} of {len(found)} differences are within the margin of {margin}."]
    return "\n".join(lines)


def _interval(values: tuple[float, float, float], sign: str = "") -> str:
    if not np.isfinite(values[0]):
        return "constant"
    middle, low, high = (f"{value:{sign}.2f}" for value in values)
    return f"{middle} ({low} to {high})"


def band_table(reports: Sequence[Report]) -> str:
    """Bands in Markdown, a line a figure: band, median and share of outputs within, by genre."""
    lines = ["| figure | " + " | ".join(report.genre for report in reports) + " |"]
    lines.append("|---|" + "---:|" * len(reports))
    for name in reports[0].bands if reports else ():
        cells = []
        for report in reports:
            found = report.bands[name]
            median = f"{found.median:.2f}" if found.holds else f"**{found.median:.2f}**"
            share = f"{100 * found.share:.0f} %" if np.isfinite(found.share) else "-"
            cells.append(f"{found.low:.2f} to {found.high:.2f}: {median}, {share}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Writes, measures and prints what the config asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/distributions.toml"))
    parser.add_argument("--card", type=Path, help="a model card whose tables are written anew")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    here, wanted = places(), Wanted(**config["wanted"])
    if not here.program.is_file():
        parser.exit(1, missing(here.program))
    collections = [load(path) for path in sorted(here.tokens.glob("*.npz"))]
    program = Program(here.program, here.work / "written")
    reports = measured(collections, wanted, config, program)
    if not reports:
        parser.exit(1, f"no genre has {config['least']} usable works of split test\n")
    text = json.dumps([asdict(report) for report in reports], indent=1) + "\n"
    write_atomically(here.work / "distributions.json", lambda file: file.write(text.encode()))
    tables = {"overlap": overlap_table(reports, config["margin"]), "bands": band_table(reports)}
    for name, found in tables.items():
        print(found)
        if arguments.card:
            insert(arguments.card, name, found)


if __name__ == "__main__":
    main()
