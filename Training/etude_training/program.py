"""The built program, run in a folder of its own so that nothing of the user's is touched."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .places import Places


class RefusedError(RuntimeError):
    """The program did not do what was asked; the text is its own sentence."""


@dataclass(frozen=True)
class Program:
    """The program at `path`; projects, cache and configuration lie in `folder`."""

    path: Path
    folder: Path

    def run(self, *words: object, seconds: float = 120) -> str:
        """What a command prints to standard output.

        Raises `RefusedError` where the program ends with another code than 0 or takes longer.
        """
        environment = dict(os.environ)
        environment.setdefault("ETUDE_DATA", str(Path(__file__).parents[2] / "Sources" / "Formats"))
        environment["XDG_CACHE_HOME"] = str(self.folder / "cache")
        environment["XDG_CONFIG_HOME"] = str(self.folder / "configuration")
        command = [str(self.path), *map(str, words)]
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=environment, capture_output=True, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            raise RefusedError(f"took more than {seconds:.0f} s") from None
        except OSError as error:
            raise RefusedError(f"there is no program to run: {error}") from None
        if done.returncode != 0:
            raise RefusedError(done.stderr.decode(errors="replace").strip()[:200])
        return done.stdout.decode()

    def json(self, *words: object, seconds: float = 120) -> dict:
        """What a command prints with `--json`."""
        return json.loads(self.run(*words, "--json", seconds=seconds))

    def facts(self) -> str:
        """What the program says of its model: name, steps and events of its training."""
        first = self.run("composer").splitlines()[0]
        return first.removeprefix("model").strip()


def program(here: Places, folder: Path) -> Program:
    """The program of a working copy, in a folder; ends with a sentence where it is not built."""
    if not here.program.is_file():
        raise SystemExit(f"there is no program at {here.program}: build it or name $ETUDE_PROGRAM")
    return Program(here.program.resolve(), folder)
