"""How much of each stem the others mask, in bands as wide as the ear's (ERB).

The share of a stem's K-weighted energy that lies in bands and frames in which the sum of the
others is more than 6 dB stronger: the measure of masking that needs no model of the ear beyond its
bands (Glasberg and Moore 1990: number of a frequency = 21.4 log10(1 + 0.00437 f)).
"""
import numpy as np
import sound
from scipy import fft, signal

MARGIN = 6.0
"""How many dB stronger the others have to be to mask."""
FRAME = 4096


def edges(low=40, high=16000):
    """The edges in hertz of bands one ERB wide."""
    first, last = (21.4 * np.log10(1 + 0.00437 * one) for one in (low, high))
    numbers = np.linspace(first, last, int(last - first) + 1)
    return (10 ** (numbers / 21.4) - 1) / 0.00437


def energies(frames, rate):
    """The K-weighted energy of a sound by band and frame of 4096 samples, channels together."""
    count = -(-len(frames) // FRAME)
    frequencies = np.fft.rfftfreq(FRAME, 1 / rate)
    weights = sound.k_gain(frequencies, rate) ** 2
    places = np.searchsorted(frequencies, edges())
    ends = np.maximum(places[1:], places[:-1] + 1)
    window = signal.windows.hann(FRAME).astype(np.float32)
    power = 0
    for channel in frames.T:
        pieces = np.zeros(count * FRAME, np.float32)
        pieces[:len(channel)] = channel
        lines = fft.rfft(pieces.reshape(count, FRAME) * window, axis=1)
        power = power + lines.real ** 2 + lines.imag ** 2
    return np.stack([power[:, start:end] @ weights[start:end] for start, end in
                     zip(places[:-1], ends, strict=True)])


def shares(stems, rate):
    """The masked share, 0 to 1, of each of several stems; none for silent ones."""
    length = max(len(stem) for stem in stems)
    bands = [energies(np.pad(stem, ((0, length - len(stem)), (0, 0))), rate) for stem in stems]
    total = sum(bands)
    masked = []
    for own in bands:
        # Rounding leaves a trace of the stem itself in the rest.
        others = np.maximum(total - own, 0)
        whole = own.sum()
        hidden = own[others > own * 10 ** (MARGIN / 10)].sum()
        masked.append(float(hidden / whole) if whole > 1e-12 else None)
    return masked


def heard_share(own, others):
    """The share of a stem's frames with sound in which at least one band of it comes through.

    Takes energies by band and frame; a band comes through where the others are not more than
    `MARGIN` stronger. Frames more than 30 dB below the stem's loudest have no sound.
    """
    levels = own.sum(axis=0)
    sounding = levels > levels.max(initial=0) / 1000
    if not sounding.any():
        return 0.0
    # A band counts if it is a part of the stem's own sound, not what leaks from another band.
    counts = own > levels / 100
    through = (counts & (others <= own * 10 ** (MARGIN / 10))).any(axis=0)
    return float(through[sounding].mean())
