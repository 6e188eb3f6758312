"""MIDI files to measure with: those of a corpus, or songs composed for the purpose."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

from program import REPOSITORY, need

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "etude-benchmarks"


def find(named=None):
    """The corpus: as named, else $ETUDE_CORPUS, else ../shared/corpus; None where there is none."""
    wished = named or os.environ.get("ETUDE_CORPUS")
    path = Path(wished or REPOSITORY.parent / "shared/corpus").resolve()
    if path.is_dir():
        return path
    if wished:
        sys.exit(f"there is no corpus at {path}")
    return None


def unpack(corpus):
    """Copies every MIDI file of a corpus, archives unpacked, into one folder of the cache."""
    archives = sorted(corpus.rglob("*.tar.zst"))
    loose = sorted(path for path in corpus.rglob("*") if path.suffix.lower() in (".mid", ".midi"))
    state = "\n".join(f"{path} {path.stat().st_size}" for path in archives + loose)
    folder, mark = CACHE / "corpus", CACHE / "corpus.state"
    if mark.is_file() and mark.read_text(encoding="utf-8") == state:
        return folder
    mark.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    for path in loose:
        copy = folder / path.relative_to(corpus)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if archives:
        need("zstd", "zstd")
    for path in archives:
        target = folder / path.relative_to(corpus).with_suffix("").with_suffix("")
        target.mkdir(parents=True, exist_ok=True)
        with subprocess.Popen(
                ["zstd", "-dc", "--long=27", path], stdout=subprocess.PIPE) as source:
            subprocess.run(["tar", "x", "-C", target], stdin=source.stdout, check=True)
        if source.returncode != 0:
            sys.exit(f"zstd cannot unpack {path}")
    mark.write_text(state, encoding="utf-8")
    return folder


def located(folder, path):
    """Where the file of a manifest's row lies in the unpacked folder; None where it is missing."""
    archive, _, member = path.partition("!")
    if member:
        base = folder / archive.replace(".tar.zst", "")
        for found in (base / member, folder / Path(archive).name.replace(".tar.zst", "") / member):
            if found.is_file():
                return found
        return next(iter(folder.rglob(Path(member).name)), None)
    return folder / path if (folder / path).is_file() else None


def compose(place, styles=8, each=32):
    """Lets the program write songs, and returns the folder that holds their MIDI files."""
    names = [style["name"] for style in place.run("styles", "--json").json()][:styles]
    for name in names:
        place.run(
            "compose", "--style", name, "--formats", "midi", "--seed", "7", "--variations", each,
            "--output", f"songs/{name}", "--quiet")
    return place.folder / "songs"
