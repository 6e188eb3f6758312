"""The two nets of the drum model: three layers each, in whole numbers of 1/4096 when exported."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from .drum_features import LAGS, LEVELS, PIECES, SLOT_BLOCKS, STROKE_BLOCKS, offsets

ONE = 4096
"""What 1 is in exported weights."""


class Trunk(nn.Module):
    """A row of 0 and 1 [rows, width] -> features [rows, second]."""

    def __init__(self, width: int, first: int, second: int, dropout: float) -> None:
        super().__init__()
        self.first = nn.Linear(width, first)
        self.second = nn.Linear(first, second)
        self.dropout = nn.Dropout(dropout)

    def forward(self, rows: Tensor) -> Tensor:
        """The features."""
        inner = self.dropout(functional.relu(self.first(rows)))
        return self.dropout(functional.relu(self.second(inner)))


class SlotNet(nn.Module):
    """Which pieces are struck: logits [rows, pieces], each given the pieces before it."""

    def __init__(self, widths: list[int], dropout: float) -> None:
        super().__init__()
        self.trunk = Trunk(offsets(SLOT_BLOCKS)[""], *widths, dropout)
        self.head = nn.Linear(widths[1], PIECES)
        self.pair = nn.Linear(PIECES, PIECES, bias=False)
        self.register_buffer("below", torch.tril(torch.ones(PIECES, PIECES), -1))

    def forward(self, rows: Tensor, struck: Tensor) -> Tensor:
        """Logits, given what is struck [rows, pieces]."""
        others = functional.linear(struck, self.pair.weight * self.below)
        return self.head(self.trunk(rows)) + others


class StrokeNet(nn.Module):
    """How loud and late: logits [rows, levels] and, given the level, [rows, lags]."""

    def __init__(self, widths: list[int], dropout: float) -> None:
        super().__init__()
        self.trunk = Trunk(offsets(STROKE_BLOCKS)[""], *widths, dropout)
        self.levels = nn.Linear(widths[1], LEVELS)
        self.given = nn.Embedding(LEVELS, widths[1])
        self.lags = nn.Linear(widths[1], LAGS)

    def forward(self, rows: Tensor, level: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of levels, and of lags given the levels [rows]."""
        inner = self.trunk(rows)
        return self.levels(inner), self.lags(functional.relu(inner + self.given(level)))


@torch.no_grad()
def rounded(net: nn.Module) -> dict[str, Tensor]:
    """Rounds the weights to 1/4096 in place, and gives them as whole numbers."""
    found = {}
    for name, weight in net.named_parameters():
        whole = (weight * ONE).round().clamp(-(2**17), 2**17)
        weight.copy_(whole / ONE)
        if name == "pair.weight":
            whole = whole * net.below
        found[name] = whole.to(torch.int32).contiguous()
    return found
