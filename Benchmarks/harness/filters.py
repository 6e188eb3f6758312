"""Filters that colour a sound."""
import math

from scipy import signal


def shelf(frames, rate, gain):
    """The sound with all above 1 kHz raised by some dB by a first-order shelf."""
    # The prototype (s + w g) / (s + w) upside down, with its middle at 1 kHz.
    root = 10 ** (gain / 40)
    corner = 2 * math.pi * 1000
    forward, back = signal.bilinear([root, corner], [1 / root, corner], rate)
    return signal.lfilter(forward, back, frames, axis=0)


def bell(frames, rate, frequency, gain, quality=1.0):
    """The sound after a peaking filter."""
    root = 10 ** (gain / 40)
    angle = 2 * math.pi * frequency / rate
    width = math.sin(angle) / (2 * quality)
    middle = -2 * math.cos(angle)
    return signal.lfilter(
        [1 + width * root, middle, 1 - width * root], [1 + width / root, middle, 1 - width / root],
        frames, axis=0)
