"""What the program writes, asked for once: continuations and songs, kept as MIDI files."""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .files import write_atomically


class UnwrittenError(ValueError):
    """The program gave no file; the text is its own."""


def missing(path: Path) -> str:
    """What is said where there is no program."""
    return f"there is no program at {path}: make build, or name one in ETUDE_PROGRAM\n"


@dataclass(frozen=True)
class Program:
    """The built program, and the folder in which what it wrote is kept by version and model."""

    path: Path
    kept: Path

    @cached_property
    def stamp(self) -> str:
        """Of the program's version and of what its model is."""
        text = self.output("--version") + self.output("composer")
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def continuation(self, prompt: bytes, bars: int, seed: int) -> Path:
        """A MIDI file of a prompt and the bars that the model wrote behind it."""
        digest = hashlib.sha256(prompt + f" {bars} {seed}".encode()).hexdigest()[:16]

        def write(folder: Path) -> None:
            given = folder / "prompt.mid"
            given.write_bytes(prompt)
            order = ["continue", str(given), "--bars", str(bars), "--seed", str(seed)]
            self.output(*order, "--no-audio", "--quiet", "--output", str(folder / "song"))

        return self._once(self.kept / self.stamp / "continuations" / f"{digest}.mid", write)

    def song(self, style: str, bars: int, seed: int, composer: str) -> Path:
        """A MIDI file of a song as it is written, not as it is played."""

        def write(folder: Path) -> None:
            order = ["compose", "--style", style, "--bars", str(bars), "--seed", str(seed)]
            order += ["--composer", composer, "--formats", "midi", "--feel", "0", "--quiet"]
            self.output(*order, "--output", str(folder / "song"))

        name = f"{style}-{bars}-{seed}-{composer}.mid"
        return self._once(self.kept / self.stamp / "songs" / name, write)

    def _once(self, path: Path, write: Callable[[Path], None]) -> Path:
        """The kept file, after `write` filled `song/` in an empty folder where it is missing."""
        if not path.exists():
            with tempfile.TemporaryDirectory(prefix="etude-outputs-") as name:
                write(Path(name))
                content = (Path(name) / "song" / "score.mid").read_bytes()
            write_atomically(path, lambda file: file.write(content))
        return path

    def output(self, *words: str) -> str:
        """The program's standard output."""
        environment = dict(os.environ)
        # A program in a build folder takes its data from the sources.
        if any(part.startswith(".build") for part in self.path.parts):
            sources = Path(__file__).resolve().parents[2] / "Sources" / "Formats"
            environment.setdefault("ETUDE_DATA", str(sources))
        done = subprocess.run(
            [self.path, *words], capture_output=True, text=True, env=environment, check=False
        )
        if done.returncode != 0:
            raise UnwrittenError(f"exit code {done.returncode}: {done.stderr.strip()}")
        return done.stdout
