"""Songs composed to be measured, and what they are made of."""
import json
import shutil
from pathlib import Path

import sound


class Songs:
    """Composes songs into a folder, or takes those that lie there from an earlier run."""

    def __init__(self, place, folder=None):
        self.place = place
        self.folder = Path(folder).resolve() if folder else place.folder / "songs"

    def get(self, style, seed, seconds, rate=48000):
        """The folder of one song with master, stems and report."""
        path = self.folder / f"{style}-{seed}-{seconds}-{rate}"
        if not (path / "report.json").is_file():
            shutil.rmtree(path, ignore_errors=True)
            self.place.run(
                "compose", "--style", style, "--seed", seed, "--duration", seconds,
                "--rate", rate, "--quiet", "--output", path)
        return Song(path)

    def styles(self):
        """The names of all styles."""
        return [one["name"] for one in self.place.run("styles", "--json").json()]


class Song:
    """One composed song."""

    def __init__(self, path):
        self.path = path

    @property
    def report(self):
        """What the program says of it."""
        return json.loads((self.path / "report.json").read_text(encoding="utf-8"))

    @property
    def master(self):
        """The path of the master."""
        return self.path / "master.wav"

    def stems(self):
        """The sounds of the parts and of the returns by name, and the sample rate."""
        sounds, rate = {}, 0
        for path in sorted((self.path / "stems").glob("*.wav")):
            sounds[path.stem], rate = sound.read(path)
        return sounds, rate

    def premix(self):
        """The sum of the stems, before the bus and the master, and its sample rate."""
        sounds, rate = self.stems()
        return sound.padded_sum(list(sounds.values())), rate
