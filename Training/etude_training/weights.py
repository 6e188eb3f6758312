"""Weights as safetensors: half precision for keeping, 8-bit rows for shipping."""

import json
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save as to_bytes
from torch import Tensor

from .files import write_atomically
from .model import Composer, Configuration
from .rotation import CIRCLE, PERIODS, circle, index_table
from .vocabulary import vocabulary


def metadata(configuration: Configuration, facts: dict[str, object]) -> dict[str, str]:
    """What a file says of itself; safetensors metadata are texts."""
    return {
        "format": "etude-composer",
        "version": "1",
        "vocabulary": str(vocabulary().version),
        "configuration": json.dumps(asdict(configuration), sort_keys=True),
        "facts": json.dumps(facts, sort_keys=True),
        "periods": json.dumps(list(PERIODS)),
        "circle": str(CIRCLE),
    }


def halved(model: Composer) -> dict[str, Tensor]:
    """All weights in half precision."""
    return {name: weight.half().contiguous() for name, weight in model.state_dict().items()}


def tables(configuration: Configuration) -> dict[str, Tensor]:
    """Cosines and sines, so that no reader needs its own.

    `rotation.index` [context, size] holds cosines, then sines; `rotation.circle` [18432, 2] the
    cosine and sine of each step of a circle that every period divides.
    """
    size = configuration.width // configuration.heads
    return {
        "rotation.index": index_table(configuration.context, size),
        "rotation.circle": circle(),
    }


def quantized(model: Composer) -> dict[str, Tensor]:
    """Matrices as int8 rows [out, in] with a float scale [out] each; embeddings halved."""
    found: dict[str, Tensor] = {}
    for name, weight in model.state_dict().items():
        if name.startswith("embed"):
            found[name] = weight.half().contiguous()
            continue
        scale = weight.abs().amax(dim=1).clamp_min(1e-12) / 127
        found[name] = (weight / scale[:, None]).round().clamp(-127, 127).to(torch.int8)
        found[name.removesuffix("weight") + "scale"] = scale.float().contiguous()
    return found


def restored(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Weights in single precision out of either form; tables are left out."""
    found: dict[str, Tensor] = {}
    for name, weight in tensors.items():
        if name.startswith("rotation.") or name.endswith(".scale"):
            continue
        value = weight.float()
        if weight.dtype == torch.int8:
            value = value * tensors[name.removesuffix("weight") + "scale"][:, None]
        found[name] = value
    return found


def write(path: Path, tensors: dict[str, Tensor], about: dict[str, str]) -> None:
    """Writes one safetensors file; equal contents give equal bytes."""
    content = ordered(to_bytes(tensors, metadata=about))
    write_atomically(path, lambda file: file.write(content))


def ordered(content: bytes) -> bytes:
    """The same file with the metadata in alphabetical order; the library leaves it to chance."""
    size = int.from_bytes(content[:8], "little")
    head = json.loads(content[8 : 8 + size])
    head["__metadata__"] = dict(sorted(head["__metadata__"].items()))
    text = json.dumps(head, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + content[8 + size :]


def read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The tensors and the metadata of a file."""
    with safe_open(str(path), framework="pt") as file:
        names = list(file.keys())
        return {name: file.get_tensor(name) for name in names}, dict(file.metadata() or {})


def model_of(path: Path) -> Composer:
    """The transformer that a file holds, ready to be evaluated."""
    tensors, about = read(path)
    if about.get("vocabulary") != str(vocabulary().version):
        raise ValueError(f"{path} was made with vocabulary {about.get('vocabulary')}")
    model = Composer(Configuration(**json.loads(about["configuration"])))
    model.load_state_dict(restored(tensors))
    return model.eval()
