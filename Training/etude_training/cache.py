"""Step-by-step evaluation of a composer with the keys and values of earlier events kept."""

import torch
import torch.nn.functional as F
from torch import Tensor

from .model import Block, Composer, normalize, rotate


class Cache:
    """Keys and values of all layers; grows by `extend`, which gives what `hidden` would."""

    def __init__(self, model: Composer) -> None:
        self.model = model
        self.keys: list[Tensor] = []
        self.values: list[Tensor] = []
        self.length = 0

    @torch.no_grad()
    def extend(self, events: Tensor, times: Tensor) -> Tensor:
        """Events [B, N, F] and times [B, N] that follow the earlier ones -> states [B, N, D]."""
        model = self.model
        batch, count, fields = events.shape
        rows = model.rows(events).view(-1, fields)
        x = F.embedding_bag(rows, model.embed.weight, mode="sum", padding_idx=0)
        x = normalize(x).view(batch, count, -1)
        angles = model.angles(times, self.length)
        for layer, block in enumerate(model.blocks):
            x = self._block(layer, block, x, angles)
        self.length += count
        return normalize(x)

    def _block(self, layer: int, block: Block, x: Tensor, angles: Tensor) -> Tensor:
        batch, count, width = x.shape
        joint = block.attention_in(normalize(x)).view(batch, count, 3, block.heads, -1)
        query, key, value = joint.permute(2, 0, 3, 1, 4)
        query, key = rotate(normalize(query), angles), rotate(normalize(key), angles)
        if self.length:
            key = torch.cat([self.keys[layer], key], dim=2)
            value = torch.cat([self.values[layer], value], dim=2)
            self.keys[layer], self.values[layer] = key, value
        else:
            self.keys.append(key)
            self.values.append(value)
        seen = torch.ones(count, key.shape[2], dtype=torch.bool).tril(self.length)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=seen, scale=block.scale)
        x = x + block.attention_out(mixed.transpose(1, 2).reshape(batch, count, width))
        return x + block.inner_out(F.relu(block.inner_in(normalize(x))).square())
