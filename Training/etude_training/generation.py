"""Drawing events from a model: notes for the holes of a window, or bars that go on from it."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .cache import Cache
from .model import Composer
from .piece import Ints
from .vocabulary import TICKS, vocabulary
from .windows import WIDTH, Window

_TABLE = vocabulary()
_C = {field.name: field.column for field in _TABLE.fields}
_T = {name: index for index, name in enumerate(_TABLE["type"].values)}
_HARMONY = ("root", "kind", "bass")
_FRAME = ("genre", "place", "metre", "tempo", "tonic", "mode")


@dataclass(frozen=True)
class Drawing:
    """How values are drawn. Temperature 0 takes the likeliest and needs no random numbers.

    `share` keeps the likeliest values whose probabilities reach it together (Holtzman 2020).
    Fields named in `silent` stay unknown.
    """

    temperature: float = 1.0
    share: float = 0.95
    silent: tuple[str, ...] = ("velocity", "micro")


class Generator:
    """One growing sequence and what is known of its present bar and part."""

    def __init__(self, model: Composer, window: Window, drawing: Drawing, seed: int) -> None:
        self.model = model.eval()
        self.drawing = drawing
        self.random = np.random.default_rng(seed)
        self.cache = Cache(model)
        self.events: list[Ints] = []
        self.times: list[int] = []
        self.bars: dict[int, tuple[int, int]] = {}
        self.chords: list[tuple[int, Ints]] = []
        self.state = torch.zeros(0)
        self.extend(window.events, window.times)

    def extend(self, events: Ints, times: Ints) -> None:
        """Appends given events."""
        for row, time in zip(events, times.tolist(), strict=True):
            self._remember(row, time)
        target = torch.from_numpy(np.asarray(events, np.int64))[None]
        when = torch.from_numpy(np.asarray(times, np.int64))[None]
        self.state = self.cache.extend(target, when)[0, -1]

    def _remember(self, row: Ints, time: int) -> None:
        self.events.append(row.copy())
        self.times.append(time)
        if row[0] == _T["bar"]:
            length = bar_length(int(row[_C["metre"]]), self._last_length())
            self.bars[int(row[_C["place"]])] = (time, length)
        if row[0] in (_T["bar"], _T["chord"]) and row[_C["root"]]:
            self.chords.append((time, row[[_C[name] for name in _HARMONY]].copy()))

    def _last_length(self) -> int:
        return list(self.bars.values())[-1][1] if self.bars else 4 * TICKS

    def chord_at(self, time: int) -> Ints:
        """Root, kind and bass in force at a time [3]; zeros where none is known."""
        found = np.zeros(3, np.int32)
        for start, values in self.chords:
            if start <= time:
                found = values
        return found

    def draw(self, logits: Tensor, allowed: Ints | None = None) -> int:
        """One value of a field from its logits; 0 (unknown) is never drawn."""
        scores = logits.double().numpy().copy()
        scores[0] = -np.inf
        if allowed is not None:
            mask = np.full(len(scores), -np.inf)
            mask[allowed] = 0
            scores = scores + mask
        if self.drawing.temperature == 0:
            return int(scores.argmax())
        scores = (scores - scores.max()) / self.drawing.temperature
        chance = np.exp(scores)
        chance /= chance.sum()
        order = np.argsort(-chance, kind="stable")
        total = np.cumsum(chance[order])
        keep = order[: int(np.searchsorted(total, self.drawing.share)) + 1]
        kept = chance[keep] / chance[keep].sum()
        return int(self.random.choice(keep, p=kept))

    @torch.no_grad()
    def next_type(self, allowed: list[str]) -> str:
        """Draws the type of the next event."""
        logits = self.model.heads["of_type"](self.state[None])[0]
        value = self.draw(logits, np.array([_T[name] for name in allowed]))
        return _TABLE["type"].values[value]

    @torch.no_grad()
    def fields(self, kind: str, row: Ints, limits: dict[str, object] | None = None) -> None:
        """Draws the fields of an event into a row, each given the earlier ones.

        `limits` maps a field to the values allowed; a callable limit may depend on the row.
        """
        row[0] = _T[kind]
        model = self.model
        x = self.state[None] + model.embed_head(torch.tensor([_T[kind]]))
        offsets = _TABLE.offsets
        for column in _TABLE.predicts[_T[kind]]:
            field = _TABLE.fields[column]
            if field.name not in self.drawing.silent:
                limit = (limits or {}).get(field.name)
                allowed = limit(row) if callable(limit) else limit
                row[column] = self.draw(model.heads["of_" + field.name](x)[0], allowed)
            if row[column]:
                x = x + model.embed_head(torch.tensor([offsets[column] + int(row[column])]))
            if field.name == "tick" and kind == "note":
                start = self.bars[int(row[_C["place"]])][0]
                time = start + int(row[_C["beat"]] - 1) * TICKS + int(row[_C["tick"]]) - 1
                row[[_C[name] for name in _HARMONY]] = self.chord_at(time)
                for given in _TABLE.given[_T[kind]]:
                    if row[given]:
                        x = x + model.embed_head(torch.tensor([offsets[given] + int(row[given])]))

    def notes(self, header: Ints, most: int = 64) -> int:
        """Draws the notes of the cell whose header came last; returns how many."""
        start, length = self.bars[int(header[_C["place"]])]
        last = 0
        for count in range(most):
            if self.next_type(["note", "cell", "bar", "fill", "end"]) != "note":
                return count
            row = header.copy()
            row[[_C["beat"], _C["tick"]]] = 0
            self.fields("note", row, note_limits(last, length, header))
            position = int(row[_C["beat"]] - 1) * TICKS + int(row[_C["tick"]]) - 1
            last = position
            self.extend(row[None], np.array([start + position]))
        return most

    def fill(self, headers: Ints, times: Ints) -> None:
        """Fills holes: their headers [holes, 27], of the type fill, in order."""
        for header, time in zip(headers, times.tolist(), strict=True):
            self.extend(header[None], np.array([time]))
            self.notes(header)

    def go_on(self, bars: int, most: int = 1024) -> None:
        """Draws exactly so many bars after the last one, unless `most` events are reached."""
        frame = self._frame()
        slot = int(self.events[-1][_C["slot"]])
        opened = 0
        while len(self.events) < most:
            allowed = ["bar"] + ["end"] * (opened == bars) + ["cell"] * (opened > 0 and slot < 64)
            kind = self.next_type(allowed)
            if kind != "cell" and opened == bars:
                return
            if kind == "bar":
                frame, slot, opened = self._next_bar(frame), 0, opened + 1
                continue
            row = np.zeros(WIDTH, np.int32)
            for name in _FRAME:
                row[_C[name]] = frame[_C[name]]
            start = self.bars[int(row[_C["place"]])][0]
            row[[_C[name] for name in _HARMONY]] = self.chord_at(start)
            self.fields("cell", row, {"slot": np.arange(slot + 1, 65)})
            slot = int(row[_C["slot"]])
            self.extend(row[None], np.array([start]))
            self.notes(row)

    def _frame(self) -> Ints:
        return next(row for row in reversed(self.events) if row[0] == _T["bar"])

    def _next_bar(self, frame: Ints) -> Ints:
        start, length = list(self.bars.values())[-1]
        row = np.zeros(WIDTH, np.int32)
        row[_C["genre"]] = frame[_C["genre"]]
        row[_C["place"]] = min(frame[_C["place"]] + 1, 128)
        self.fields("bar", row)
        self.extend(row[None], np.array([start + length]))
        return row


def bar_length(metre: int, otherwise: int) -> int:
    """Grid steps of a bar of a metre value; `otherwise` where it is unknown or unlisted."""
    if metre == 0:
        return otherwise
    name = _TABLE["metre"].values[metre - 1]
    if name == "other":
        return otherwise
    above, below = (int(term) for term in name.split("/"))
    return 4 * TICKS * above // below


def note_limits(last: int, length: int, header: Ints) -> dict[str, object]:
    """What keeps a cell's notes in order, within the bar and on the right kind of instrument."""
    is_drum = header[_C["instrument"]] == 129

    def ticks(row: Ints) -> Ints:
        beat = int(row[_C["beat"]]) - 1
        low = last % TICKS if beat == last // TICKS else 0
        high = min(TICKS, length - beat * TICKS)
        return np.arange(low, high) + 1

    def more(row: Ints) -> Ints:
        return np.arange(2 if row[_C["lengthBeats"]] == 1 else 1, TICKS + 1)

    return {
        "beat": np.arange(last // TICKS, (length - 1) // TICKS + 1) + 1,
        "tick": ticks,
        "pitch": np.arange(129, 257) if is_drum else np.arange(1, 129),
        "lengthTicks": more,
    }
