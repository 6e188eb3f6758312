import subprocess

import pytest
import torch
from conftest import invent, row
from test_run import CONFIG

from etude_training.baseline import difference, main, pair, report, together
from etude_training.history import kept
from etude_training.lstm import composer
from etude_training.places import Places
from etude_training.run import Run
from etude_training.settings import settings
from etude_training.state import save
from etude_training.store import save as save_collection
from etude_training.train import Trainer, milestone
from etude_training.validation import Tally

LOG = "steps,events,seconds,loss,norm,factor,rate,valid\n"


def git(folder, *arguments):
    name = ("-c", "user.name=A", "-c", "user.email=a@b")
    subprocess.run(["git", "-C", str(folder), *name, *arguments], check=True, capture_output=True)


@pytest.fixture
def trained(tmp_path, collection):
    """A repository with two kept states, and a baseline that was validated at two milestones."""
    root = tmp_path / "checkout"
    (root / "Training" / "state").mkdir(parents=True)
    git(tmp_path, "init", "-q", str(root))
    (tmp_path / "main.toml").write_text(CONFIG.replace("tiny", "main"))
    lines = 'body = "lstm"\nmilestones = [1, 2, 3]\n[model]'
    other = CONFIG.replace("tiny", "other").replace("[model]", lines)
    (tmp_path / "other.toml").write_text(other)
    main_run = Run(settings(tmp_path / "main.toml"), torch.device("cpu"))
    for _ in range(2):
        main_run.steps += 1
        main_run.events += 2 * 96
        main_run.save(tmp_path / "main.pt")
        save(main_run.settings, tmp_path / "main.pt", root / "Training" / "state")
        git(root, "add", ".")
        git(root, "commit", "-qm", "Keep")
    here = Places(corpus=tmp_path, work=tmp_path, program=tmp_path)
    folder = here.checkpoints / "other"
    folder.mkdir(parents=True)
    trainer = Trainer(settings(tmp_path / "other.toml"), folder, [collection])
    trainer.loop(3)
    (tmp_path / "main.csv").write_text(LOG + "1,192,,,,,,5.5\n2,384,,,,,,5.25\n7,999,,,,,,1\n")
    return here, root


def test_a_run_is_validated_and_kept_at_its_milestones(trained):
    here, _ = trained
    folder = here.checkpoints / "other"
    for steps in (1, 2, 3):
        content = torch.load(milestone(folder, steps), weights_only=True)
        assert (content["steps"], content["events"]) == (steps, steps * 192)
    rows = (folder / "log.csv").read_text().splitlines()[1:]
    assert [line.split(",")[0] for line in rows] == ["1", "2", "3"]
    assert all(float(line.split(",")[-1]) > 0 for line in rows)


def test_models_are_paired_at_the_last_common_milestone(trained, tmp_path):
    here, root = trained
    found = pair(tmp_path / "main.toml", tmp_path / "other.toml", here, root)
    assert (found.steps, found.events) == (2, 384)
    first = settings(tmp_path / "main.toml")
    assert found.main.configuration == first.model
    milestone(here.checkpoints / "other", 2).unlink()
    assert pair(tmp_path / "main.toml", tmp_path / "other.toml", here, root).steps == 1
    milestone(here.checkpoints / "other", 1).unlink()
    with pytest.raises(LookupError, match="no milestone of other"):
        pair(tmp_path / "main.toml", tmp_path / "other.toml", here, root)


def test_a_state_is_found_in_the_history(trained, tmp_path):
    _, root = trained
    weights, facts = kept(1, root)
    assert facts["steps"] == 1
    composer("transformer", settings(tmp_path / "main.toml").model).load_state_dict(weights)
    with pytest.raises(LookupError, match="no state of 5 steps"):
        kept(5, root)
    with pytest.raises(LookupError):
        kept(1, tmp_path / "nowhere")


def test_a_report_holds_both_splits_and_the_way_there(trained, tmp_path, monkeypatch):
    here, root = trained
    works = [row(number, split="test" if number == 1 else "valid") for number in range(2)]
    save_collection(here.tokens / "invented.npz", "invented", works, [invent(0), invent(1)])
    monkeypatch.setattr("etude_training.baseline.kept", lambda steps, _: kept(steps, root))
    config = {
        "main": str(tmp_path / "main.toml"),
        "baseline": str(tmp_path / "other.toml"),
        "log": str(tmp_path / "main.csv"),
        "splits": ["valid", "test"],
        "seed": 1,
        "events": 96,
        "passages": 4,
        "collections": [],
    }
    found = report(config, here)
    assert "Both trained for 2 steps on 384 events" in found
    assert found.count("| invented | 1 |") == found.count("| **all** | 1 |") == 2
    assert "| 1 | 192 | 5.500 |" in found
    assert "| 7 |" not in found


def test_differences_are_taken_on_the_same_passages():
    main, other = Tally([4.0, 6.0], [2, 3], [0, 1]), Tally([5.0, 9.0], [2, 3], [0, 1])
    assert difference(main, other).per_note == pytest.approx(4 / 5)
    low, high = difference(main, other).interval()
    assert (low, high) == (pytest.approx(1 / 2), pytest.approx(1))
    with pytest.raises(ValueError, match="other passages"):
        difference(main, Tally([5.0], [2], [0]))


def test_works_of_two_collections_are_told_apart():
    found = together({"a": Tally([1.0], [1], [0]), "b": Tally([2.0, 3.0], [1, 1], [0, 4])})
    assert found.works == [0, 1, 5]
    assert found.per_note == 2


def test_without_a_milestone_the_command_says_what_to_do(tmp_path, monkeypatch, capsys):
    (tmp_path / "main.toml").write_text(CONFIG)
    (tmp_path / "baseline.toml").write_text(
        f'main = "{tmp_path}/main.toml"\nbaseline = "{tmp_path}/main.toml"\nthreads = 1\n'
        'collections = []\nlog = "none"\nsplits = []\nseed = 1\nevents = 9\npassages = 1\n'
    )
    monkeypatch.setattr("sys.argv", ["baseline", "--config", str(tmp_path / "baseline.toml")])
    here = Places(corpus=tmp_path, work=tmp_path, program=tmp_path)
    monkeypatch.setattr("etude_training.baseline.places", lambda: here)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1
    assert "train the baseline" in capsys.readouterr().err
