"""Sound files and what is measured of them, written apart from the program that is checked.

Sound is an array of frames by channels in double precision, 1 being full scale. Loudness follows
ITU-R BS.1770-5 and EBU Tech 3341 and 3342. Needs numpy, scipy and soundfile (`environment.enter`).
"""
import itertools
import math

import numpy as np
import soundfile
from scipy import fft, signal

OVERSAMPLING = 8
"""Of the true-peak meter; it reads at most 0.14 dB low at 0.45 of the sample rate."""

CENTRES = [1000 * 2 ** (step / 3) for step in range(-16, 13)]
"""Centres of the third-octave bands from 25 Hz to 16 kHz, base two as in IEC 61260-1."""

NAMES = [
    "25", "31.5", "40", "50", "63", "80", "100", "125", "160", "200", "250", "315", "400", "500",
    "630", "800", "1k", "1.25k", "1.6k", "2k", "2.5k", "3.15k", "4k", "5k", "6.3k", "8k", "10k",
    "12.5k", "16k"]
"""What the bands are called."""


def read(path):
    """The frames of a sound file and its sample rate."""
    return soundfile.read(path, always_2d=True, dtype="float64")


def write(path, frames, rate, subtype="PCM_24"):
    """Writes a sound file whose format its name tells; 24 bits unless told otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, frames, rate, subtype=subtype)


def decibels(power):
    """Powers in decibels; none at all is -200 dB."""
    return 10 * np.log10(np.maximum(power, 1e-20))


def _k_stages(rate):
    # The analogue prototypes of BS.1770 Annex 1, brought to the rate by the bilinear transform.
    gain, quality = 10 ** (3.999843853973347 / 20), 0.7071752369554196
    k = math.tan(math.pi * 1681.974450955533 / rate)
    step, whole = gain ** 0.4996667741545416, 1 + k / quality + k * k
    shelf = [(gain + step * k / quality + k * k) / whole, 2 * (k * k - gain) / whole,
             (gain - step * k / quality + k * k) / whole]
    yield shelf, [1, 2 * (k * k - 1) / whole, (1 - k / quality + k * k) / whole]
    quality = 0.5003270373238773
    k = math.tan(math.pi * 38.13547087602444 / rate)
    whole = 1 + k / quality + k * k
    yield [1, -2, 1], [1, 2 * (k * k - 1) / whole, (1 - k / quality + k * k) / whole]


def k_weighted(frames, rate):
    """The sound after the two filters of BS.1770."""
    for forward, back in _k_stages(rate):
        frames = signal.lfilter(forward, back, frames, axis=0)
    return frames


def k_gain(frequencies, rate):
    """The gain of the two filters of BS.1770 at frequencies in hertz."""
    gain = 1.0
    for forward, back in _k_stages(rate):
        gain = gain * np.abs(signal.freqz(forward, back, frequencies, fs=rate)[1])
    return gain


def block_powers(weighted, rate, seconds, hop=0.1):
    """The power, summed over channels, of windows of K-weighted sound; incomplete ones dropped."""
    summed = np.concatenate([[0], np.cumsum((weighted ** 2).sum(axis=1))])
    count = int((len(weighted) / rate - seconds) / hop + 1e-9) + 1
    if count < 1:
        return np.zeros(0)
    starts = np.round(np.arange(count) * hop * rate).astype(int)
    length = round(seconds * rate)
    ends = np.minimum(starts + length, len(weighted))
    return (summed[ends] - summed[starts]) / length


def gated(powers):
    """The integrated loudness in LUFS of blocks of 400 ms; -inf for silence."""
    levels = -0.691 + decibels(powers)
    kept = powers[levels > -70]
    if not len(kept):
        return -math.inf
    kept = powers[levels > max(-70, -0.691 + decibels(kept.mean()) - 10)]
    return float(-0.691 + decibels(kept.mean()))


def loudness(frames, rate):
    """The integrated loudness in LUFS; -inf for silence and for less than 400 ms."""
    return gated(block_powers(k_weighted(frames, rate), rate, 0.4))


def short_term(frames, rate):
    """The loudness in LUFS of windows of 3 s, every 100 ms."""
    return -0.691 + decibels(block_powers(k_weighted(frames, rate), rate, 3))


def loudness_range(frames, rate):
    """The loudness range in LU of EBU Tech 3342; not a number for silence."""
    tail = np.zeros((int(1.5 * rate), frames.shape[1]))
    levels = short_term(np.concatenate([frames, tail]), rate)
    levels = levels[levels >= -70]
    if not len(levels):
        return math.nan
    levels = np.sort(levels[levels >= decibels((10 ** (levels / 10)).mean()) - 20])
    low, high = (levels[round((len(levels) - 1) * share)] for share in (0.1, 0.95))
    return float(high - low)


def oversampled(frames):
    """Pieces of each channel, interpolated to eight times the rate without any loss of band.

    A piece of 64 Ki frames is stretched by its spectrum; its margins fade and are thrown away.
    Left out are pieces whose samples all stay 12 dB below the highest: nothing between them
    reaches the peak.
    """
    size, margin = 65536, 1024
    fade = np.hanning(2 * margin)
    taper = np.concatenate([fade[:margin], np.ones(size - 2 * margin), fade[margin:]])
    highest = np.abs(frames).max(initial=0)
    length = size - 2 * margin
    count = -(-len(frames) // length)
    padded = np.pad(frames, ((margin, count * length - len(frames) + margin), (0, 0)))
    for start in range(0, count * length, length):
        for piece in padded[start:start + size].T:
            # Single precision reaches 140 dB.
            if highest and np.abs(piece).max() * 4 >= highest:
                lines = fft.rfft((piece * taper).astype(np.float32))
                lines = np.pad(lines, (0, size * (OVERSAMPLING - 1) // 2))
                # What lies at half the rate stands for two lines after the stretch.
                lines[size // 2] /= 2
                fine = fft.irfft(lines, size * OVERSAMPLING) * OVERSAMPLING
                yield fine[margin * OVERSAMPLING:-margin * OVERSAMPLING]


def true_peak(frames):
    """The true peak in dBTP and the runs of interpolated samples beyond full scale."""
    peak, runs = 0.0, 0
    for piece in oversampled(frames):
        level = np.abs(piece)
        peak = max(peak, level.max())
        beyond = np.concatenate([[False], level > 1])
        runs += int((beyond[1:] & ~beyond[:-1]).sum())
    return float(20 * np.log10(max(peak, 1e-10))), runs


def spectrum(frames, rate):
    """The power of each third-octave band of `CENTRES`, mean of the channels over the whole."""
    frequencies, density = signal.welch(
        frames, rate, nperseg=min(16384, len(frames)), axis=0, detrend=False)
    density = density.mean(axis=1)
    # Bands that cut through a bin take their share of it.
    step = frequencies[1]
    summed = np.concatenate([[0], np.cumsum(density * step)])
    edges = np.concatenate([[0], frequencies + step / 2])
    halves = 2 ** (1 / 6)
    return np.array([np.diff(np.interp([centre / halves, centre * halves], edges, summed))[0]
                     for centre in CENTRES])


def shape(frames, rate):
    """The third-octave levels in dB at a loudness of 0 LUFS; 60 dB below the highest is least."""
    levels = decibels(spectrum(frames, rate)) - loudness(frames, rate)
    return np.maximum(levels, levels.max() - 60)


def shape_distance(first, second):
    """The mean distance in dB of two third-octave spectra of `shape`."""
    return float(np.abs(first - second).mean())


def widths(frames, rate, corners=(60, 250, 1000, 4000, 12000)):
    """The energy of the side against the middle in dB in bands between corners, within 40 dB."""
    middle, side = frames.sum(axis=1) / 2, (frames[:, 0] - frames[:, -1]) / 2
    frequencies, powers = signal.welch(
        np.stack([middle, side], axis=1), rate, nperseg=min(8192, len(frames)), axis=0,
        detrend=False)
    ratios = []
    for low, high in itertools.pairwise(corners):
        band = (frequencies >= low) & (frequencies < high)
        inner, outer = decibels(powers[band].sum(axis=0))
        ratios.append(np.clip(outer - inner, -40, 40))
    return np.array(ratios)


def fold_down_loss(frames, rate):
    """How many LU are lost when both channels play their mean."""
    mono = np.repeat(frames.mean(axis=1, keepdims=True), frames.shape[1], axis=1)
    return loudness(frames, rate) - loudness(mono, rate)


def padded_sum(sounds):
    """The sum of sounds of unequal length, a mono one on both channels."""
    total = np.zeros((max(len(one) for one in sounds), 2))
    for one in sounds:
        total[:len(one)] += one
    return total
