"""The state that is kept in the repository: averaged weights in half precision, facts, curves.

`python -m etude_training.state save --config configs/small.toml` writes it from the run's last
checkpoint; `train --state state` begins from it with fresh optimisers.
"""

import argparse
import json
import math
import shutil
from pathlib import Path

import torch
from torch import Tensor

from .files import write_atomically
from .lstm import composer
from .places import places
from .settings import Settings, settings
from .weights import halved, metadata, read, restored, write

LARGEST = 12_000_000
"""The most bytes of the kept weights."""


def save(chosen: Settings, checkpoint: Path, folder: Path) -> dict[str, object]:
    """Writes `weights.safetensors`, `facts.json`, `log.csv` and `curves.png`; returns the facts."""
    content = torch.load(checkpoint, map_location="cpu", weights_only=True)
    model = composer(chosen.body, chosen.model)
    model.load_state_dict(content["average"])
    facts: dict[str, object] = {
        "name": chosen.name,
        "seed": chosen.seed,
        "steps": content["steps"],
        "events": content["events"],
    }
    if math.isfinite(best := content.get("best", math.inf)):
        # The least nats a note of held-out windows so far; a run without validation has none.
        facts["best"] = round(best, 4)
    path = folder / "weights.safetensors"
    write(path, halved(model), metadata(chosen.model, facts))
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path} has {path.stat().st_size} bytes, more than {LARGEST}")
    text = json.dumps(facts, indent=1) + "\n"
    write_atomically(folder / "facts.json", lambda file: file.write(text.encode()))
    for name in ("log.csv", "curves.png"):
        source = checkpoint.with_name(name)
        if source.exists():
            shutil.copyfile(source, folder / name)
    return facts


def read_state(folder: Path) -> tuple[dict[str, Tensor], dict]:
    """The weights and the facts of a kept state."""
    tensors, _ = read(folder / "weights.safetensors")
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    return restored(tensors), facts


def main() -> None:
    """Saves the state of a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["save"])
    parser.add_argument("--config", type=Path, default=Path("configs/small.toml"))
    parser.add_argument("--weights", default="checkpoint.pt", help="or best.pt")
    parser.add_argument("--folder", type=Path, default=Path("state"))
    arguments = parser.parse_args()
    chosen = settings(arguments.config)
    if not chosen.is_shipped:
        parser.error(f"{arguments.config} is an experiment: its weights are not kept")
    checkpoint = places().checkpoints / chosen.name / arguments.weights
    arguments.folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(save(chosen, checkpoint, arguments.folder)))


if __name__ == "__main__":
    main()
