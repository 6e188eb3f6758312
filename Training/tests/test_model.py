import numpy as np
import pytest
import torch
from conftest import TINY, invent

from etude_training.cache import Cache
from etude_training.generation import Drawing, Generator
from etude_training.lstm import composer
from etude_training.model import Composer, parameters
from etude_training.muon import orthogonal
from etude_training.parity import fixture, prompt
from etude_training.settings import settings
from etude_training.validation import tally
from etude_training.windows import Known, Request, build


def tensors(seed: int, **arguments):
    piece = invent(seed)
    window = build(piece, Request(range(12), (0, 1, 2, 3), **arguments), 400)
    return (
        torch.from_numpy(window.events.astype(np.int64))[None],
        torch.from_numpy(window.times.astype(np.int64))[None],
    )


def moved(model: Composer) -> Composer:
    """The model with all weights away from their beginnings, of which some are zero."""
    torch.manual_seed(7)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return model.eval()


@pytest.mark.parametrize("body", ["transformer", "lstm"])
def test_no_event_sees_what_comes_later(body):
    model = moved(composer(body, TINY))
    events, times = tensors(1)
    changed = events.clone()
    changed[0, 200:] = events[0, :200].flip(0)[: events.shape[1] - 200]
    with torch.no_grad():
        before, after = model.hidden(events, times), model.hidden(changed, times)
    assert torch.allclose(before[0, :200], after[0, :200], atol=1e-5)
    assert not torch.allclose(before[0, 200:], after[0, 200:], atol=1e-2)


def test_a_field_is_predicted_from_earlier_fields_alone():
    model = moved(Composer(TINY))
    events, times = tensors(2)
    note = int((events[0, :, 0] == 7).nonzero()[5])
    changed = events.clone()
    changed[0, note, 23] = events[0, note, 23] % 100 + 1
    with torch.no_grad():
        before, _ = model.losses(events, times)
        after, _ = model.losses(changed, times)
    row = note - 1
    assert torch.allclose(before[0, row, [0, 13, 14, 22]], after[0, row, [0, 13, 14, 22]])
    assert not torch.allclose(before[0, row, 24], after[0, row, 24])


def test_what_is_unknown_costs_nothing():
    model = moved(Composer(TINY))
    events, times = tensors(3, known=Known.nothing())
    losses, asked = model.losses(events, times)
    assert not asked[0, :, 25:].any()
    assert (losses[~asked] == 0).all()


def test_times_matter_and_only_differences_of_them():
    model = moved(Composer(TINY))
    events, times = tensors(4)
    with torch.no_grad():
        here, later = model.hidden(events, times), model.hidden(events, times + 777)
        other = model.hidden(events, times * 2)
    assert torch.allclose(here, later, atol=1e-3)
    assert not torch.allclose(here, other, atol=1e-2)


def test_the_cache_gives_what_the_whole_pass_gives():
    model = moved(Composer(TINY))
    events, times = tensors(5)
    cache = Cache(model)
    parts = [cache.extend(events[:, a:b], times[:, a:b]) for a, b in ((0, 50), (50, 51), (51, 90))]
    with torch.no_grad():
        whole = model.hidden(events[:, :90], times[:, :90])
    assert torch.allclose(torch.cat(parts, dim=1), whole, atol=1e-4)


def test_newton_schulz_makes_a_matrix_orthogonal():
    torch.manual_seed(1)
    for shape in ((8, 20), (20, 8), (16, 16)):
        values = torch.linalg.svdvals(orthogonal(torch.randn(shape), steps=8))
        assert 0.6 < float(values.min()) <= float(values.max()) < 1.3


def test_padding_changes_no_tally():
    model = moved(Composer(TINY))
    windows = [build(invent(seed), Request(range(12), (0, 1, 2, 3))) for seed in range(4)]
    together = tally(model, windows, torch.device("cpu"), rows=4)
    alone = tally(model, windows, torch.device("cpu"), rows=1)
    assert np.allclose(together.nats, alone.nats, rtol=1e-4)
    assert together.works == alone.works
    assert together.notes == alone.notes


def test_greedy_fills_keep_order_bar_and_kind():
    answers = fixture(moved(Composer(TINY)))
    window, headers, _ = prompt()
    assert len(answers["states"]) == TINY.layers + 2
    greedy = answers["greedy"].numpy()
    assert (greedy[:, 0] == 6).sum() == len(headers) == 2
    assert len(answers["events"]) == len(window.events)
    notes = greedy[(greedy[:, 0] == 7) & (greedy[:, 2] == 3)]
    position = (notes[:, 13] - 1) * 24 + notes[:, 14] - 1
    assert (np.diff(position) >= 0).all()
    assert (position < 96).all()
    assert (notes[:, 22] <= 128).all()


def test_going_on_adds_the_bars_that_were_asked_for():
    model = moved(Composer(TINY))
    window = build(invent(6), Request(range(3), (0, 1, 2, 3)))
    generator = Generator(model, window, Drawing(), seed=3)
    generator.go_on(2, most=10_000)
    places = [int(row[2]) for row in generator.events if row[0] == 2]
    assert places == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("name", "least", "most"), [("small", 5.6e6, 5.8e6), ("lstm", 5.6e6, 5.8e6)]
)
def test_the_sizes_are_as_documented(name, least, most):
    from pathlib import Path

    chosen = settings(Path(__file__).parents[1] / "configs" / f"{name}.toml")
    assert least < parameters(composer(chosen.body, chosen.model)) < most


def test_base_stays_below_thirty_million():
    from pathlib import Path

    chosen = settings(Path(__file__).parents[1] / "configs" / "base.toml")
    with torch.device("meta"):
        assert 20e6 < parameters(Composer(chosen.model)) < 30e6
