"""The published symbolic metrics, as their authors' programs compute them.

MusPy (Dong et al., ISMIR 2020, `muspy/metrics/metrics.py`): pitch-class entropy, scale consistency
and groove consistency. MusDr (Wu and Yang, "The Jazz Transformer on the Front Line", ISMIR 2020,
`musdr/eval_metrics.py`): H1, H4, GS and CPI. What has no value is NaN, as it is there.
"""
import itertools
import math
import random

MAJOR = frozenset((0, 2, 4, 5, 7, 9, 11))
MINOR = frozenset((0, 2, 3, 5, 7, 8, 10))
POSITIONS = 64
"""So many positions a bar has in MusDr."""
MOST_PAIRS = 1000
"""MusDr compares so many pairs of bars at most, drawn at random."""


def _entropy(keys):
    """The entropy in bits of pitch classes, counted by notes."""
    counts = [0] * 12
    for key in keys:
        counts[key % 12] += 1
    total = sum(counts)
    if not total:
        return math.nan
    return -sum(one / total * math.log2(one / total) for one in counts if one) + 0.0


def pitch_class_entropy(keys):
    """The entropy in bits of the pitch classes of a piece's notes without drums (MusPy)."""
    return _entropy(keys)


def scale_consistency(keys):
    """The greatest share of notes within one of the 24 major and natural minor scales (MusPy)."""
    classes = [key % 12 for key in keys]
    if not classes:
        return math.nan
    return max(
        sum((one - root) % 12 in scale for one in classes) / len(classes)
        for scale in (MAJOR, MINOR) for root in range(12))


def groove_consistency(bars, resolution):
    """One less the mean Hamming distance of the onsets of neighbouring bars (MusPy).

    `bars` are sets of steps, `resolution` is how many steps a bar has. MusPy counts the bars as
    length // resolution + 1: a piece whose last note ends on a bar line has an empty bar more,
    which the caller adds.
    """
    if len(bars) < 2:
        return math.nan
    distance = sum(len(one ^ other) for one, other in itertools.pairwise(bars))
    return 1 - distance / (resolution * (len(bars) - 1))


def windowed_entropy(bars, count):
    """H_n: the mean of the pitch-class entropies of all windows of so many bars (MusDr).

    `bars` are the keys of each bar. Windows without a note are left out; a piece that is shorter
    than a window is one window.
    """
    count = min(count, len(bars))
    found = [
        _entropy(keys) for start in range(len(bars) - count + 1)
        if (keys := [key for bar in bars[start:start + count] for key in bar])]
    return sum(found) / len(found) if found else math.nan


def groove_similarity(bars, seed=0):
    """GS: the mean likeness of the onsets of all pairs of bars over 64 positions (MusDr).

    `bars` are sets of positions, 0 to 63. Of more than 1000 pairs so many are drawn.
    """
    pairs = list(itertools.combinations(range(len(bars)), 2))
    if not pairs:
        return math.nan
    if len(pairs) > MOST_PAIRS:
        pairs = random.Random(seed).sample(pairs, MOST_PAIRS)
    return sum(1 - len(bars[one] ^ bars[other]) / POSITIONS for one, other in pairs) / len(pairs)


def chord_irregularity(chords):
    """CPI: how many of the trigrams of a succession of chords are different (MusDr).

    The code takes n - 3 trigrams of n chords, not n - 2, so that the last one is left out; three
    chords and fewer give 1. Kept so, for the sake of comparison.
    """
    count = len(chords) - 3
    if count <= 0:
        return 1.0
    return len({tuple(chords[start:start + 3]) for start in range(count)}) / count
