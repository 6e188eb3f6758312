"""Labels by `etude analyze`: keys, chords, roles and sections, kept one JSON line a work.

Run it as `python -m etude_training.labels`; it may be stopped and started at any moment.
"""

import argparse
import json
import os
import subprocess
from pathlib import Path

from .corpus import Work, unpack, works
from .places import Places, places


def labelled(path: Path) -> dict[str, dict]:
    """What a file of labels holds, by work.

    A line cut short by a stop is passed over, and so are timeouts that older runs kept.
    """
    found: dict[str, dict] = {}
    if not path.exists():
        return found
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        if "took more than" not in entry.get("error", ""):
            found[entry["id"]] = entry
    return found


def analyze(work: Work, here: Places) -> dict | None:
    """The labels of one work, `error` instead where the program refuses it; None after a timeout.

    A busy machine takes long, so that a timeout says nothing of the work and is not kept.
    """
    environment = dict(os.environ)
    environment.setdefault("ETUDE_DATA", str(Path(__file__).parents[2] / "Sources" / "Formats"))
    command = [here.program, "analyze", "--json", work.path(here)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, env=environment)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return {"id": work.id, "error": done.stderr.decode(errors="replace").strip()[-200:]}
    found = json.loads(done.stdout)
    return {
        "id": work.id,
        "key": found["key"],
        "confidence": round(found["keyConfidence"], 3),
        "meter": found["meter"],
        "bars": found["bars"],
        "chords": [[span["onset"], span["chord"]] for span in found["chords"]],
        "sections": [[part["startBar"], part["bars"], part["name"]] for part in found["sections"]],
        "parts": [[part["name"], part["notes"], part["role"]] for part in found["parts"]],
    }


def main() -> None:
    """Labels every work that has no label yet, small collections first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", nargs="*", help="only these")
    arguments = parser.parse_args()
    here = places()
    unpack(here)
    here.labels.mkdir(parents=True, exist_ok=True)
    shelves: dict[str, list[Work]] = {}
    for work in works(here):
        if not arguments.collections or work.collection in arguments.collections:
            shelves.setdefault(work.collection, []).append(work)
    for name, members in sorted(shelves.items(), key=lambda pair: len(pair[1])):
        path = here.labels / f"{name}.jsonl"
        known = labelled(path)
        late = 0
        with path.open("a", encoding="utf-8") as file:
            for work in members:
                if work.id in known:
                    continue
                if (found := analyze(work, here)) is None:
                    late += 1
                    continue
                file.write("\n" * (file.tell() > 0) + json.dumps(found))
                file.flush()
        new = len(members) - len(known) - late
        print(f"{name}: {len(members)} works, {new} new, {late} took too long", flush=True)


if __name__ == "__main__":
    main()
