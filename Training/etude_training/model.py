"""The composer: a decoder-only transformer over events with a small head over their fields.

Shapes: B windows, T events, F fields (27), D width, H heads of size D/H.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .rotation import index_table, time_table
from .vocabulary import vocabulary


@dataclass(frozen=True)
class Configuration:
    """Sizes of a model.

    `wide` is the inner width of the pitch head, `middle` that of the other fields of a note and of
    the type, `narrow` that of all remaining fields.
    """

    width: int = 256
    layers: int = 6
    heads: int = 8
    inner: int = 896
    wide: int = 256
    middle: int = 128
    narrow: int = 64
    context: int = 2048
    dropout: float = 0.0


def normalize(x: Tensor) -> Tensor:
    """Root-mean-square normalisation over the last axis (Zhang and Sennrich 2019), no weights."""
    return F.rms_norm(x, (x.shape[-1],), eps=1e-6)


def rotate(x: Tensor, angles: Tensor) -> Tensor:
    """Turns pairs (i, i + half) of the last axis; angles [B, H or 1, T, size] are cos then sin."""
    first, second = x.chunk(2, dim=-1)
    cosine, sine = angles.chunk(2, dim=-1)
    return torch.cat([first * cosine - second * sine, first * sine + second * cosine], dim=-1)


class Block(nn.Module):
    """x + attention(norm x), then x + W2 relu(W1 norm x)^2 (So et al. 2021)."""

    def __init__(self, configuration: Configuration) -> None:
        super().__init__()
        width, inner = configuration.width, configuration.inner
        self.heads = configuration.heads
        self.dropout = configuration.dropout
        self.attention_in = nn.Linear(width, 3 * width, bias=False)
        self.attention_out = nn.Linear(width, width, bias=False)
        self.inner_in = nn.Linear(width, inner, bias=False)
        self.inner_out = nn.Linear(inner, width, bias=False)

    def forward(self, x: Tensor, angles: Tensor) -> Tensor:
        """Input [B, T, D], angles [B, H, T, D/H] -> [B, T, D]."""
        batch, length, width = x.shape
        joint = self.attention_in(normalize(x)).view(batch, length, 3, self.heads, -1)
        query, key, value = joint.permute(2, 0, 3, 1, 4)
        query, key = rotate(normalize(query), angles), rotate(normalize(key), angles)
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True, scale=self.scale)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = x + F.dropout(self.attention_out(mixed), self.dropout, self.training)
        inner = self.inner_out(F.relu(self.inner_in(normalize(x))).square())
        return x + F.dropout(inner, self.dropout, self.training)

    @property
    def scale(self) -> float:
        """Factor of the products of normalised queries and keys, fixed for all sizes."""
        return 0.25


class Head(nn.Module):
    """Logits of one field: W relu(A x)^2."""

    def __init__(self, width: int, inner: int, size: int) -> None:
        super().__init__()
        self.enter = nn.Linear(width, inner, bias=False)
        self.leave = nn.Linear(inner, size, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """States [N, D] -> logits [N, values]."""
        return self.leave(F.relu(self.enter(normalize(x))).square())


class Composer(nn.Module):
    """Events in, for each event the distribution of the next one's fields out."""

    def __init__(self, configuration: Configuration) -> None:
        super().__init__()
        self.configuration = configuration
        table = vocabulary()
        width = configuration.width
        self.embed = nn.Embedding(table.rows, width)
        self.embed_head = nn.Embedding(table.rows, width)
        self.blocks = nn.ModuleList(Block(configuration) for _ in range(configuration.layers))
        self.heads = nn.ModuleDict()
        predicted = {column for columns in table.predicts.values() for column in columns} | {0}
        note = set(table.predicts[7]) | {0}
        for field in table.fields:
            if field.column in predicted:
                inner = configuration.narrow
                if field.column in note:
                    inner = configuration.wide if field.name == "pitch" else configuration.middle
                self.heads["of_" + field.name] = Head(width, inner, field.size)
        self.register_buffer("offsets", torch.tensor(table.offsets), persistent=False)
        size = width // configuration.heads
        self.register_buffer("index_angles", index_table(configuration.context, size), False)
        tables, periods = time_table(size)
        self.register_buffer("time_angles", tables, False)
        self.register_buffer("time_periods", periods, False)
        self.apply(self._initialize)
        for block in self.blocks:
            nn.init.zeros_(block.attention_out.weight)
            nn.init.zeros_(block.inner_out.weight)

    @staticmethod
    def _initialize(module: nn.Module) -> None:
        if isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.02)
        elif isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=module.in_features**-0.5 / 2)

    def matrices(self) -> list[dict]:
        """The groups of weights that Muon moves; the other optimiser moves the rest."""
        return [{"params": list(self.blocks.parameters())}]

    def rows(self, events: Tensor) -> Tensor:
        """Table rows of events [..., F]; row 0 (padding of the type) where a field is unknown."""
        return torch.where(events > 0, events + self.offsets, 0)

    def angles(self, times: Tensor, first: int = 0) -> Tensor:
        """Rotation [B, H, T, size]: the first half of the heads by index, the others by time.

        `first` is the index of the first event.
        """
        batch, length = times.shape
        half = self.configuration.heads // 2
        index = self.index_angles[first : first + length].expand(batch, half, length, -1)
        phase = times.unsqueeze(-1) % self.time_periods
        pairs = self.time_angles[torch.arange(len(self.time_periods)), phase]
        by_time = torch.cat([pairs[..., 0], pairs[..., 1]], dim=-1)
        by_time = by_time.unsqueeze(1).expand(batch, half, length, -1)
        return torch.cat([index, by_time], dim=1)

    def hidden(self, events: Tensor, times: Tensor) -> Tensor:
        """Events [B, T, F] and times [B, T] -> states [B, T, D], normalised."""
        batch, length, fields = events.shape
        rows = self.rows(events).view(-1, fields)
        x = F.embedding_bag(rows, self.embed.weight, mode="sum", padding_idx=0)
        x = normalize(x).view(batch, length, -1)
        angles = self.angles(times)
        for block in self.blocks:
            x = block(x, angles)
        return normalize(x)

    def losses(self, events: Tensor, times: Tensor) -> tuple[Tensor, Tensor]:
        """Negative log-likelihood of each event's fields after the first.

        Returns sums [B, T-1, F] in nats, 0 where nothing is asked, and a mask of what is asked.
        """
        hidden = self.hidden(events[:, :-1], times[:, :-1]).flatten(0, 1)
        target = events[:, 1:].flatten(0, 1)
        return self.field_losses(hidden, target, events.shape[0])

    def field_losses(self, hidden: Tensor, target: Tensor, batch: int) -> tuple[Tensor, Tensor]:
        """The head's part of `losses`: hidden [N, D], target [N, F]."""
        table = vocabulary()
        loss = hidden.new_zeros(target.shape)
        asked = torch.zeros_like(target, dtype=torch.bool)
        kind = target[:, 0]
        # Padding and the start of another piece cannot be foreseen.
        rows = (kind > 1).nonzero().squeeze(1)
        logits = self.heads["of_type"](hidden[rows])
        loss[rows, 0] = F.cross_entropy(logits, kind[rows], reduction="none").to(loss.dtype)
        asked[rows, 0] = True
        for event, columns in table.predicts.items():
            rows = (kind == event).nonzero().squeeze(1)
            if not columns or len(rows) == 0:
                continue
            wanted = target[rows]
            embedded = self.rows(wanted)
            x = hidden[rows] + self.embed_head(embedded[:, 0])
            for column in columns:
                field = table.fields[column]
                values = wanted[:, column]
                known = (values > 0).nonzero().squeeze(1)
                if len(known) > 0:
                    at = x if len(known) == len(rows) else x[known]
                    one = F.cross_entropy(
                        self.heads["of_" + field.name](at), values[known], reduction="none"
                    )
                    loss[rows[known], column] = one.to(loss.dtype)
                    asked[rows[known], column] = True
                x = x + self._embedded(embedded, column)
                if field.name == "tick":
                    for given in table.given[event]:
                        x = x + self._embedded(embedded, given)
        shape = (batch, -1, target.shape[1])
        return loss.view(shape), asked.view(shape)

    def _embedded(self, rows: Tensor, column: int) -> Tensor:
        """Head embedding of one field [N, D]; zero where it is unknown."""
        row = rows[:, column]
        return self.embed_head(row) * (row > 0).unsqueeze(1)


def parameters(model: nn.Module) -> int:
    """How many trained numbers a model has."""
    return sum(parameter.numel() for parameter in model.parameters())
