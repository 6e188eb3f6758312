"""Structure indicators of notes: how strongly passages of some length come again.

Wu and Yang, "The Jazz Transformer on the front line", ISMIR 2020: the greatest fitness of segments
of 3 to 8 and of 8 to 15 seconds (their third range, from 15 on, needs longer excerpts) in the scape
plot of Mueller, Jiang and Grosche, "A robust fitness measure for capturing repetitions in music
recordings", IEEE TASLP 21/3 (2013). There chroma comes from recordings at 2 Hz; here it comes from
the notes themselves, a frame a quarter note, which is 2 Hz at 120 quarter notes a minute: no tempo
and no sound is in it, and no passage needs to be stretched in time. Numbers compare with each
other, not with those of recordings.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from .excerpts import DURATION, KEY, ONSET, Excerpt
from .vocabulary import TICKS

Floats = NDArray[np.float64]

RANGES = {"short": (6, 16), "middle": (16, 30)}
"""Lengths of segments in quarter notes: 3 to 8 and 8 to 15 seconds at 120 a minute."""

KEPT = 0.25
"""The share of the self-similarity that is kept; the rest is `PENALTY`."""

PENALTY = -2.0

SMOOTHED = 4
"""Frames over which similarity is averaged along the diagonal."""

NEVER = -1e9


def indicators(excerpt: Excerpt) -> dict[str, float]:
    """The indicators by name; NaN where the excerpt is shorter than the shortest such segment."""
    similar = enhanced(chroma(excerpt))
    count, found = len(similar), {}
    for name, (low, high) in RANGES.items():
        lengths = range(low, min(high, count) + 1)
        values = [float(fitness(similar, length).max()) for length in lengths]
        found[f"structure, {name}"] = max(values, default=float("nan"))
    return found


def chroma(excerpt: Excerpt) -> Floats:
    """How long each pitch class sounds in each quarter note [frames, 12], of length 1."""
    frames = excerpt.bars * excerpt.bar // TICKS
    found = np.zeros((frames, 12))
    edges = np.arange(frames) * TICKS
    for note in excerpt.notes:
        begin, end = int(note[ONSET]), int(note[ONSET] + note[DURATION])
        first, stop = begin // TICKS, min(-(-end // TICKS), frames)
        within = np.minimum(edges[first:stop] + TICKS, end) - np.maximum(edges[first:stop], begin)
        found[first:stop, note[KEY] % 12] += within
    return found / np.linalg.norm(found, axis=1, keepdims=True).clip(1e-9)


def enhanced(frames: Floats) -> Floats:
    """Self-similarity [frames, frames], smoothed along diagonals, the best of all transpositions.

    The greatest values go from 0 to 1, the others are `PENALTY`; the diagonal is 1.
    """
    count = len(frames)
    best = np.full((count, count), -np.inf)
    for shift in range(12):
        raw = frames @ np.roll(frames, shift, axis=1).T
        forward, backward = np.zeros_like(raw), np.zeros_like(raw)
        for step in range(min(SMOOTHED, count)):
            rest = count - step
            forward[:rest, :rest] += raw[step:, step:] / SMOOTHED
            backward[step:, step:] += raw[:rest, :rest] / SMOOTHED
        best = np.maximum(best, np.maximum(forward, backward))
    bound = np.quantile(best, 1 - KEPT)
    found = np.where(best >= bound, (best - bound) / max(best.max() - bound, 1e-9), PENALTY)
    np.fill_diagonal(found, 1)
    return found


def fitness(similar: Floats, length: int) -> Floats:
    """The fitness of every segment of a length [segments], of enhanced self-similarity.

    All segments at once: `score` [segments, length + 1] is the accumulated score of equation 4 of
    the paper, column 0 being outside of any path; with it go the length of all paths so far, and
    the frames that finished paths cover less the first of the open one.
    """
    frames = len(similar)
    # [frames, segments, length]: row n of the columns of each segment.
    block = sliding_window_view(similar, length, axis=1)
    segments = block.shape[1]
    shape = (segments, length + 1)
    before = [np.full(shape, NEVER), np.zeros(shape, np.int64), np.zeros(shape, np.int64)]
    last = [array.copy() for array in before]
    last[0][:, 0] = 0
    for frame in range(frames):
        score, size, cover = np.full(shape, NEVER), np.zeros(shape, int), np.zeros(shape, int)
        # Outside: as before, or a path that the frame before finished.
        ended = last[0][:, -1] > last[0][:, 0]
        score[:, 0] = np.where(ended, last[0][:, -1], last[0][:, 0])
        size[:, 0] = np.where(ended, last[1][:, -1], last[1][:, 0])
        cover[:, 0] = np.where(ended, last[2][:, -1] + frame, last[2][:, 0])
        # A path begins in the segment's first frame.
        score[:, 1] = score[:, 0] + block[frame, :, 0]
        size[:, 1] = size[:, 0] + 1
        cover[:, 1] = cover[:, 0] - frame
        # Steps (1, 1), (2, 1) and (1, 2) within it.
        for source, back in ((last, 1), (before, 1), (last, 2)):
            own = source[0][:, 1 : length + 1 - back]
            rows = slice(1 + back, length + 1)
            is_better = own > score[:, rows]
            np.copyto(score[:, rows], own, where=is_better)
            np.copyto(size[:, rows], source[1][:, 1 : length + 1 - back] + 1, where=is_better)
            np.copyto(cover[:, rows], source[2][:, 1 : length + 1 - back], where=is_better)
        score[:, 2:] += block[frame, :, 1:]
        before, last = last, [score, size, cover]
    ended = last[0][:, -1] > last[0][:, 0]
    score, size, cover = (np.where(ended, array[:, -1], array[:, 0]) for array in last)
    cover = np.where(ended, cover + frames, cover)
    # The segment explains itself: what it is worth without repetition is taken off.
    own_score = ((score - length) / size.clip(1)).clip(0)
    own_cover = ((cover - length) / frames).clip(0)
    return 2 * own_score * own_cover / (own_score + own_cover).clip(1e-9)
