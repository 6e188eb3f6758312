"""What another implementation has to answer: states, logits and greedy notes of a fixed prompt."""

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .cells import cells_of, controls_of
from .generation import Drawing, Generator
from .model import Composer, normalize
from .piece import Ints, Piece
from .vocabulary import TICKS, vocabulary
from .weights import write
from .windows import Request, Window, build


def invented_piece() -> Piece:
    """A piece made by rule: four bars of a line over held fifths and of kick and hat."""
    table = vocabulary()
    bars = np.array(
        [[bar * 96, 96, 1, 20, 3, 2, table["section"].index("verse"), 1] for bar in range(4)],
        np.int32,
    )
    notes = []
    for bar in range(4):
        root = (0, 5, 7, 0)[bar]
        for step in range(8):
            pitch = 62 + root + (0, 3, 7, 10, 12, 10, 7, 3)[step]
            notes.append([bar, 0, 12 * step, pitch + 1, 12, 20 + step, 0])
        notes += [[bar, 1, 0, 38 + root + fifth + 1, 96, 0, 0] for fifth in (0, 7)]
        notes += [[bar, 2, 24 * beat, 36 + 129, 1, 25, 5] for beat in (0, 2)]
        notes += [[bar, 2, 12 * step, 42 + 129, 1, 18, 5 + step % 2] for step in range(8)]
    found = np.array(sorted(notes, key=lambda n: (n[0], n[1], n[2], n[3], n[4])), np.int32)
    cells = cells_of(found)
    parts = np.array([[74, 7], [34, 2], [129, 1]], np.int32)
    chords = np.array(
        [[bar * 96, (2 + root) % 12 + 1, 2, 1] for bar, root in enumerate((0, 5, 7, 0))], np.int32
    )
    return Piece(
        genre=table["genre"].index("jazz"),
        bars=bars,
        parts=parts,
        notes=found,
        chords=chords,
        cells=cells,
        controls=controls_of(found, cells, bars),
    )


def prompt() -> tuple[Window, Ints, Ints]:
    """A window with the last two bars of the line as holes, cut before its fills; their headers."""
    piece = invented_piece()
    holes = frozenset({(2, 0), (3, 0)})
    window = build(piece, Request(range(4), (0, 1, 2), holes))
    is_fill = window.events[:, 0] == 6
    first = int(np.flatnonzero(is_fill)[0])
    headers, times = window.events[is_fill], window.times[is_fill]
    return Window(window.events[:first], window.times[:first]), headers, times


@torch.no_grad()
def layers(model: Composer, events: Tensor, times: Tensor) -> list[Tensor]:
    """States before the first block, after each block, and at the end; each [T, D]."""
    import torch.nn.functional as F

    rows = model.rows(events)
    x = normalize(F.embedding_bag(rows, model.embed.weight, mode="sum", padding_idx=0))[None]
    found = [x[0]]
    angles = model.angles(times[None])
    for block in model.blocks:
        x = block(x, angles)
        found.append(x[0])
    return [*found, normalize(x)[0]]


@torch.no_grad()
def fixture(model: Composer) -> dict[str, Tensor]:
    """The prompt and the answers.

    `events` [T, 27], `times` [T]; `states` [layers + 2, T, D]; `types` [T, 10] logits of the next
    type; `nats` [T-1, 27] of the window's own events; `headers` [holes, 27] and `headerTimes`;
    `greedy` [N, 27]: the events that filling the holes by the likeliest values appends.
    """
    model.eval()
    window, headers, times = prompt()
    events = torch.from_numpy(window.events.astype(np.int64))
    when = torch.from_numpy(window.times.astype(np.int64))
    states = torch.stack(layers(model, events, when))
    nats, _ = model.losses(events[None], when[None])
    generator = Generator(model, window, Drawing(temperature=0), seed=0)
    generator.fill(headers, times)
    greedy = np.stack(generator.events[len(window.events) :])
    return {
        "events": events.int(),
        "times": when.int(),
        "states": states.contiguous(),
        "types": model.heads["of_type"](states[-1]),
        "nats": nats[0].contiguous(),
        "headers": torch.from_numpy(headers.astype(np.int32)),
        "headerTimes": torch.from_numpy(times.astype(np.int32)),
        "greedy": torch.from_numpy(greedy.astype(np.int32)),
    }


def write_fixture(path: Path, model: Composer) -> None:
    """Writes the fixture of a model."""
    about = {
        "format": "etude-parity",
        "vocabulary": str(vocabulary().version),
        "ticks": json.dumps(TICKS),
    }
    write(path, fixture(model), about)
