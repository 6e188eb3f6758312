"""States that the repository kept earlier, read from its history."""

import json
import subprocess
from pathlib import Path

from safetensors.torch import load
from torch import Tensor

from .weights import restored

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "Training/state"


def kept(steps: int, root: Path = ROOT) -> tuple[dict[str, Tensor], dict]:
    """The weights and the facts of the state that was committed after that many steps.

    A checkout without that state in its history, such as a shallow one, is a `LookupError`.
    """
    commits = _git(root, "log", "--format=%H", "--", f"{FOLDER}/facts.json").decode().split()
    for commit in commits:
        facts = json.loads(_git(root, "show", f"{commit}:{FOLDER}/facts.json"))
        if facts["steps"] == steps:
            weights = _git(root, "show", f"{commit}:{FOLDER}/weights.safetensors")
            return restored(load(weights)), facts
    raise LookupError(f"no state of {steps} steps is in the history of {root}")


def _git(root: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise LookupError(done.stderr.decode(errors="replace").strip())
    return done.stdout
