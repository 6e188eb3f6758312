"""Tracks to master and references to come near to, made of composed songs."""
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sound
from filters import bell, shelf

RATE = 44100
"""Matchering works at this rate; other files it would have to convert."""
HEADROOM = -3.0
"""The sample peak of a track, in dBFS."""


@dataclass
class Pair:
    """A mix that waits for its master, and a record that it shall sound like."""

    name: str
    track: Path
    reference: Path


def tracks(songs, folder, count, seconds, seed):
    """Premixes of songs in so many styles: name and path of each."""
    styles = songs.styles()
    random.Random(seed).shuffle(styles)
    for index in range(count):
        song = songs.get(styles[index % len(styles)], seed + index // len(styles), seconds, RATE)
        premix, rate = song.premix()
        path = folder / f"{song.path.name}.wav"
        sound.write(path, premix * 10 ** (HEADROOM / 20) / np.abs(premix).max(), rate)
        yield song, path


def pairs(made, folder, seed):
    """Each track with the master of another song, whose sound a seeded equaliser has coloured."""
    draw = random.Random(f"colours {seed}")
    for index, (song, path) in enumerate(made):
        other, _ = made[(index + 1 + len(made) // 3) % len(made)]
        frames, rate = sound.read(other.master)
        frames = shelf(frames, rate, draw.uniform(-3, 3))
        for low, high in ((80, 400), (500, 2500), (3000, 10000)):
            frequency = low * (high / low) ** draw.random()
            frames = bell(frames, rate, frequency, draw.uniform(-3, 3), 0.8)
        frames *= 10 ** (-1 / 20) / np.abs(frames).max()
        reference = folder / f"reference-{index + 1:02}.wav"
        sound.write(reference, frames, rate)
        yield Pair(f"{song.path.name} like {other.path.name}", path, reference)


def long_track(made, folder, seconds):
    """A track of so many seconds: premixes one after the other."""
    sounds, length = [], 0
    while length < seconds * RATE:
        frames, _ = sound.read(made[len(sounds) % len(made)][1])
        sounds.append(frames)
        length += len(frames)
    path = folder / "long.wav"
    sound.write(path, np.concatenate(sounds)[:seconds * RATE], RATE)
    return path
