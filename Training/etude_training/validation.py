"""Likelihood of held-out notes: sums by collection, per note."""

from dataclasses import dataclass

import numpy as np
import torch

from .model import Composer
from .store import Collection
from .vocabulary import MAX_PLACES, vocabulary
from .windows import Known, Request, Window, build, events_by_bar

CELL, FILL, NOTE = 4, 6, 7


@dataclass
class Tally:
    """Nats and notes of some windows, one entry a window."""

    nats: list[float]
    notes: list[int]

    @property
    def per_note(self) -> float:
        """Nats a note, pooled."""
        return sum(self.nats) / max(sum(self.notes), 1)

    def interval(self, draws: int = 1000, seed: int = 0) -> tuple[float, float]:
        """95 % bootstrap interval of `per_note` over windows."""
        random = np.random.default_rng(seed)
        nats, notes = np.array(self.nats), np.array(self.notes)
        chosen = random.integers(len(nats), size=(draws, len(nats)))
        means = nats[chosen].sum(axis=1) / notes[chosen].sum(axis=1)
        low, high = np.percentile(means, [2.5, 97.5])
        return float(low), float(high)


def windows_of(
    collection: Collection, split: str, limit: int, known: Known, most: int, seed: int
) -> list[tuple[str, Window]]:
    """Windows of whole bars from a split, spread over its works, with the works' names.

    Every work gives consecutive windows of at most `limit` events; at most `most` are kept.
    """
    found = []
    for index, work in enumerate(collection.works):
        if work["split"] != split or work["notes"] == 0:
            continue
        piece = collection.piece(index)
        parts = tuple(np.unique(piece.cells[:, 1]).tolist())
        sizes = events_by_bar(piece, parts, known.chords)
        start = 0
        while start < len(piece.bars):
            total = np.cumsum(sizes[start:])
            length = max(1, int(np.searchsorted(total, limit - 2, side="right")))
            stop = min(start + length, len(piece.bars), start + MAX_PLACES)
            found.append((work["id"], piece, Request(range(start, stop), parts, known=known)))
            start = stop
    if len(found) > most:
        random = np.random.default_rng(seed)
        chosen = sorted(random.choice(len(found), most, replace=False).tolist())
        found = [found[index] for index in chosen]
    return [(name, build(piece, request, limit)) for name, piece, request in found]


def note_nats(
    model: Composer, events: torch.Tensor, times: torch.Tensor, with_play: bool = False
) -> torch.Tensor:
    """Nats spent on notes [B, T-1]: their fields, and at each step whether one more note comes.

    After a cell's header or a note there is either a note or none; which other event follows is not
    part of what notes cost. Velocity and microtiming count only `with_play`.
    """
    table = vocabulary()
    hidden = model.hidden(events[:, :-1], times[:, :-1]).flatten(0, 1)
    target = events[:, 1:].flatten(0, 1)
    loss, _ = model.field_losses(hidden, target, 1)
    loss = loss[0]
    columns = list(table.predicts[NOTE])
    if not with_play:
        played = {table["velocity"].column, table["micro"].column}
        columns = [column for column in columns if column not in played]
    chance = model.heads["of_type"](hidden)[:, 1:].float().log_softmax(-1)
    other = torch.cat([chance[:, : NOTE - 1], chance[:, NOTE:]], dim=1).logsumexp(1)
    before = events[:, :-1, 0].flatten()
    is_note = target[:, 0] == NOTE
    opens = (before == NOTE) | (before == CELL) | (before == FILL)
    closes = opens & ~is_note & (target[:, 0] > 0)
    nats = torch.where(is_note, loss[:, columns].sum(1) - chance[:, NOTE - 1], 0)
    return (nats - torch.where(closes, other, 0)).view(events.shape[0], -1)


@torch.no_grad()
def tally(
    model: Composer,
    windows: list[Window],
    device: torch.device,
    rows: int = 8,
    with_play: bool = False,
) -> Tally:
    """Nats a note of windows. They are taken by length, so that little is padded."""
    model.eval()
    found = Tally([], [])
    order = sorted(windows, key=lambda window: len(window.events))
    for first in range(0, len(order), rows):
        events, times = padded(order[first : first + rows])
        target, when = torch.from_numpy(events).to(device), torch.from_numpy(times).to(device)
        nats = note_nats(model, target, when, with_play).sum(1)
        notes = (target[:, 1:, 0] == NOTE).sum(1)
        for one, number in zip(nats.tolist(), notes.tolist(), strict=True):
            if number > 0:
                found.nats.append(one)
                found.notes.append(number)
    return found


def padded(windows: list[Window]) -> tuple[np.ndarray, np.ndarray]:
    """Windows as one batch: events [windows, longest, 27] and times [windows, longest]."""
    length = max(len(window.events) for window in windows)
    events = np.zeros((len(windows), length, windows[0].events.shape[1]), np.int64)
    times = np.zeros((len(windows), length), np.int64)
    for row, window in enumerate(windows):
        events[row, : len(window.events)] = window.events
        times[row, : len(window.times)] = window.times
    return events, times
