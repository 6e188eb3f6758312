"""Cells of songs by the model beside the players' drafts, whose attributes the program asks for."""

from dataclasses import dataclass
from pathlib import Path

from .part_notes import read_cells
from .program import Program

ROLES = ("lead", "counter", "chords", "pad", "arpeggio", "bass")
"""The roles that the model may write."""


@dataclass(frozen=True)
class DraftedCell:
    """Density, polyphony and register of a bar of a part, drafted and written; 0 of no note."""

    song: str
    role: str
    drafted: tuple[int, int, int]
    written: tuple[int, int, int]
    is_same: bool


def model_styles(etude: Program) -> list[str]:
    """The styles that name a genre of the model."""
    names = [one["name"] for one in etude.json("styles")]
    return [name for name in names if (etude.json("styles", name).get("model") or {}).get("genre")]


def song(etude: Program, style: str, seed: int, bars: int, composer: str, to: Path) -> dict:
    """Composes a song without audio, on the grid, and returns its plan."""
    return etude.json(
        *("compose", "--style", style, "--seed", seed, "--bars", bars, "--formats", "midi"),
        *("--feel", 0, "--composer", composer, "--output", to, "--force"),
    )["plan"]


def drafted_cells(etude: Program, style: str, seed: int, bars: int) -> list[DraftedCell]:
    """The cells of one plan, of the parts in which the model wrote at all.

    The last bar is left out: it stays the players'. Of parts in which no bar differs it is taken
    that the model did not write them.
    """
    folders = {name: etude.folder / name for name in ("players", "model")}
    for name, folder in folders.items():
        plan = song(etude, style, seed, bars, name, folder)
    found: list[DraftedCell] = []
    for part in plan["parts"]:
        files = [folder / "parts" / f"{part['id']}.mid" for folder in folders.values()]
        if part["role"] not in ROLES or not all(file.exists() for file in files):
            continue
        draft, written = (read_cells(file) for file in files)
        if draft == written:
            continue
        nothing = ((0, 0, 0), b"")
        for bar in sorted(draft):
            if bar + 1 < bars:
                ours, theirs = draft[bar], written.get(bar, nothing)
                found.append(
                    DraftedCell(
                        song=f"{style} {seed}",
                        role=part["role"],
                        drafted=ours[0],
                        written=theirs[0],
                        is_same=ours[1] == theirs[1],
                    )
                )
    return found
