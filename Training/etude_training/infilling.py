"""Bars that the model filled in, against the bars that stood there.

`python -m etude_training.infilling --config configs/infilling.toml` imports works kept aside into
projects, has `etude regenerate --composer model` write a few bars of one pitched part anew, each
place in a fresh copy, and reads both as MIDI. It prints how wide the joins are and how well a
logistic regression tells filled bars from original ones, and writes `infilling.json` into
`$ETUDE_TRAINING`.
"""

import argparse
import json
import tempfile
import tomllib
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from .cards import insert
from .corpus import unpack, works
from .files import write_atomically
from .fillings import Filling, fillings
from .judging import classifier_table, join_table, weight_table
from .places import Places, places
from .places_to_fill import chosen_works
from .program import program


def words(told: dict, found: list[Filling], config: dict) -> tuple[str, dict]:
    """All tables in Markdown, and the numbers of the classifier."""
    changed = [one for one in found if one.is_changed]
    accuracies, report = classifier_table(changed, config)
    first = (
        f"Model `{told['model']}`; {told['places']} places in {told['works']} works of split "
        f"`{told['split']}`, {len(found) - len(changed)} of them left as they were, "
        f"{told['not comparable']} not comparable; {told['refused']} works refused."
    )
    tables = [weight_table(report["all"][kind]["weights"]) for kind in ("own", "around")]
    return "\n\n".join([first, join_table(changed), accuracies, *tables]), report


def measured(config: dict, split: str, here: Places) -> tuple[dict, list[Filling]]:
    """Fills the places that the config asks for; counts of what happened, and the places."""
    unpack(here)
    shelf = list(works(here))
    names = config["collections"] or sorted({work.collection for work in shelf})
    names = [name for name in names if name not in config["left_out"]]
    chosen = chosen_works(shelf, split, names, config["pieces"], config["seed"])
    counts: Counter[str] = Counter()
    found: list[Filling] = []
    with tempfile.TemporaryDirectory(prefix="etude-infilling-") as folder:
        etude = program(here, Path(folder))
        facts = etude.facts()
        for number, work in enumerate(chosen, 1):
            found += fillings(etude, work, work.path(here), config, counts)
            if number % 20 == 0:
                print(f"{number} of {len(chosen)} works, {len(found)} places", flush=True)
    told = {"model": facts, "split": split, "works": len(chosen)}
    return told | {name: counts[name] for name in ("places", "not comparable", "refused")}, found


def main() -> None:
    """Fills, measures, prints, and writes the card where one is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/infilling.toml"))
    parser.add_argument("--split", choices=["valid", "test"])
    parser.add_argument("--kept", action="store_true", help="judge the places of the last run")
    parser.add_argument("--card", type=Path, help="a model card whose table is written anew")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    here = places()
    kept = here.work / "infilling.json"
    if arguments.kept:
        content = json.loads(kept.read_text(encoding="utf-8"))
        told, found = content["told"], [Filling(**one) for one in content["fillings"]]
    else:
        told, found = measured(config, arguments.split or config["split"], here)
    if len({one.work for one in found if one.is_changed}) < config["folds"]:
        parser.exit(1, f"there are too few filled bars to judge: {told}\n")
    text, report = words(told, found, config)
    content = {
        "told": told,
        "classifier": report,
        "fillings": [asdict(one) for one in found],
    }
    data = json.dumps(content, indent=1) + "\n"
    write_atomically(kept, lambda file: file.write(data.encode()))
    print(text)
    if arguments.card:
        insert(arguments.card, "infilling", text)


if __name__ == "__main__":
    main()
