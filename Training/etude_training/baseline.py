"""The LSTM of equal size beside the transformer, after as many events.

`run train --config configs/lstm.toml` trains it and keeps its weights at the config's milestones;
`run baseline --config configs/baseline.toml --card CARD` takes the last milestone at which the
repository has kept the transformer's weights too, and writes nats a note of both by collection,
and below them what validation said along the way.
"""

import argparse
import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

import torch

from .cards import insert
from .evaluate import by_model, loaded
from .history import ROOT, kept
from .lstm import composer
from .model import Composer, parameters
from .places import Places, places
from .settings import Settings, settings
from .store import Collection, load
from .train import milestone
from .validation import Passage, Tally, passages
from .windows import Known


@dataclass(frozen=True)
class Pair:
    """Two models after the same number of steps and events."""

    main: Composer
    other: Composer
    steps: int
    events: int


def pair(main: Path, other: Path, here: Places, root: Path = ROOT) -> Pair:
    """Both models at the last milestone of `other` of which the repository keeps `main`.

    A `LookupError` says that there is none yet.
    """
    chosen, body = settings(main), settings(other)
    folder = here.checkpoints / body.name
    for steps in sorted(body.milestones, reverse=True):
        path = milestone(folder, steps)
        if not path.exists():
            continue
        try:
            weights, facts = kept(steps, root)
        except LookupError:
            continue
        model = composer(chosen.body, chosen.model)
        model.load_state_dict(weights)
        found, reached = loaded(other, path, here)
        if facts["events"] != reached["events"]:
            raise ValueError(f"after {steps} steps: {facts['events']} and {reached['events']}")
        return Pair(model.eval(), found, steps, reached["events"])
    raise LookupError(f"no milestone of {body.name} has a kept state of {chosen.name} beside it")


def difference(main: Tally, other: Tally) -> Tally:
    """What `other` spends more than `main` on the same passages."""
    if (main.notes, main.works) != (other.notes, other.works):
        raise ValueError("the tallies are of other passages")
    nats = [b - a for a, b in zip(main.nats, other.nats, strict=True)]
    return Tally(nats, main.notes, main.works)


def together(found: dict[str, Tally]) -> Tally:
    """All collections as one, works told apart."""
    whole, first = Tally([], [], []), 0
    for one in found.values():
        whole.nats += one.nats
        whole.notes += one.notes
        whole.works += [work + first for work in one.works]
        first += max(one.works, default=0) + 1
    return whole


def table(main: dict[str, Tally], other: dict[str, Tally], names: tuple[str, str]) -> str:
    """Nats a note with 95 % intervals, a line a collection and one of all, in Markdown."""
    lines = [
        f"| collection | works | notes | {names[0]} | {names[1]} | {names[1]} less {names[0]} |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    rows = [(name, main[name], other[name]) for name in main]
    rows.append(("**all**", together(main), together(other)))
    for name, first, second in rows:
        cells = [_cell(first), _cell(second), _cell(difference(first, second), "+")]
        head = f"| {name} | {len(set(first.works))} | {sum(first.notes)} | "
        lines.append(head + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(found: Tally, sign: str = "") -> str:
    low, high = found.interval()
    return f"{found.per_note:{sign}.3f} ({low:{sign}.3f} to {high:{sign}.3f})"


def validations(log: Path) -> dict[int, tuple[int, float]]:
    """Events and nats a note by step, of the rows of a log that were validated."""
    with log.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["valid"]]
    return {int(row["steps"]): (int(row["events"]), float(row["valid"])) for row in rows}


def curve(main: Path, other: Path, names: tuple[str, str]) -> str:
    """Validation of two runs at the steps that both logs have, in Markdown."""
    first, second = validations(main), validations(other)
    lines = [f"| steps | events | {names[0]} | {names[1]} |", "|---:|---:|---:|---:|"]
    for steps in sorted(set(first) & set(second)):
        events, nats = first[steps]
        lines.append(f"| {steps:,} | {events:,} | {nats:.3f} | {second[steps][1]:.3f} |")
    return "\n".join(lines)


def asked(
    collections: list[Collection], split: str, config: dict
) -> tuple[list[Collection], dict[str, list[Passage]]]:
    """The passages of a split, and the collections that have any."""
    size = (config["events"], config["passages"], config["seed"])
    chosen = {one.name: passages(one, split, *size) for one in collections}
    return [one for one in collections if chosen[one.name]], chosen


def report(config: dict, here: Places) -> str:
    """Everything that the card gets."""
    main, other = Path(config["main"]), Path(config["baseline"])
    chosen, body = settings(main), settings(other)
    names = (chosen.name, body.name)
    found = pair(main, other, here)
    stems = config["collections"] or sorted(path.stem for path in here.tokens.glob("*.npz"))
    collections = [load(here.tokens / f"{name}.npz") for name in stems]
    sizes = [
        f"{name} {parameters(model):,}" for name, model in zip(names, _both(found), strict=True)
    ]
    blocks = [
        f"Both trained for {found.steps:,} steps on {found.events:,} events of the same stream, "
        f"seed {body.seed}; parameters: {', '.join(sizes)}."
    ]
    for split in config["splits"]:
        shelves, wanted = asked(collections, split, config)
        first, second = (
            by_model(model, shelves, wanted, Known.nothing()) for model in _both(found)
        )
        blocks.append(f"Split `{split}`, nats a note:\n\n{table(first, second, names)}")
    log = here.checkpoints / body.name / "log.csv"
    blocks.append(_along(Path(config["log"]), log, names, body))
    return "\n\n".join(blocks)


def _both(found: Pair) -> tuple[Composer, Composer]:
    return found.main, found.other


def _along(main: Path, other: Path, names: tuple[str, str], body: Settings) -> str:
    words = f"Along the way, {body.validation_windows} passages of `valid`, nats a note:"
    return f"{words}\n\n{curve(main, other, names)}"


def main() -> None:
    """Measures both, prints the tables and writes them into a card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/baseline.toml"))
    parser.add_argument("--card", type=Path, help="a model card whose tables are written anew")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    torch.set_num_threads(config["threads"])
    try:
        found = report(config, places())
    except LookupError as problem:
        parser.exit(1, f"{problem}: train the baseline up to a milestone first\n")
    print(found)
    if arguments.card:
        insert(arguments.card, "lstm", found)


if __name__ == "__main__":
    main()
