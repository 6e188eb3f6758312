"""Sounds made up for meters: steps of level, gaps, sweeps, noise, and peaks between samples."""
import numpy as np


def tone(rate, seconds, frequency=997.0, level=-23.0, phase=0.0):
    """A sine whose peak lies at a level in dBFS."""
    times = np.arange(round(seconds * rate)) / rate
    return 10 ** (level / 20) * np.sin(2 * np.pi * frequency * times + phase)


def pink(draw, rate, seconds, level=-20.0):
    """Noise that falls by 3 dB an octave from 20 Hz, with its mean square at a level in dB."""
    count = round(seconds * rate)
    frequencies = np.fft.rfftfreq(count, 1 / rate)
    lines = draw.standard_normal(len(frequencies)) + 1j * draw.standard_normal(len(frequencies))
    noise = np.fft.irfft(lines / np.sqrt(np.maximum(frequencies, 20)), count)
    return noise * 10 ** (level / 20) / np.sqrt((noise ** 2).mean())


def steps(rate, levels, seconds=10.0, frequency=997.0):
    """A sine that goes on through a row of levels in dBFS."""
    gains = np.repeat([10 ** (level / 20) for level in levels], round(seconds * rate))
    return gains * tone(rate, len(gains) / rate, frequency, 0)


def sweep(rate, seconds, level=-18.0):
    """A sine that rises from 20 Hz to 0.45 of the rate, as long in every octave."""
    times = np.arange(round(seconds * rate)) / rate
    octaves = np.log(0.45 * rate / 20)
    phase = 2 * np.pi * 20 * seconds / octaves * np.expm1(times / seconds * octaves)
    return 10 ** (level / 20) * np.sin(phase)


def faded(frames, rate, seconds=0.01):
    """The sound with ends that fade, so that it begins and ends without a click."""
    count = round(seconds * rate)
    ramp = np.sin(np.arange(count) / count * np.pi / 2) ** 2
    frames = frames.copy()
    frames[:count] *= ramp
    frames[-count:] *= ramp[::-1]
    return frames


def made_up(seed):
    """Names, frames by channels and rates of 20 sounds; the seed decides the noise."""
    draw = np.random.default_rng(seed)

    def both(mono):
        return np.stack([mono, mono], axis=1)

    for rate in (44100, 48000, 96000):
        yield f"steps-gated-{rate}", both(steps(rate, [-72, -36, -23, -36, -72])), rate
        yield f"steps-range-{rate}", both(steps(rate, [-50, -35, -20, -35, -50], 8)), rate
        noise = np.stack([pink(draw, rate, 15) for _ in range(2)], axis=1)
        yield f"pink-{rate}", noise, rate
        # Between its samples this sine is 3 dB higher than on them.
        quarter = faded(tone(rate, 3, rate / 4, -1, np.pi / 4), rate)
        yield f"quarter-rate-{rate}", both(quarter), rate
        yield f"sweep-{rate}", both(faded(sweep(rate, 12), rate)), rate
    gaps = np.stack([pink(draw, 48000, 24) for _ in range(2)], axis=1)
    for start in range(0, 24, 4):
        gaps[start * 48000:(start + 2) * 48000] = 0
    yield "noise-with-gaps", gaps, 48000
    yield "one-channel", pink(draw, 48000, 15, -26)[:, None], 48000
    yield "left-alone", np.stack([tone(48000, 10), np.zeros(480000)], axis=1), 48000
    wave = pink(draw, 44100, 15, -12)
    yield "out-of-phase", np.stack([wave, -wave], axis=1), 44100
    bursts = both(pink(draw, 44100, 20, -14))
    bursts *= ((np.arange(len(bursts)) // 11025) % 3 == 0)[:, None]
    yield "bursts", bursts, 44100
