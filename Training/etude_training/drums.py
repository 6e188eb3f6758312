"""The drum model: `python -m etude_training.drums fit|evaluate --config configs/drums.toml`.

`fit` trains on the drummers of the split `train`, keeps the best epoch on valid and writes
`drums.safetensors`; `evaluate` prints how the written model does beside tables, on valid or test.
Gillick et al., "Learning to groove with inverse sequence transformations" (ICML 2019), do the same
jobs with a variational autoencoder.
"""

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from . import weights
from .drum_features import (
    AROUND,
    SLOT_BLOCKS,
    STROKE_BLOCKS,
    Block,
    offsets,
    own_rows,
    slot_rows,
    stroke_rows,
    tap_rows,
    taps,
)
from .drum_nets import ONE, SlotNet, StrokeNet, rounded
from .drum_tables import comparison
from .files import write_atomically
from .grooves import DRUMS, Take, genres, takes
from .places import places

FORMAT_VERSION = "1"


@dataclass(frozen=True)
class DrumSettings:
    """How the nets are trained, and which genre a style's drummer learned from."""

    seed: int
    batch: int
    rate: float
    decay: float
    slot_epochs: int
    stroke_epochs: int
    slot_widths: list[int]
    stroke_widths: list[int]
    dropout: float
    hide_genre: float
    hide_tempo: float
    hide_taps: float
    hide_hint: float
    hide_level: float
    forget: float
    fresh: float
    styles: dict[str, str]


@dataclass
class Slots:
    """Slots of performances: rows without taps, rhythms that were tapped, what is struck.

    `own` [slots, past] tells which of the slots before are of the same bar.
    """

    rows: Tensor
    own: Tensor
    taps: Tensor
    struck: Tensor

    @staticmethod
    def of(played: list[Take]) -> "Slots":
        """All slots of performances, in order; three rhythms each."""
        rows, struck = zip(*(slot_rows(take) for take in played), strict=True)
        tapped = [np.stack([tap_rows(tap) for tap in taps(take)], axis=1) for take in played]
        own = [own_rows(take) for take in played]
        arrays = (np.concatenate(part) for part in (rows, own, tapped, struck))
        return Slots(*(torch.from_numpy(array) for array in arrays))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    def batch(self, index: Tensor, tap: Tensor | None) -> tuple[Tensor, Tensor]:
        """Rows with the rhythm of each, or with none, and what is struck."""
        rows = self.rows[index].float()
        if tap is not None:
            at = offsets(SLOT_BLOCKS)["tapped"]
            rows[:, at : at + 1 + (2 * AROUND + 1) * 2] = self.taps[index, tap].float()
        return rows, self.struck[index].float()


@dataclass
class Strokes:
    """Strokes of performances: rows, and classes of velocity and lateness."""

    rows: Tensor
    told: Tensor

    @staticmethod
    def of(played: list[Take]) -> "Strokes":
        """All strokes of performances, in order."""
        rows, told = zip(*(stroke_rows(take) for take in played), strict=True)
        return Strokes(*(torch.from_numpy(np.concatenate(part)) for part in (rows, told)))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)


def with_grooves_before(played: list[Take], seed: int) -> list[Take]:
    """The same, and each fill again behind bars of a groove of its genre.

    Fills were played by themselves; in music they follow a groove.
    """
    random = np.random.default_rng(seed)
    found = list(played)
    for fill in played:
        if not fill.is_fill:
            continue
        grooves = [take for take in played if not take.is_fill and take.pulses == fill.pulses]
        own = [take for take in grooves if take.genre == fill.genre]
        for take in random.permutation(np.arange(len(own or grooves)))[:GROOVES_BEFORE]:
            found.append(fill.after((own or grooves)[take], BARS_BEFORE, random))
    return found


GROOVES_BEFORE, BARS_BEFORE = 3, 3
"""How many grooves each fill follows, and how many bars of each."""


def hide(rows: Tensor, blocks: tuple[Block, ...], name: str, share: float) -> None:
    """Hides a block in a share of the rows."""
    at = offsets(blocks)[name]
    width = next(block.width for block in blocks if block.name == name)
    rows[:, at : at + width] *= (torch.rand(len(rows), 1) >= share).float()


def slot_loss(net: SlotNet, data: Slots, settings: DrumSettings, index: Tensor) -> Tensor:
    """Mean nats of a batch in training."""
    rows, struck = data.batch(index, torch.randint(3, (len(index),)))
    at = offsets(SLOT_BLOCKS)
    hide(rows, SLOT_BLOCKS, "genre", settings.hide_genre)
    hide(rows, SLOT_BLOCKS, "tempo", settings.hide_tempo)
    rows[:, at["tapped"] :] *= (torch.rand(len(rows), 1) >= settings.hide_taps).float()
    past = slice(at["past"], at["tapped"])
    rows[:, past] *= (torch.rand_like(rows[:, past]) >= settings.forget).float()
    fresh = torch.rand(len(rows)) < settings.fresh
    rows[fresh, past] *= data.own[index[fresh]].repeat_interleave(len(DRUMS), 1).float()
    return slot_nats(net, rows, struck).mean()


def slot_nats(net: SlotNet, rows: Tensor, struck: Tensor) -> Tensor:
    """Nats of each slot."""
    logits = net(rows, struck)
    return functional.binary_cross_entropy_with_logits(logits, struck, reduction="none").sum(1)


def stroke_loss(net: StrokeNet, data: Strokes, settings: DrumSettings, index: Tensor) -> Tensor:
    """Mean nats of a batch in training."""
    rows, told = data.rows[index].float(), data.told[index]
    for name, share in (
        ("genre", settings.hide_genre),
        ("tempo", settings.hide_tempo),
        ("hint", settings.hide_hint),
        ("level", settings.hide_level),
        ("again", settings.forget),
        ("before", settings.forget),
        ("lag", settings.forget),
    ):
        hide(rows, STROKE_BLOCKS, name, share)
    return sum(part.mean() for part in stroke_nats(net, rows, told))


def stroke_nats(net: StrokeNet, rows: Tensor, told: Tensor) -> tuple[Tensor, Tensor]:
    """Nats of each velocity, and of the lateness of each stroke that lies in a slot."""
    levels, lags = net(rows, told[:, 0])
    near = told[:, 1] >= 0
    return (
        functional.cross_entropy(levels, told[:, 0], reduction="none"),
        functional.cross_entropy(lags[near], told[near, 1], reduction="none"),
    )


def trained(
    net: nn.Module,
    count: int,
    epochs: int,
    settings: DrumSettings,
    loss: Callable[[Tensor], Tensor],
    valid: Callable[[], float],
) -> None:
    """Trains a net and leaves it with the weights of its best epoch."""
    optimizer = torch.optim.AdamW(net.parameters(), settings.rate, weight_decay=settings.decay)
    steps = (count + settings.batch - 1) // settings.batch * epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, total_steps=steps)
    best, kept = float("inf"), {}
    for epoch in range(epochs):
        net.train()
        for index in torch.randperm(count).split(settings.batch):
            optimizer.zero_grad()
            loss(index).backward()
            optimizer.step()
            schedule.step()
        net.eval()
        found = valid()
        print({"epoch": epoch + 1, "valid": round(found, 4)}, flush=True)
        if found < best:
            best = found
            kept = {name: value.clone() for name, value in net.state_dict().items()}
    net.load_state_dict(kept)


@torch.no_grad()
def in_parts(count: int, part: Callable[[Tensor], Tensor]) -> Tensor:
    """A measure of all rows, a part at a time."""
    return torch.cat([part(index) for index in torch.arange(count).split(8192)])


def fit(splits: dict[str, list[Take]], settings: DrumSettings) -> tuple[SlotNet, StrokeNet]:
    """Both nets, trained on train and chosen on valid."""
    torch.manual_seed(settings.seed)
    slot_net = SlotNet(settings.slot_widths, settings.dropout)
    train = Slots.of(with_grooves_before(splits["train"], settings.seed))
    held = Slots.of(with_grooves_before(splits["valid"], settings.seed))

    def slot_valid() -> float:
        told = [
            in_parts(
                held.count, lambda index, tap=tap: slot_nats(slot_net, *held.batch(index, tap))
            )
            for tap in (None, 0)
        ]
        return float(sum(part.mean() for part in told) / len(told))

    trained(
        slot_net,
        train.count,
        settings.slot_epochs,
        settings,
        lambda index: slot_loss(slot_net, train, settings, index),
        slot_valid,
    )
    stroke_net = StrokeNet(settings.stroke_widths, settings.dropout)
    strokes, others = Strokes.of(splits["train"]), Strokes.of(splits["valid"])

    def stroke_valid() -> float:
        rows = others.rows.float()
        hide(rows, STROKE_BLOCKS, "hint", 1)
        with torch.no_grad():
            return float(sum(part.mean() for part in stroke_nats(stroke_net, rows, others.told)))

    trained(
        stroke_net,
        strokes.count,
        settings.stroke_epochs,
        settings,
        lambda index: stroke_loss(stroke_net, strokes, settings, index),
        stroke_valid,
    )
    return slot_net, stroke_net


def about(settings: DrumSettings, train: list[Take]) -> dict[str, str]:
    """What the file says of itself."""
    names = genres()
    counts = Counter(take.genre for take in train)
    facts = {
        "performances": len(train),
        "bars": sum(take.bars for take in train),
        "licences": {"CC-BY-4.0": len(train)},
        "collections": {"groove-midi": len(train)},
        "genres": {names[number]: counts[number] for number in sorted(counts)},
    }

    def outline(blocks: tuple[Block, ...]) -> str:
        return json.dumps([[block.name, block.width] for block in blocks])

    return {
        "format": "etude-drums",
        "version": FORMAT_VERSION,
        "one": str(ONE),
        "pieces": json.dumps(DRUMS),
        "genres": json.dumps(names),
        "styles": json.dumps(settings.styles),
        "slot": outline(SLOT_BLOCKS),
        "stroke": outline(STROKE_BLOCKS),
        "facts": json.dumps(facts),
    }


def write_parity(path: Path, slot_net: SlotNet, stroke_net: StrokeNet, take: Take) -> None:
    """What the nets answer along the beginning of a performance, for the program's tests."""
    count = min(take.bars, 3) * take.bar
    rows, struck = slot_rows(take)
    tapped = tap_rows(taps(take)[0])
    at = offsets(SLOT_BLOCKS)["tapped"]
    both = rows.copy()
    both[:, at:] = tapped
    hits = take.hits[take.hits[:, 0] < count]
    stroked, told = stroke_rows(take)
    with torch.no_grad():
        shown = torch.from_numpy(struck[:count]).float()
        plain = slot_net(torch.from_numpy(rows[:count]).float(), shown)
        given = slot_net(torch.from_numpy(both[:count]).float(), shown)
        inputs = torch.from_numpy(stroked[: len(hits)]).float()
        levels, lags = stroke_net(inputs, torch.from_numpy(told[: len(hits), 0]))
    content = {
        "genre": genres()[take.genre],
        "tempo": take.tempo,
        "pulses": take.pulses,
        "isFill": take.is_fill,
        "hits": [[int(a), int(b), int(c), float(d)] for a, b, c, d in hits],
        "slots": [[round(value, 4) for value in row] for row in plain.tolist()],
        "tapped": [[round(value, 4) for value in row] for row in given.tolist()],
        "levels": [[round(value, 4) for value in row] for row in levels.tolist()],
        "lags": [[round(value, 4) for value in row] for row in lags.tolist()],
    }
    text = json.dumps(content).encode()
    write_atomically(path, lambda file: file.write(text))


def read(path: Path, settings: DrumSettings) -> tuple[SlotNet, StrokeNet]:
    """The nets of a written file."""
    tensors, _ = weights.read(path)
    nets = SlotNet(settings.slot_widths, 0), StrokeNet(settings.stroke_widths, 0)
    for name, net in zip(("slot", "stroke"), nets, strict=True):
        with torch.no_grad():
            for key, weight in net.named_parameters():
                weight.copy_(tensors[f"{name}.{key}"].float() / ONE)
        net.eval()
    return nets


def drum_settings(path: Path) -> DrumSettings:
    """Reads a TOML file; an unknown key is an error."""
    return DrumSettings(**tomllib.loads(path.read_text(encoding="utf-8")))


def main() -> None:
    """Fits and writes the model, or measures it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["fit", "evaluate"])
    parser.add_argument("--config", type=Path, default=Path("configs/drums.toml"))
    parser.add_argument("--output", type=Path, help="the folder of drums.safetensors")
    parser.add_argument("--split", choices=["valid", "test"], default="valid")
    arguments = parser.parse_args()
    here = places()
    settings = drum_settings(arguments.config)
    splits = takes(here)
    path = (arguments.output or here.work) / "drums.safetensors"
    if arguments.action == "fit":
        nets = fit(splits, settings)
        tensors = {}
        for name, net in zip(("slot", "stroke"), nets, strict=True):
            tensors |= {f"{name}.{key}": value for key, value in rounded(net.eval()).items()}
        weights.write(path, tensors, about(settings, splits["train"]))
        long = next(take for take in splits["valid"] if take.bars >= 4 and len(take.hits) > 60)
        write_parity(path.with_name("drums-parity.json"), *nets, long)
        print(path, path.stat().st_size)
    print(comparison(*read(path, settings), splits, arguments.split, settings.seed))


if __name__ == "__main__":
    main()
