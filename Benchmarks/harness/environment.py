"""Virtual environments with pinned packages from PyPI, made once in the cache folder."""
import os
import subprocess
import sys
from pathlib import Path

from corpus import CACHE

SOUND = Path(__file__).resolve().parent / "requirements.txt"
"""What the benchmarks of sound import, their peers included."""


def make(name, requirements):
    """Makes the environment of a name where it is missing or not as pinned; returns its Python."""
    wanted = requirements.read_text(encoding="utf-8")
    folder = CACHE / name
    mark, python = folder / "requirements.txt", folder / "bin/python"
    if not (mark.is_file() and mark.read_text(encoding="utf-8") == wanted):
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--only-binary", ":all:", "--requirement", requirements], check=True)
        mark.write_text(wanted, encoding="utf-8")
    return str(python)


def enter():
    """Goes on in the environment for sound: the program begins anew there, with its arguments."""
    if Path(sys.prefix) == (CACHE / "sound").resolve():
        return
    python = make("sound", SOUND)
    os.execv(python, [python, *sys.argv])
