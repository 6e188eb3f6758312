"""Songs of the program, and which of their bars the model wrote."""

import json
from itertools import pairwise

import numpy as np

from .excerpts import pitched
from .lines import whole
from .midi import UnusableError, read
from .piece import BAR, PART, Ints, Piece
from .written import Program, UnwrittenError


def genres_of_styles(program: Program) -> dict[str, str]:
    """The styles that name a genre of the model, and that genre."""
    found = {}
    for style in json.loads(program.output("styles", "--json")):
        described = json.loads(program.output("styles", style["name"], "--json"))
        genre = (described.get("model") or {}).get("genre")
        if genre:
            found[style["name"]] = genre
    return found


def composed(program: Program, style: str, bars: int, seed: int) -> list[Ints]:
    """The model's notes of a song of so many bars and a last one, in stretches of bars.

    The model is asked for all pitched parts, yet some stay the players', and the last bar does: a
    part's bar counts as the model's where the players alone, on the same plan, wrote another.
    """
    pieces = []
    for composer in ("model", "players"):
        path = program.song(style, bars + 1, seed, composer)
        try:
            pieces.append(read(path, 0, is_played=False)[0])
        except (UnusableError, RuntimeError) as error:
            raise UnwrittenError(f"{path}: {error}") from error
    return stretches(*pieces, bars)


def stretches(own: Piece, other: Piece, bars: int) -> list[Ints]:
    """The notes of a piece, as rows of `Excerpt.notes`, in bars of parts that another piece lacks.

    Of the first so many bars; successive ones of a part are one block.
    """
    rows, notes = pitched(own, range(len(own.bars))), whole(own)
    known = _bars(other)
    found = []
    for part in np.unique(rows[:, PART]).tolist():
        of_part = rows[:, PART] == part
        written = []
        for bar in np.unique(rows[of_part, BAR]).tolist():
            chosen = of_part & (rows[:, BAR] == bar)
            if bar < bars and known.get((part, bar)) != rows[chosen, 2:5].tolist():
                written.append(bar)
        breaks = [at + 1 for at, (one, then) in enumerate(pairwise(written)) if then > one + 1]
        for run in np.split(np.array(written, int), breaks):
            if len(run):
                inside = of_part & (rows[:, BAR] >= run[0]) & (rows[:, BAR] <= run[-1])
                found.append(notes[inside])
    return found


def _bars(piece: Piece) -> dict[tuple[int, int], list]:
    """Positions, pitches and lengths by part and bar."""
    found: dict[tuple[int, int], list] = {}
    for row in pitched(piece, range(len(piece.bars))):
        found.setdefault((int(row[PART]), int(row[BAR])), []).append(row[2:5].tolist())
    return found
