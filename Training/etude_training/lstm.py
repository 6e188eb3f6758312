"""The measured baseline: the same embeddings and heads around a long short-term memory."""

import torch.nn.functional as F
from torch import Tensor, nn

from .model import Composer, Configuration, normalize


class RecurrentComposer(Composer):
    """A composer whose blocks are one two-layer LSTM (Hochreiter and Schmidhuber 1997).

    Its layers are twice as wide as the embedding: about as many parameters as the transformer.
    """

    def __init__(self, configuration: Configuration) -> None:
        super().__init__(configuration)
        self.blocks = nn.ModuleList()
        width, size = configuration.width, 2 * configuration.width
        self.memory = nn.LSTM(width, size, num_layers=2, batch_first=True)
        self.leave = nn.Linear(size, width, bias=False)

    def hidden(self, events: Tensor, times: Tensor) -> Tensor:
        """Events [B, T, F] -> states [B, T, D]; the times are not used."""
        batch, length, fields = events.shape
        rows = self.rows(events).view(-1, fields)
        x = F.embedding_bag(rows, self.embed.weight, mode="sum", padding_idx=0)
        x = normalize(x).view(batch, length, -1)
        found, _ = self.memory(x)
        return normalize(x + self.leave(found))


def composer(body: str, configuration: Configuration) -> Composer:
    """A model by the name of its body: `transformer` or `lstm`."""
    if body == "lstm":
        return RecurrentComposer(configuration)
    if body != "transformer":
        raise ValueError(f"a body is transformer or lstm, not {body}")
    return Composer(configuration)
