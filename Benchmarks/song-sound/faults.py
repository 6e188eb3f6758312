"""What must not be heard of a recording: steps between samples and a constant offset."""
import numpy as np

WINDOW = 0.012
"""Seconds before and after, in which a step must have no like: more than a period of 83 Hz."""
RATIO = 5
"""How much greater than all other steps near it a step is heard as a click."""
GUARD = 3
"""Samples on each side that may belong to the step itself."""
LEAST = 0.004
"""Smaller steps, 48 dB below full scale, are none."""


def clicks(frames, rate):
    """The times in seconds at which a sound jumps: single steps far greater than their neighbours.

    A drum's attack is no click, for many steps as great follow it; nor is an edge of a square wave,
    for the last and the next edge are near.
    """
    width = int(WINDOW * rate)
    times = []
    for channel in frames.T:
        steps = np.abs(np.diff(channel, prepend=0.0))
        for place in candidates(steps):
            before = steps[max(0, place - width):max(0, place - GUARD)].max(initial=0)
            after = steps[place + GUARD + 1:place + width].max(initial=0)
            if steps[place] > RATIO * max(before, after):
                times.append(place / rate)
    return sorted(times)


def candidates(steps, block=128):
    """Where there may be a click: the greatest step of a block far above the blocks near it."""
    greatest = np.pad(steps, (0, -len(steps) % block)).reshape(-1, block).max(axis=1)
    # The blocks next to it may hold what lies within the guard.
    near = np.zeros(len(greatest))
    for shift in (2, 3):
        near[shift:] = np.maximum(near[shift:], greatest[:-shift])
        near[:-shift] = np.maximum(near[:-shift], greatest[shift:])
    for index in np.flatnonzero((greatest > LEAST) & (greatest > RATIO * near)):
        start = index * block
        yield start + int(np.argmax(steps[start:start + block]))


def offset(frames):
    """The greatest constant offset of the channels in dBFS."""
    return float(20 * np.log10(max(np.abs(frames.mean(axis=0)).max(), 1e-10)))
