"""Negative log-likelihood a note, by collection, beside the baselines.

`python -m etude_training.evaluate --config configs/evaluate.toml` prints a table and writes
`$ETUDE_TRAINING/evaluation.json`. The split `test` is for final numbers.
"""

import argparse
import hashlib
import json
import time
import tomllib
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from .cards import insert
from .files import write_atomically
from .lstm import composer
from .model import Composer
from .ngram import field_nats
from .places import Places, places
from .sampler import is_trained
from .settings import settings
from .store import Collection, load
from .streams import FIELDS, Stream, stream
from .validation import Passage, Tally, passages, tally, window_of
from .weights import quantized, restored
from .windows import Known


def loaded(config: Path, checkpoint: Path | None, here: Places) -> tuple[Composer, dict]:
    """The averaged weights of a run and how far it was trained."""
    chosen = settings(config)
    path = checkpoint or here.checkpoints / chosen.name / "checkpoint.pt"
    content = torch.load(path, map_location="cpu", weights_only=True)
    model = composer(chosen.body, chosen.model)
    model.load_state_dict(content["average"])
    return model.eval(), {name: content[name] for name in ("steps", "events")}


def measured(found: Tally) -> dict[str, object]:
    """A tally as numbers: nats a note, its 95 % interval, notes and works."""
    low, high = found.interval()
    return {
        "nats": round(found.per_note, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "notes": int(sum(found.notes)),
        "works": len(set(found.works)),
    }


def by_model(
    model: Composer, collections: list[Collection], chosen: dict[str, list[Passage]], known: Known
) -> dict[str, Tally]:
    """Tallies of a model by collection."""
    found = {}
    for collection in collections:
        block = chosen[collection.name]
        windows = [window_of(collection, passage, known) for passage in block]
        works = [passage.work for passage in block]
        found[collection.name] = tally(model, windows, torch.device("cpu"), works)
    return found


def by_ngram(
    collections: list[Collection], chosen: dict[str, list[Passage]], shifts: list[int]
) -> dict[str, Tally]:
    """Tallies of the n-gram by collection, trained on all free training works."""
    trained, valid, asked, spans = [], [], [], {}
    at = 0
    for collection in collections:
        works = [index for index, work in enumerate(collection.works) if is_trained(work)]
        trained += [stream(collection, works, shift) for shift in shifts if works]
        held = [
            index
            for index, work in enumerate(collection.works)
            if work["split"] == "valid" and work["free"] and work["notes"] > 0
        ]
        valid += [stream(collection, held)] if held else []
        wanted = sorted({passage.work for passage in chosen[collection.name]})
        if wanted:
            asked.append(stream(collection, wanted))
            spans[collection.name] = slice(at, at + len(asked[-1].bar))
            at += len(asked[-1].bar)
    streams = [_joined(blocks) for blocks in (trained, valid, asked)]
    nats = np.zeros(at)
    for field, name in enumerate(FIELDS):
        started = time.monotonic()
        one, discounts = field_nats(*streams, field)
        nats += one
        shown = [round(discount, 2) for discount in discounts]
        print(f"n-gram {name}: {time.monotonic() - started:.0f} s, discounts {shown}", flush=True)
    found = {}
    for name, span in spans.items():
        found[name] = _passage_tally(streams[2], nats, span, chosen[name])
    return found


def kept_ngram(
    collections: list[Collection],
    chosen: dict[str, list[Passage]],
    shifts: list[int],
    here: Places,
) -> dict[str, Tally]:
    """What `by_ngram` gives, from a file where the same works and passages were asked before."""
    works = [[(work["sha256"], is_trained(work)) for work in c.works] for c in collections]
    spans = {name: [(p.work, p.bars.start, p.bars.stop) for p in chosen[name]] for name in chosen}
    text = json.dumps([works, spans, shifts], sort_keys=True)
    path = here.work / f"ngram-{hashlib.sha256(text.encode()).hexdigest()[:12]}.json"
    if path.exists():
        content = json.loads(path.read_text(encoding="utf-8"))
        return {name: Tally(**entry) for name, entry in content.items()}
    found = by_ngram(collections, chosen, shifts)
    content = json.dumps({name: asdict(entry) for name, entry in found.items()})
    write_atomically(path, lambda file: file.write(content.encode()))
    return found


def _joined(blocks: list[Stream]) -> Stream:
    names = ("values", "past", "near", "is_first", "work", "bar")
    return Stream(*(np.concatenate([getattr(block, name) for block in blocks]) for name in names))


def _passage_tally(steps: Stream, nats: np.ndarray, span: slice, chosen: list[Passage]) -> Tally:
    work, bar, is_note = steps.work[span], steps.bar[span], steps.values[span, 0]
    own = nats[span]
    found = Tally([], [], [])
    for passage in chosen:
        rows = (work == passage.work) & (bar >= passage.bars.start) & (bar < passage.bars.stop)
        if is_note[rows].sum() > 0:
            found.nats.append(float(own[rows].sum()))
            found.notes.append(int(is_note[rows].sum()))
            found.works.append(passage.work)
    return found


def main() -> None:
    """Measures what the config asks for and prints it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/evaluate.toml"))
    parser.add_argument("--split", choices=["valid", "test"])
    parser.add_argument("--card", type=Path, help="a model card whose table is written anew")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    split = arguments.split or config["split"]
    here = places()
    torch.set_num_threads(config["threads"])
    names = config["collections"] or sorted(path.stem for path in here.tokens.glob("*.npz"))
    collections = [load(here.tokens / f"{name}.npz") for name in names]
    chosen = {
        collection.name: passages(
            collection, split, config["events"], config["passages"], config["seed"]
        )
        for collection in collections
    }
    collections = [collection for collection in collections if chosen[collection.name]]
    report: dict[str, object] = {"split": split, "events": config["events"]}
    rows: dict[str, dict[str, Tally]] = {}
    for name, path in config["models"].items():
        checkpoint = here.checkpoints / settings(Path(path)).name / "checkpoint.pt"
        if not checkpoint.exists():
            print(f"{name}: not trained")
            continue
        model, report[f"{name} trained"] = loaded(Path(path), None, here)
        rows[name] = by_model(model, collections, chosen, Known.nothing())
        if name == config["main"]:
            rows[f"{name}, labels given"] = by_model(model, collections, chosen, Known())
            model.load_state_dict(restored(quantized(model)))
            rows[f"{name}, 8-bit rows"] = by_model(model, collections, chosen, Known.nothing())
    if config["ngram_shifts"]:
        rows["n-gram"] = kept_ngram(collections, chosen, config["ngram_shifts"], here)
    if not rows:
        parser.exit(1, "there is nothing to measure: no model is trained, and no n-gram is asked\n")
    report["nats a note"] = {
        name: {collection: measured(found) for collection, found in tallies.items()}
        for name, tallies in rows.items()
    }
    text = json.dumps(report, indent=1) + "\n"
    write_atomically(here.work / "evaluation.json", lambda file: file.write(text.encode()))
    print(table(rows))
    if arguments.card:
        insert(arguments.card, "nats a note", table(rows))


def table(rows: dict[str, dict[str, Tally]]) -> str:
    """Nats a note with 95 % intervals, a line a collection, in Markdown."""
    names = list(rows)
    lines = ["| collection | works | notes | " + " | ".join(names) + " |"]
    lines.append("|---|---:|---:|" + "---:|" * len(names))
    for collection in rows[names[0]]:
        facts = [measured(rows[name][collection]) for name in names]
        cells = [f"{fact['nats']:.3f} ({fact['low']:.3f}-{fact['high']:.3f})" for fact in facts]
        head = f"| {collection} | {facts[0]['works']} | {facts[0]['notes']} | "
        lines.append(head + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
