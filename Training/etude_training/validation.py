"""Likelihood of held-out notes: sums by collection, per note."""

from dataclasses import dataclass

import numpy as np
import torch

from .model import Composer
from .piece import Piece
from .store import Collection
from .vocabulary import MAX_PLACES, vocabulary
from .windows import Known, Request, Window, build, events_by_bar

CELL, FILL, NOTE = 4, 6, 7


@dataclass(frozen=True)
class Passage:
    """Consecutive bars of one work of a collection, small enough for one window."""

    work: int
    bars: range


@dataclass
class Tally:
    """Nats and notes of some passages, one entry each, and the work that each is from."""

    nats: list[float]
    notes: list[int]
    works: list[int]

    @property
    def per_note(self) -> float:
        """Nats a note, pooled."""
        return sum(self.nats) / max(sum(self.notes), 1)

    def interval(self, draws: int = 1000, seed: int = 0) -> tuple[float, float]:
        """95 % bootstrap interval of `per_note` over works."""
        random = np.random.default_rng(seed)
        _, index = np.unique(self.works, return_inverse=True)
        nats = np.bincount(index, self.nats)
        notes = np.bincount(index, self.notes)
        chosen = random.integers(len(nats), size=(draws, len(nats)))
        means = nats[chosen].sum(axis=1) / notes[chosen].sum(axis=1)
        low, high = np.percentile(means, [2.5, 97.5])
        return float(low), float(high)


def passages(
    collection: Collection, split: str, limit: int, most: int, seed: int, free_only: bool = False
) -> list[Passage]:
    """Passages of a split of at most `limit` events without chords, by work and bar.

    Where there are more than `most`, that many are drawn at random.
    """
    found = []
    for index, work in enumerate(collection.works):
        if work["split"] != split or work["notes"] == 0 or (free_only and not work["free"]):
            continue
        piece = collection.piece(index)
        sizes = events_by_bar(piece, parts_of(piece), has_chords=False)
        start = 0
        while start < len(piece.bars):
            total = np.cumsum(sizes[start:])
            length = max(1, int(np.searchsorted(total, limit - 2, side="right")))
            stop = min(start + length, len(piece.bars), start + MAX_PLACES)
            found.append(Passage(index, range(start, stop)))
            start = stop
    if len(found) > most:
        random = np.random.default_rng(seed)
        chosen = sorted(random.choice(len(found), most, replace=False).tolist())
        found = [found[index] for index in chosen]
    return found


def parts_of(piece: Piece) -> tuple[int, ...]:
    """The parts that have notes, in score order."""
    return tuple(np.unique(piece.cells[:, 1]).tolist())


def window_of(collection: Collection, passage: Passage, known: Known) -> Window:
    """The window of a passage, all parts in score order."""
    piece = collection.piece(passage.work)
    return build(piece, Request(passage.bars, parts_of(piece), known=known))


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
    works: list[int] | None = None,
    rows: int = 8,
    with_play: bool = False,
) -> Tally:
    """Nats a note of windows and their works. They are taken by length: little is padded."""
    model.eval()
    found = Tally([], [], [])
    names = works or list(range(len(windows)))
    order = sorted(range(len(windows)), key=lambda index: len(windows[index].events))
    for first in range(0, len(order), rows):
        block = order[first : first + rows]
        events, times = padded([windows[index] for index in block])
        target, when = torch.from_numpy(events).to(device), torch.from_numpy(times).to(device)
        nats = note_nats(model, target, when, with_play).sum(1)
        notes = (target[:, 1:, 0] == NOTE).sum(1)
        for index, one, number in zip(block, nats.tolist(), notes.tolist(), strict=True):
            if number > 0:
                found.nats.append(one)
                found.notes.append(number)
                found.works.append(names[index])
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
