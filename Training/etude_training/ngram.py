"""The measured baseline: interpolated Kneser-Ney over the fields of notes (Kneser and Ney 1995).

Each field is predicted from the earlier fields of its event and the same part's four earlier
events; lower orders count distinct continuations; one discount a field and order is tuned on valid.
"""

from dataclasses import dataclass

import numpy as np

from .streams import SIZES, Stream, Words, contexts, mixed

DISCOUNTS = np.linspace(0.05, 0.95, 19)


@dataclass
class Counts:
    """Of one order, for each asked (context, value): its count, its context's total and kinds."""

    own: np.ndarray
    total: np.ndarray
    kinds: np.ndarray


def looked_up(keys: Words, numbers: np.ndarray, asked: Words) -> np.ndarray:
    """The numbers that belong to asked keys; 0 where a key is unknown. `keys` is sorted."""
    if len(keys) == 0:
        return np.zeros(len(asked))
    at = np.searchsorted(keys, asked).clip(max=len(keys) - 1)
    return np.where(keys[at] == asked, numbers[at], 0).astype(np.float64)


def counted(
    trained: list[Words], values: np.ndarray, asked: list[Words], wanted: np.ndarray
) -> list[Counts]:
    """Counts of each order, longest first. `trained` and `asked` hold an order's contexts each."""
    found = []
    rows = np.arange(len(values))
    for order, context in enumerate(trained):
        pairs = mixed(context[rows], values[rows])
        pairs, first, number = np.unique(pairs, return_index=True, return_counts=True)
        rows = rows[first]
        owners = context[rows]
        # The longest order counts what occurred, each shorter one the distinct longer contexts.
        sort = np.argsort(owners, kind="stable")
        heads, begin = np.unique(owners[sort], return_index=True)
        total = np.add.reduceat(number[sort], begin) if len(begin) else np.zeros(0)
        kinds = np.diff(np.r_[begin, len(owners)])
        found.append(
            Counts(
                own=looked_up(pairs, number, mixed(asked[order], wanted)),
                total=looked_up(heads, total, asked[order]),
                kinds=looked_up(heads, kinds, asked[order]),
            )
        )
    return found


def probabilities(found: list[Counts], discounts: list[float], size: int) -> np.ndarray:
    """Chances of the asked values, built from the shortest order up."""
    chance = np.full(len(found[0].own), 1 / size)
    for counts, discount in zip(reversed(found), reversed(discounts), strict=True):
        chance = raised(counts, discount, chance)
    return chance


def raised(counts: Counts, discount: float, lower: np.ndarray) -> np.ndarray:
    """One order on top of the chances of the lower one."""
    total = counts.total.clip(min=1)
    own = (counts.own - discount).clip(min=0) / total
    return np.where(counts.total > 0, own + discount * counts.kinds / total * lower, lower)


def tuned(found: list[Counts], size: int) -> list[float]:
    """The discount of each order, longest first, that serves the asked values best."""
    chance = np.full(len(found[0].own), 1 / size)
    chosen: list[float] = []
    for counts in reversed(found):
        options = [raised(counts, discount, chance) for discount in DISCOUNTS]
        best = int(np.argmin([-np.log(option).sum() for option in options]))
        chosen.insert(0, float(DISCOUNTS[best]))
        chance = options[best]
    return chosen


def field_nats(
    trained: Stream, valid: Stream, asked: Stream, field: int
) -> tuple[np.ndarray, list[float]]:
    """Nats of one field at each asked step [steps], 0 where it is not asked; the discounts."""
    rows = [_rows(steps, field) for steps in (trained, valid, asked)]
    streams = (trained, valid, asked)
    values = [steps.values[row, field] for steps, row in zip(streams, rows, strict=True)]
    train_contexts = contexts(trained, field, rows[0])
    both = [
        np.concatenate(pair)
        for pair in zip(
            contexts(valid, field, rows[1]), contexts(asked, field, rows[2]), strict=True
        )
    ]
    found = counted(train_contexts, values[0], both, np.concatenate(values[1:]))
    cut = len(rows[1])
    discounts = tuned([_part(counts, slice(0, cut)) for counts in found], SIZES[field])
    chance = probabilities(
        [_part(counts, slice(cut, None)) for counts in found], discounts, SIZES[field]
    )
    nats = np.zeros(len(asked.values))
    nats[rows[2]] = -np.log(chance)
    return nats, discounts


def _rows(steps: Stream, field: int) -> np.ndarray:
    """The steps at which a field is asked: whether more comes, not at a cell's beginning."""
    if field == 0:
        return np.flatnonzero(~steps.is_first)
    return np.flatnonzero(steps.values[:, 0] == 1)


def _part(counts: Counts, rows: slice) -> Counts:
    return Counts(counts.own[rows], counts.total[rows], counts.kinds[rows])
