import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import TINY, invent, row

from etude_training.export import export
from etude_training.files import write_atomically
from etude_training.lstm import composer
from etude_training.manifest import trained_works, write
from etude_training.places import Places
from etude_training.run import Run
from etude_training.sampler import Batches, Sampler, Sampling, is_trained
from etude_training.settings import Optimizing, Settings, settings
from etude_training.state import read_state, save
from etude_training.store import save as save_collection
from etude_training.vocabulary import PATH
from etude_training.weights import model_of, quantized, read, restored

ROOT = Path(__file__).parents[1]
CHOSEN = Settings(
    name="tiny",
    seed=3,
    model=TINY,
    sampling=Sampling(),
    optimizer=Optimizing(rows=2, length=96, warmup=2),
)
CONFIG = """
name = "tiny"
seed = 3
threads = 1
minutes_between_validations = 1000
validation_windows = 2
[model]
width = 32
layers = 2
heads = 2
inner = 48
wide = 16
middle = 16
narrow = 8
context = 512
[optimizer]
rows = 2
length = 96
warmup = 2
"""


def rows(collection, step):
    return Batches(Sampler([collection], Sampling(), seed=step), 96).batch(2)


def test_a_run_taken_up_again_goes_on_as_if_never_stopped(collection, tmp_path):
    whole = Run(CHOSEN, torch.device("cpu"))
    for step in range(4):
        whole.step(*rows(collection, step))
    first = Run(CHOSEN, torch.device("cpu"))
    for step in range(2):
        first.step(*rows(collection, step))
    first.save(tmp_path / "checkpoint.pt")
    second = Run(CHOSEN, torch.device("cpu"))
    second.load(tmp_path / "checkpoint.pt")
    for step in range(2, 4):
        second.step(*rows(collection, step))
    assert (second.steps, second.events) == (whole.steps, whole.events)
    for name, weight in whole.model.state_dict().items():
        assert torch.equal(weight, second.model.state_dict()[name]), name
    for name, weight in whole.average.state_dict().items():
        assert torch.equal(weight, second.average.state_dict()[name]), name


@pytest.mark.parametrize("body", ["transformer", "lstm"])
def test_the_loss_falls(collection, body):
    run = Run(Settings(**(vars(CHOSEN) | {"body": body})), torch.device("cpu"))
    losses = [run.step(*rows(collection, 0))["loss"] for _ in range(12)]
    assert losses[-1] < losses[0] - 1


def test_each_gate_of_a_memory_is_a_matrix_of_its_own():
    run = Run(Settings(**(vars(CHOSEN) | {"body": "lstm"})), torch.device("cpu"))
    moved = {id(p) for group in run.optimizers[0].param_groups for p in group["params"]}
    named = dict(run.model.memory.named_parameters())
    assert all((id(weight) in moved) == (weight.ndim == 2) for weight in named.values())
    weight = named["weight_hh_l0"]
    before = weight.detach().clone()
    weight.grad = torch.randn_like(weight)
    run.optimizers[0].param_groups[0]["weight_decay"] = 0
    run.optimizers[0].step()
    for gate in (before - weight.detach()).chunk(4):
        sizes = torch.linalg.svdvals(gate / gate.norm() * gate.shape[0] ** 0.5)
        assert sizes.max() < 2 * sizes.median()


def test_a_memory_keeps_what_it_holds_at_first():
    model = composer("lstm", TINY)
    size = TINY.inner
    assert (model.memory.bias_ih_l1[size : 2 * size] == 1).all()
    assert (model.memory.bias_ih_l1[2 * size :] < 1).all()


def test_a_broken_gradient_ends_the_run(collection):
    run = Run(CHOSEN, torch.device("cpu"))
    with torch.no_grad():
        run.model.embed.weight[:] = float("nan")
    with pytest.raises(FloatingPointError):
        run.step(*rows(collection, 0))


def test_annealing_lets_the_rate_fall_to_nothing():
    optimizer = Optimizing(warmup=2, anneal=10)
    run = Run(Settings(**(vars(CHOSEN) | {"optimizer": optimizer})), torch.device("cpu"))
    run.anneal_start = run.steps = 100
    assert run.factor() == 1
    run.steps = 105
    assert run.factor() == 0.5
    run.steps = 110
    assert run.factor() == 0


def test_a_kept_state_begins_a_run(collection, tmp_path):
    run = Run(CHOSEN, torch.device("cpu"))
    run.step(*rows(collection, 0))
    run.save(tmp_path / "checkpoint.pt")
    facts = save(CHOSEN, tmp_path / "checkpoint.pt", tmp_path)
    weights, known = read_state(tmp_path)
    assert known == facts == {"name": "tiny", "seed": 3, "steps": 1, "events": 192}
    run.best = 3.21987
    run.save(tmp_path / "checkpoint.pt")
    assert save(CHOSEN, tmp_path / "checkpoint.pt", tmp_path)["best"] == 3.2199
    again = Run(CHOSEN, torch.device("cpu"))
    again.adopt(weights, known["steps"], known["events"])
    for name, weight in run.average.state_dict().items():
        assert torch.allclose(weight, again.model.state_dict()[name], atol=1e-3), name


def test_eight_bit_rows_come_back_within_half_a_step():
    torch.manual_seed(2)
    model = composer("transformer", TINY)
    tensors = quantized(model)
    back = restored(tensors)
    for name, weight in model.state_dict().items():
        scale = tensors.get(name.removesuffix("weight") + "scale")
        step = weight.abs().max() * 2**-10 if scale is None else scale[:, None] / 2
        assert ((back[name] - weight).abs() <= step * 1.001 + 1e-9).all(), name


def test_an_export_holds_what_the_program_reads(tmp_path):
    model = composer("transformer", TINY)
    export(model, tmp_path, {"steps": 1}, is_half=False)
    tensors, about = read(tmp_path / "composer.safetensors")
    assert about["format"] == "etude-composer"
    assert json.loads(about["configuration"])["width"] == 32
    assert tensors["rotation.circle"].shape == (18432, 2)
    assert tensors["blocks.0.inner_in.weight"].dtype == torch.int8
    assert tensors["heads.of_pitch.leave.scale"].shape == (257,)
    assert (tmp_path / "vocabulary.json").read_text() == PATH.read_text()
    answers, _ = read(tmp_path / "parity.safetensors")
    from etude_training.parity import fixture

    again = fixture(model_of(tmp_path / "composer.safetensors"))
    assert torch.equal(answers["greedy"], again["greedy"])


def test_a_file_is_whole_or_not_there(tmp_path):
    def fail(file):
        file.write(b"half")
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        write_atomically(tmp_path / "a", fail)
    assert list(tmp_path.iterdir()) == []


def test_only_free_training_works_are_listed(tmp_path):
    works = [
        row(1),
        row(2, free=False),
        row(3, split="test"),
        row(4, split="valid"),
        row(5, loose=True),
    ]
    here = Places(corpus=tmp_path, work=tmp_path, program=tmp_path)
    save_collection(here.tokens / "a.npz", "a", works, [invent(seed) for seed in range(5)])
    assert [is_trained(work) for work in works] == [True, False, False, False, False]
    found = trained_works(here)
    assert [work["id"] for work in found] == ["work-1"]
    write(tmp_path / "works.csv", found)
    lines = (tmp_path / "works.csv").read_text().splitlines()
    assert lines == [
        "id,title,author,collection,licence,source,sha256",
        f"work-1,Title,Author,invented,CC0-1.0,here/there,{'0' * 64}",
    ]


def test_an_unknown_setting_is_an_error(tmp_path):
    (tmp_path / "a.toml").write_text(CONFIG.replace("threads", "thread"))
    with pytest.raises(TypeError):
        settings(tmp_path / "a.toml")


def prepared(tmp_path):
    (tmp_path / "tiny.toml").write_text(CONFIG)
    works = [row(number) for number in range(8)]
    pieces = [invent(seed) for seed in range(8)]
    save_collection(tmp_path / "tokens" / "invented.npz", "invented", works, pieces)
    environment = dict(os.environ, ETUDE_TRAINING=str(tmp_path), PYTHONPATH=str(ROOT))
    arguments = ["-m", "etude_training.train", "--config", str(tmp_path / "tiny.toml")]
    return environment, arguments


def test_a_stopped_program_leaves_a_checkpoint_and_goes_on(tmp_path):
    environment, arguments = prepared(tmp_path)
    command = [sys.executable, *arguments]
    running = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    for line in running.stdout:
        if "'steps': 10" in line:
            break
    time.sleep(0.2)
    running.send_signal(signal.SIGTERM)
    running.stdout.read()
    assert running.wait(timeout=60) == 0
    folder = tmp_path / "checkpoints" / "tiny"
    steps = torch.load(folder / "checkpoint.pt", weights_only=True)["steps"]
    assert steps >= 10
    assert (folder / "curves.png").stat().st_size > 1000
    more = [*command, "--steps", str(steps + 2)]
    done = subprocess.run(more, env=environment, capture_output=True, text=True, check=True)
    assert f"goes on from step {steps}" in done.stdout


def test_two_processes_train_one_model(tmp_path):
    environment, arguments = prepared(tmp_path)
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    command = [*launcher, *arguments, "--steps", "2"]
    subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    folder = tmp_path / "checkpoints" / "tiny"
    content = torch.load(folder / "checkpoint.pt", weights_only=True)
    assert content["steps"] == 2
    assert content["events"] == 2 * 2 * 2 * 96
    # One process that sees the rows of both takes the same steps but for rounding.
    from etude_training.store import load

    pieces = [load(tmp_path / "tokens" / "invented.npz")]
    chosen = settings(tmp_path / "tiny.toml")
    run = Run(chosen, torch.device("cpu"))
    for step in range(2):
        for rank in range(2):
            seed = np.random.SeedSequence([3, step, rank]).generate_state(1)[0]
            events, times = Batches(Sampler(pieces, chosen.sampling, int(seed)), 96).batch(2)
            (run.loss(events, times) / 2).backward()
        run.descend()
    for name, weight in run.model.state_dict().items():
        # Adam's first steps follow the sign of a gradient, however small.
        same = (weight - content["model"][name]).abs() < 1e-4
        assert same.float().mean() > 0.99, name


def test_the_tiny_model_is_the_same_every_time(tmp_path):
    from etude_training.tiny import tiny

    files = []
    for name in ("a", "b"):
        export(tiny(), tmp_path / name, {"steps": 0}, is_half=True)
        files.append((tmp_path / name / "composer.safetensors").read_bytes())
    assert files[0] == files[1]
