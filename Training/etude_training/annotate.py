"""Labels put on a piece: key, chords, roles and sections as vocabulary values."""

import re
from fractions import Fraction

import numpy as np

from .piece import INSTRUMENT, LEFT, MODE, ROLE, SECTION, TONIC, Piece
from .vocabulary import TICKS, vocabulary

SYMBOL = re.compile(r"([A-G])(bb|##|b|#)?([^/]*?)(?:/(9)(?!\d))?(?:/([A-G])(bb|##|b|#)?)?$")
LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SIGNS = {None: 0, "": 0, "b": -1, "bb": -2, "#": 1, "##": 2}
NO_CHORD = 13


def chord_values(symbol: str) -> tuple[int, int, int]:
    """Root, kind and bass of a chord symbol; zeros where it cannot be read."""
    if symbol in ("N.C.", "NC"):
        return NO_CHORD, 0, 0
    match = SYMBOL.match(symbol)
    if match is None:
        return 0, 0, 0
    letter, sign, quality, ninth, bass, bass_sign = match.groups()
    root = (LETTERS[letter] + SIGNS[sign]) % 12
    quality = quality + ("/9" if ninth else "")
    kind = vocabulary()["kind"].index(quality or "maj", default="other")
    low = root if bass is None else (LETTERS[bass] + SIGNS[bass_sign]) % 12
    return root + 1, kind, (low - root) % 12 + 1


def key_values(name: str) -> tuple[int, int]:
    """Tonic and mode of a key such as `B flat major`, `Bb major` or `F# harmonic minor`."""
    match = re.match(r"([A-G])(bb|##|b|#)? (.+)$", name)
    if match is None:
        return 0, 0
    letter, sign, mode = match.groups()
    return (LETTERS[letter] + SIGNS[sign]) % 12 + 1, vocabulary()["mode"].index(mode)


def annotate(piece: Piece, labels: dict) -> None:
    """Writes labels into a piece; what does not fit it stays unknown."""
    if "error" in labels:
        return
    table = vocabulary()
    piece.bars[:, TONIC], piece.bars[:, MODE] = key_values(labels["key"])
    rows = []
    for onset, symbol in labels["chords"]:
        time = Fraction(onset) * TICKS
        if time.denominator == 1:
            values = chord_values(symbol)
            if not rows or tuple(rows[-1][1:]) != values:
                rows.append([int(time), *values])
    piece.chords = np.array(rows, np.int32).reshape(-1, 4)
    counts = np.bincount(piece.notes[:, 1], minlength=len(piece.parts)).tolist()
    if [part[1] for part in labels["parts"]] == counts:
        for part, (_, _, role) in enumerate(labels["parts"]):
            piece.parts[part, ROLE] = table["role"].index(role)
    else:
        piece.parts[piece.parts[:, INSTRUMENT] == 129, ROLE] = table["role"].index("drums")
    if abs(labels["bars"] - len(piece.bars)) <= 1:
        for start, length, name in labels["sections"]:
            value = table["section"].index(name, default="other")
            for bar in range(start, min(start + length, len(piece.bars))):
                piece.bars[bar, SECTION] = value
                piece.bars[bar, LEFT] = table["left"].classify(start + length - bar)
