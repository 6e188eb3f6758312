"""Weights for the program: `python -m etude_training.export --output FOLDER`.

Writes `composer.safetensors` (8-bit rows, or half precision with `--half`), `vocabulary.json`,
`works.csv` (the works it was trained on) and `parity.safetensors` (what the model must answer).
"""

import argparse
import shutil
from pathlib import Path

import torch

from . import parity, vocabulary
from .lstm import composer
from .manifest import trained_works
from .manifest import write as write_works
from .model import Composer
from .places import places
from .settings import settings
from .weights import halved, metadata, model_of, quantized, tables, write


def main() -> None:
    """Exports the averaged weights of a run, or a kept state."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/small.toml"))
    parser.add_argument("--state", type=Path, help="export these weights, not the checkpoint's")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--half", action="store_true")
    arguments = parser.parse_args()
    chosen = settings(arguments.config)
    if not chosen.is_shipped:
        parser.error(f"{arguments.config} is an experiment: its weights are not exported")
    here = places()
    if arguments.state:
        from .state import read_state

        weights, facts = read_state(arguments.state)
    else:
        checkpoint = here.checkpoints / chosen.name / "checkpoint.pt"
        content = torch.load(checkpoint, map_location="cpu", weights_only=True)
        weights = content["average"]
        facts = {"name": chosen.name, "seed": chosen.seed}
        facts |= {name: content[name] for name in ("steps", "events")}
    model = composer(chosen.body, chosen.model)
    model.load_state_dict(weights)
    folder = arguments.output
    export(model, folder, facts, arguments.half)
    write_works(folder / "works.csv", trained_works(here))
    for path in sorted(folder.iterdir()):
        print(path.name, path.stat().st_size)


def export(model: Composer, folder: Path, facts: dict[str, object], is_half: bool) -> None:
    """Writes the weights, the vocabulary and the parity fixture."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "composer.safetensors"
    tensors = halved(model) if is_half else quantized(model)
    tensors |= tables(model.configuration)
    write(path, tensors, metadata(model.configuration, facts))
    shutil.copyfile(vocabulary.PATH, folder / "vocabulary.json")
    # The fixture answers for the weights as written, after rounding.
    parity.write_fixture(folder / "parity.safetensors", model_of(path))


if __name__ == "__main__":
    main()
