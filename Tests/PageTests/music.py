"""MIDI files that the tests write, and what they hear in recorded samples."""
import math
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "Benchmarks/harness"))
import midi_writer

DIVISION = midi_writer.DIVISION

# The loudness of what goes out over some seconds, by the page's own meter of BS.1770.
LOUDNESS = """async seconds => {
    const { LoudnessMeter } = await import('/player/loudness.js');
    const { channels, rate } = await etudeTest.record(seconds);
    const meter = new LoudnessMeter(rate);
    meter.push(channels);
    return meter.integrated;
}"""


def track(notes, channel=0, program=0, name=""):
    """Events of one track; notes as (start, length, key, velocity) in quarter notes."""
    title = name.encode()
    events = [(0, 0, b"\xff\x03" + midi_writer.quantity(len(title)) + title),
              (0, 0, bytes([0xC0 | channel, program]))]
    for start, length, key, velocity in notes:
        events.append((round(start * DIVISION), 2, bytes([0x90 | channel, key, velocity])))
        events.append((round((start + length) * DIVISION), 1, bytes([0x80 | channel, key, 0])))
    return events


def file(*tracks, tempo=120):
    """A MIDI file of tracks."""
    conductor = [(0, 0, b"\xff\x51\x03" + (60_000_000 // tempo).to_bytes(3, "big")),
                 (0, 0, b"\xff\x58\x04\x04\x02\x18\x08")]
    return midi_writer._file(1, DIVISION, [conductor, *tracks])


def steady(key, bars=8):
    """One note a bar, a whole one, on an organ: a sound of one pitch."""
    return file(track([(bar * 4, 4, key, 100) for bar in range(bars)], program=16, name="Organ"))


def many(count, parts=4):
    """A file of so many notes: sixteenths all over the keyboard, in parts."""
    each = count // parts
    return file(*(
        track([(index * 0.25, 0.25, 36 + (index * 7 + part * 5) % 60, 40 + index % 80)
               for index in range(each)], channel=part, program=part * 8, name=f"Part {part + 1}")
        for part in range(parts)), tempo=140)


def loudness(samples):
    """The root mean square in dB below full scale."""
    square = sum(value * value for value in samples) / max(1, len(samples))
    return 10 * math.log10(max(square, 1e-20))


def strength(samples, rate, frequency):
    """The amplitude at a frequency, by Goertzel's algorithm under a Hann window."""
    count = len(samples)
    coefficient = 2 * math.cos(2 * math.pi * frequency / rate)
    turn = 2 * math.pi / count
    last, before = 0.0, 0.0
    for index, value in enumerate(samples):
        now = value * (0.5 - 0.5 * math.cos(turn * index)) + coefficient * last - before
        last, before = now, last
    power = last * last + before * before - coefficient * last * before
    return math.sqrt(max(power, 0)) * 4 / count


def frequency(key):
    """The frequency of a MIDI key in Hz."""
    return 440 * 2 ** ((key - 69) / 12)


def strongest_key(samples, rate, keys):
    """The key among `keys` whose fundamental and octave carry most."""
    return max(keys, key=lambda key: strength(samples, rate, frequency(key))
               + 0.5 * strength(samples, rate, 2 * frequency(key)))
