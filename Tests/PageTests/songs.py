"""The songs that tests copy, made by the program.

python -m songs FOLDER      makes them in a folder, with $ETUDE; what it caches goes there too
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

SONGS = {
    # Brief, seed and formats.
    "lofi": ("lo-fi, 4 bars", 7, "midi,stems,wav"),
    "house": ("house, 16 bars", 3, "midi"),
    "jazz": ("jazz swing, 8 bars", 4, "midi"),
}


def make(program, folder, environment):
    """Composes every song into a folder of its own."""
    for name, (brief, seed, formats) in SONGS.items():
        subprocess.run(
            [program, "compose", brief, "--seed", str(seed), "--formats", formats, "--output",
             str(Path(folder) / name), "--quiet"], env=environment, check=True,
            stdout=subprocess.DEVNULL)


def environment(home):
    """The environment with a cache and a configuration, and so a signing key, of its own."""
    result = dict(os.environ, XDG_CACHE_HOME=str(Path(home) / "cache"),
                  XDG_CONFIG_HOME=str(Path(home) / "configuration"))
    result.setdefault("ETUDE_DATA", str(Path(__file__).resolve().parents[2] / "Sources/Formats"))
    return result


def copy(songs, library, song, name):
    """Copies a song with its sound into a library under another name."""
    hidden = Path(library) / f".{name}"
    shutil.copytree(Path(songs) / song, hidden)
    (hidden / f"{song}.etude").rename(hidden / f"{name}.etude")
    # One step, so that the watch of the library never sees half a song.
    hidden.rename(Path(library) / name)


if __name__ == "__main__":
    make(os.environ["ETUDE"], sys.argv[1], environment(Path(sys.argv[1]) / ".home"))
