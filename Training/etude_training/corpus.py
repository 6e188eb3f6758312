"""The works: manifests, licences, splits and genres."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .credit import credited
from .places import Places

FREE_LICENCES = ("CC0-1.0", "PD", "CC-BY-", "BSD-", "MIT")
"""Beginnings of the licences whose works may train shipped weights; CC-BY-SA is not among them."""

EXCLUDED = frozenset({"nottingham-trad", "openewld-pd", "simutrans"})
"""Collections that never train shipped weights, whatever a row's licence says."""

LEAST_GRID = 0.7
"""The least share of onsets near a grid that the manifest of modern pieces must state."""

SPLITS = ("train", "valid", "test")


@dataclass(frozen=True)
class Work:
    """One row of a manifest."""

    id: str
    title: str
    author: str
    collection: str
    licence: str
    source: str
    split: str
    tags: tuple[str, ...]
    member: str
    archive: str | None
    shelf: str
    remarks: str = ""

    @property
    def is_free(self) -> bool:
        """Whether it may train shipped weights."""
        return self.collection not in EXCLUDED and is_free_licence(self.licence)

    @property
    def is_loose(self) -> bool:
        """Whether its notes are known to lie beside the beat grid, so that bars mean little."""
        share = re.search(r"\bgrid=([0-9.]+)", self.remarks)
        return "weak_grid_alignment" in self.remarks or (
            share is not None and float(share[1]) < LEAST_GRID
        )

    def path(self, places: Places) -> Path:
        """The MIDI file, unpacked where it came in an archive."""
        if self.archive is None:
            return places.corpus / self.shelf / self.member
        return places.unpacked / self.shelf / self.member

    def digest(self, places: Places) -> str:
        """SHA-256 of the MIDI file, in hexadecimal."""
        return hashlib.sha256(self.path(places).read_bytes()).hexdigest()


def is_free_licence(licence: str) -> bool:
    """Whether a licence is CC0, public domain, CC-BY, BSD or MIT."""
    if licence.startswith("CC-BY-") and not licence.removeprefix("CC-BY-")[:1].isdigit():
        return False
    return licence.startswith(FREE_LICENCES)


def works(places: Places) -> Iterator[Work]:
    """All works with notes, in manifest order: scores, modern, grooves."""
    for shelf in ("scores", "modern", "grooves"):
        with (places.corpus / shelf / "manifest.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield _work(shelf, row)


def _work(shelf: str, row: dict[str, str]) -> Work:
    archive, found, member = row["path"].partition("!")
    named = row.get("composer") or row.get("artist_or_composer") or ""
    author, title = credited(named, row["title"], row["source_path"])
    return Work(
        id=row["id"],
        title=title,
        author=author,
        collection=row["collection"],
        licence=row["licence"],
        source=f"{row['source_repo'].removeprefix('github:')}/{row['source_path']}",
        split=row["split"],
        tags=tuple(row["genre_tags"].replace(";", " ").split()),
        member=member if found else row["path"],
        archive=archive if found else None,
        shelf=shelf,
        remarks="" if shelf == "scores" else row["notes"],
    )


def unpack(places: Places) -> None:
    """Unpacks every archive that a manifest names, once. Needs the program `zstd`."""
    import subprocess

    seen = {(work.shelf, work.archive) for work in works(places) if work.archive}
    for shelf, archive in sorted(seen):
        target = places.unpacked / shelf
        mark = target / f".{Path(archive).name}.done"
        if mark.exists():
            continue
        target.mkdir(parents=True, exist_ok=True)
        source = places.corpus / shelf / archive
        command = 'zstd -dc --long=27 "$1" | tar x -C "$2"'
        subprocess.run(["bash", "-o", "pipefail", "-c", command, "-", source, target], check=True)
        mark.touch()
