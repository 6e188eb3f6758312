"""The corridor of third-octave spectra of a kind of music, and which bands are judged."""
import numpy as np
from sound import CENTRES

JUDGED = [index for index, centre in enumerate(CENTRES) if 60 <= centre <= 12000]
"""The bands from 63 Hz to 10 kHz: those that lie within 60 Hz to 12 kHz."""

PARTIALS = 8
"""As many partials of a note are taken to be heard."""
LOW_DRUMS = {35, 36, 41, 43, 45, 47, 64, 66}
"""General MIDI drums that reach down to 60 Hz: bass drums, low toms, low conga and timbale."""
DRUM_FLOOR = 200
"""From here in hertz any other drum is heard."""
RINGING = 0.25
"""Seconds for which a drum rings, whatever the length of its note."""
LEAST = 0.1
"""The share of a song's length for which notes must fill a band that is judged."""


def bounds(kind):
    """The lowest and the highest level of each judged band against that of 630 Hz, in dB."""
    lows, highs = [], []
    for centre in (CENTRES[index] for index in JUDGED):
        ends = []
        for slope in kind["slopes"]:
            for more in kind["above"]:
                level = slope * np.log2(min(max(centre, 100), 4000) / 630)
                if centre > 4000:
                    level += (slope + more) * np.log2(centre / 4000)
                if centre < 100:
                    ends += [level + kind["lows"][0], level + kind["lows"][1]]
                else:
                    ends.append(level)
        lows.append(min(ends))
        highs.append(max(ends))
    return np.array(lows), np.array(highs)


def played(song):
    """Which judged bands the notes of a song fill for at least a tenth of its length.

    A note fills the bands of its first eight partials, a drum those from 200 Hz, a low one from
    60 Hz, all drums to 12 kHz.
    """
    centres = np.array([CENTRES[index] for index in JUDGED])
    filled = np.zeros(len(JUDGED))
    for note in song.notes:
        if note.channel == 9:
            floor = 60 if note.key in LOW_DRUMS else DRUM_FLOOR
            filled[centres >= floor] += RINGING
        else:
            fundamental = 440 * 2 ** ((note.key - 69) / 12)
            partials = np.arange(1, PARTIALS + 1)[:, None] * fundamental
            inside = (partials >= centres / 2 ** (1 / 6)) & (partials < centres * 2 ** (1 / 6))
            filled[inside.any(axis=0)] += song.seconds(note.end) - song.seconds(note.start)
    return filled >= LEAST * song.seconds(song.last_note_off)


def distances(levels, kind, is_played):
    """How far each judged band lies above (positive) or below the corridor, in dB; 0 within.

    The level of the whole is free: it is set so that the median distance from the middle of the
    corridor is 0. Bands that no part plays are not a number, unless they stick out above.
    """
    low, high = bounds(kind)
    levels = np.asarray(levels)[JUDGED]
    levels = levels - np.median((levels - (low + high) / 2)[is_played])
    beyond = np.where(levels > high, levels - high, np.where(levels < low, levels - low, 0))
    return np.where(is_played | (beyond > 0), beyond, np.nan)
