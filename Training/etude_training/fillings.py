"""Bars of works kept aside, and what the model writes in their place."""

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from .bar_features import around, own
from .corpus import Work
from .joins import bounds, faults, joins
from .midi import UnusableError
from .part_notes import PartNotes, read_part
from .places_to_fill import Place, chosen_places
from .program import Program, RefusedError


@dataclass(frozen=True)
class Filling:
    """One place before and after: features `OWN` + `AROUND`, and faults of the joins in and out."""

    work: str
    collection: str
    part: str
    bars: int
    is_line: bool
    is_changed: bool
    original: list[float]
    filled: list[float]
    original_joins: list[tuple[bool, bool, bool]]
    filled_joins: list[tuple[bool, bool, bool]]


def filling(work: Work, place: Place, before: PartNotes, after: PartNotes) -> Filling | None:
    """What is known of a place; None where it cannot be compared.

    That is where the part hardly moves else, ends in another bar than it did, or has lost a join.
    """
    limits = bounds(before, place.span)
    widths = joins(before, place.span), joins(after, place.span)
    if limits is None or len(after.lines) != len(before.lines) or min(map(len, widths)) < 2:
        return None
    old, new = before.within(place.span), after.within(place.span)
    is_changed = not (
        np.array_equal(old.onsets, new.onsets)
        and np.array_equal(old.keys, new.keys)
        and np.array_equal(old.lengths, new.lengths)
    )
    return Filling(
        work=work.id,
        collection=work.collection,
        part=place.part,
        bars=len(place.span),
        is_line=len(np.unique(before.onsets)) >= 0.95 * len(before.onsets),
        is_changed=is_changed,
        original=own(before, place.span) + around(before, place.span),
        filled=own(after, place.span) + around(after, place.span),
        original_joins=faults(widths[0], limits),
        filled_joins=faults(widths[1], limits),
    )


def fillings(
    etude: Program, work: Work, path: Path, config: dict, counts: Counter[str]
) -> list[Filling]:
    """The places of one work, filled. What went wrong is counted."""
    project = etude.folder / "original"
    found = []
    try:
        plan = etude.json("import", path, "--output", project, "--force", seconds=60)["plan"]
        parts = {}
        for entry in plan["parts"]:
            file = project / "parts" / f"{entry['id']}.mid"
            if not entry["instrument"].endswith("kit") and file.exists():
                parts[entry["id"]] = read_part(file)
        random = np.random.default_rng([config["seed"], crc32(work.id.encode())])
        for place in chosen_places(parts, config["spans"], config["places"], random):
            counts["places"] += 1
            after = filled(etude, project, place)
            one = filling(work, place, parts[place.part], after)
            counts["not comparable"] += one is None
            found += [one] if one else []
    except (RefusedError, UnusableError, OSError, RuntimeError, ValueError) as error:
        counts["refused"] += 1
        print(f"{work.id}: {error}", flush=True)
    finally:
        shutil.rmtree(project, ignore_errors=True)
    return found


def filled(etude: Program, project: Path, place: Place) -> PartNotes:
    """The part after the model wrote a place of it, in a copy of the project."""
    copy = etude.folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(project, copy)
    bars = f"{place.span.start + 1}-{place.span.stop}"
    etude.run(
        "regenerate",
        copy / f"{project.name}.etude",
        "--bars",
        bars,
        "--parts",
        place.part,
        "--composer",
        "model",
        "--no-audio",
        "--quiet",
    )
    return read_part(copy / "parts" / f"{place.part}.mid")
