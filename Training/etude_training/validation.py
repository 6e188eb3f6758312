"""Likelihood of held-out notes: sums by collection, per note."""

from dataclasses import dataclass

import numpy as np
import torch

from .model import Composer
from .store import Collection
from .vocabulary import MAX_PLACES, vocabulary
from .windows import Known, Request, Window, build, events_by_bar

NOTE = 7


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


def note_nats(loss: torch.Tensor, target: torch.Tensor, written_only: bool) -> torch.Tensor:
    """Nats spent on notes [B, T]: their fields, their type and the choice to write no more.

    The end of a cell is part of what notes cost, as the choice between one more note and none is
    made at every step. With `written_only` velocity and microtiming are left out.
    """
    table = vocabulary()
    columns = [0, *table.predicts[NOTE]]
    if written_only:
        played = {table["velocity"].column, table["micro"].column}
        columns = [column for column in columns if column not in played]
    is_note = target[:, 1:, 0] == NOTE
    closes = (target[:, :-1, 0] == NOTE) & ~is_note
    return loss[..., columns].sum(-1) * is_note + loss[..., 0] * closes


@torch.no_grad()
def tally(model: Composer, windows: list[Window], device: torch.device, rows: int = 8) -> Tally:
    """Written nats a note of windows. They are sorted by length to waste little padding."""
    model.eval()
    found = Tally([], [])
    order = sorted(windows, key=lambda window: len(window.events))
    for first in range(0, len(order), rows):
        block = order[first : first + rows]
        length = max(len(window.events) for window in block)
        events = np.zeros((len(block), length, block[0].events.shape[1]), np.int64)
        times = np.zeros((len(block), length), np.int64)
        for row, window in enumerate(block):
            events[row, : len(window.events)] = window.events
            times[row, : len(window.times)] = window.times
        target = torch.from_numpy(events).to(device)
        loss, _ = model.losses(target, torch.from_numpy(times).to(device))
        nats = note_nats(loss, target, written_only=True).sum(1)
        notes = (target[:, 1:, 0] == NOTE).sum(1)
        for one, number in zip(nats.tolist(), notes.tolist(), strict=True):
            if number > 0:
                found.nats.append(one)
                found.notes.append(number)
    return found
