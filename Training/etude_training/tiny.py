"""A model of made-up weights for tests of other implementations.

`python -m etude_training.tiny --output FOLDER` writes it in half precision and, in `rows/`, as
8-bit rows, each with its parity fixture. The same seed gives the same files.
"""

import argparse
from pathlib import Path

import torch

from .export import export
from .model import Composer, Configuration

TINY = Configuration(
    width=32, layers=2, heads=2, inner=48, wide=16, middle=16, narrow=8, context=256
)


def tiny(seed: int = 16) -> Composer:
    """A model whose weights are all random; with this seed its greedy fills hold many notes."""
    torch.manual_seed(seed)
    model = Composer(TINY)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape) * parameter.shape[-1] ** -0.5)
    return model.eval()


def main() -> None:
    """Writes both forms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    folder = parser.parse_args().output
    for path, is_half in ((folder, True), (folder / "rows", False)):
        export(tiny(), path, {"name": "tiny", "seed": 16, "steps": 0, "events": 0}, is_half)
        print(*(f"{file.name} {file.stat().st_size}" for file in sorted(path.glob("*.*"))))


if __name__ == "__main__":
    main()
