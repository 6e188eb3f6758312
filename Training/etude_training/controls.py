"""Whether filled cells have the density, polyphony and register that was asked for.

`python -m etude_training.controls --config configs/controls.toml` asks the shipped weights for
other classes than those of works kept aside, asks the program for songs whose attributes the
players' draft sets, prints both tables and writes `controls.json` into `$ETUDE_TRAINING`.
"""

import argparse
import json
import tempfile
import tomllib
from dataclasses import asdict
from pathlib import Path

import torch

from .asked_cells import ATTRIBUTES, WAYS, Answer, answers
from .cards import insert
from .drafted_cells import ROLES, DraftedCell, drafted_cells, model_styles
from .files import write_atomically
from .intervals import share
from .places import Places, places
from .program import RefusedError, program
from .store import load
from .weights import model_of


def asked_table(found: list[Answer]) -> str:
    """Hits by attribute and way of asking, in Markdown."""
    lines = [
        "| asked of the model | how | hit, % | within one class, % | lower - higher, % "
        "| cells | works |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for attribute in ATTRIBUTES:
        for way in WAYS:
            rows = [one for one in found if one.attribute == attribute and one.way == way]
            if not rows:
                continue
            works = [one.work for one in rows]
            exact = share([one.asked == one.got for one in rows], works)
            near = share([one.got > 0 and abs(one.asked - one.got) <= 1 for one in rows], works)
            low = share([one.got < one.asked for one in rows], works).mean
            high = share([one.got > one.asked for one in rows], works).mean
            lines.append(
                f"| {attribute} | {way} | {exact.percent()} | {near.percent()} "
                f"| {100 * low:.0f} - {100 * high:.0f} | {exact.number} | {exact.groups} |"
            )
    return "\n".join(lines)


def drafted_table(found: list[DraftedCell]) -> str:
    """Hits by role and attribute in songs, in Markdown: exactly, then within one class."""
    lines = [
        "| asked by the program | "
        + " | ".join(f"{name}, %" for name in ATTRIBUTES)
        + " | within one class, % | cells | songs |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for role in ("all", *ROLES):
        rows = [one for one in found if role in ("all", one.role)]
        if not rows:
            continue
        songs = [one.song for one in rows]
        exact, near = [], []
        for index in range(len(ATTRIBUTES)):
            pairs = [(one.drafted[index], one.written[index]) for one in rows]
            exact.append(share([left == right for left, right in pairs], songs).percent())
            close = [right > 0 and abs(left - right) <= 1 for left, right in pairs]
            near.append(f"{100 * share(close, songs).mean:.1f}")
        lines.append(
            f"| {role} | {' | '.join(exact)} | {', '.join(near)} "
            f"| {len(rows)} | {len(set(songs))} |"
        )
    return "\n".join(lines)


def asked_of_model(config: dict, here: Places) -> list[Answer]:
    """What the shipped weights answer in the collections that the config names, or all."""
    model = model_of(Path(config["weights"]))
    found: list[Answer] = []
    names = config["collections"] or sorted(path.stem for path in here.tokens.glob("*.npz"))
    for name in names:
        if name not in config["left_out"]:
            found += answers(model, load(here.tokens / f"{name}.npz"), config)
            print(f"{name}: {len(found)} answers", flush=True)
    return found


def asked_by_program(config: dict, here: Places) -> tuple[str, list[DraftedCell]]:
    """What the program says of its model, and the cells of its songs in all styles of the model."""
    found: list[DraftedCell] = []
    with tempfile.TemporaryDirectory(prefix="etude-controls-") as folder:
        etude = program(here, Path(folder))
        for style in model_styles(etude):
            for seed in range(config["seed"], config["seed"] + config["songs"]):
                try:
                    found += drafted_cells(etude, style, seed, config["bars"])
                except RefusedError as error:
                    print(f"{style} {seed}: {error}", flush=True)
            print(f"{style}: {len(found)} cells", flush=True)
        return etude.facts(), found


def words(told: dict, asked: list[Answer], drafted: list[DraftedCell]) -> str:
    """Both tables in Markdown."""
    same = share([one.is_same for one in drafted], [one.song for one in drafted])
    return "\n\n".join(
        [
            f"Model `{told['model']}`, split `{told['split']}`, seed {told['seed']}.",
            asked_table(asked),
            drafted_table(drafted),
            f"In {same.percent()} % of these cells the model's notes are the draft's.",
        ]
    )


def main() -> None:
    """Asks, counts, prints, and writes the card where one is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/controls.toml"))
    parser.add_argument("--split", choices=["valid", "test"])
    parser.add_argument("--kept", action="store_true", help="count the cells of the last run")
    parser.add_argument("--card", type=Path, help="a model card whose table is written anew")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    config["split"] = arguments.split or config["split"]
    here = places()
    kept = here.work / "controls.json"
    if arguments.kept:
        content = json.loads(kept.read_text(encoding="utf-8"))
        told = content["told"]
        asked = [Answer(**one) for one in content["asked"]]
        drafted = [DraftedCell(**one) for one in content["drafted"]]
    else:
        torch.set_num_threads(config["threads"])
        asked = asked_of_model(config, here)
        facts, drafted = asked_by_program(config, here)
        told = {"model": facts, "split": config["split"], "seed": config["seed"]}
    if not asked or not drafted:
        parser.exit(1, "there is nothing to measure: no cell was asked for\n")
    content = {
        "told": told,
        "asked": [asdict(one) for one in asked],
        "drafted": [asdict(one) for one in drafted],
    }
    data = json.dumps(content, indent=1) + "\n"
    write_atomically(kept, lambda file: file.write(data.encode()))
    text = words(told, asked, drafted)
    print(text)
    if arguments.card:
        insert(arguments.card, "controls", text)


if __name__ == "__main__":
    main()
