"""The measured baseline: the same embeddings and heads around a long short-term memory."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .model import Composer, Configuration, normalize

GATES = 4
"""Input, forget, cell and output: the matrices that PyTorch keeps in one."""


class RecurrentComposer(Composer):
    """A composer whose blocks are one LSTM (Hochreiter and Schmidhuber 1997).

    `layers` of the configuration are its layers, `inner` the cells of each; `heads` do nothing.
    """

    def __init__(self, configuration: Configuration) -> None:
        super().__init__(configuration)
        self.blocks = nn.ModuleList()
        width, size = configuration.width, configuration.inner
        self.memory = nn.LSTM(width, size, num_layers=configuration.layers, batch_first=True)
        self.leave = nn.Linear(size, width, bias=False)
        for name, parameter in self.memory.named_parameters():
            # A memory that keeps what it holds at first (Jozefowicz et al. 2015, section 2.2).
            if name.startswith("bias_ih"):
                with torch.no_grad():
                    parameter[size : 2 * size] = 1.0

    def matrices(self) -> list[dict]:
        """The matrices of the gates, fused, and the one behind them; biases are left out."""
        gates = [weight for weight in self.memory.parameters() if weight.ndim == 2]
        return [{"params": gates, "fused": GATES}, {"params": [self.leave.weight]}]

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
