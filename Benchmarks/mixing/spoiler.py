"""Spoiling stems: other levels, tilted and bent spectra, other places, names that tell nothing."""
import math

import numpy as np
import sound
from filters import bell, shelf

LEVEL = 12.0
"""Gains lie within plus and minus so many dB."""
TILT = 4.0
"""So much may the treble above 1 kHz rise or fall against the bass, in dB."""
BELL = 6.0
"""A bell of quality 1 between 150 Hz and 6 kHz lies within plus and minus so many dB."""
PAN = 0.8
"""Places lie within so much of the way to either side."""


def place(frames, position):
    """The sound at a position from -1 (left) to 1 (right), at constant power."""
    angle = (position + 1) * math.pi / 4
    return frames * np.array([math.cos(angle), math.sin(angle)]) * math.sqrt(2)


def spoil(stems, rate, draw):
    """Spoils each stem and shuffles them; returns {name: (index, sound)}, no sample beyond -1 dB.

    One gain for all keeps them from clipping.
    """
    spoiled = []
    for stem in stems:
        frames = shelf(stem, rate, draw.uniform(-TILT, TILT))
        frequency = 150 * 40 ** draw.random()
        frames = bell(frames, rate, frequency, draw.uniform(-BELL, BELL))
        frames = place(frames, draw.uniform(-PAN, PAN))
        spoiled.append(frames * 10 ** (draw.uniform(-LEVEL, LEVEL) / 20))
    highest = max(np.abs(frames).max() for frames in spoiled)
    order = list(range(len(stems)))
    draw.shuffle(order)
    return {f"track-{place + 1:02}": (index, spoiled[index] * (10 ** (-1 / 20) / highest))
            for place, index in enumerate(order)}


def balance_distance(stems, truth, rate):
    """How far stems lie from the balance of others in LU, after the best common gain, on average.

    Each stem's gated loudness counts alike; silent ones of the truth do not.
    """
    apart = []
    for stem, wanted in zip(stems, truth, strict=True):
        level = sound.loudness(wanted, rate)
        if level > -70:
            apart.append(max(sound.loudness(stem, rate), -70) - level)
    return float(np.abs(np.array(apart) - np.median(apart)).mean())
