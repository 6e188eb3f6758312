import json
from pathlib import Path

import pytest

from etude_training.grid_fixture import answered

FIXTURE = Path(__file__).parents[2] / "Tests" / "Fixtures" / "Tokens" / "grid.json"


@pytest.mark.parametrize("seed", range(6))
def test_the_program_is_tested_against_what_training_sees(seed):
    kept = json.loads(FIXTURE.read_text())["scores"][seed]
    assert json.loads(json.dumps(answered(seed))) == kept


def test_the_fixture_holds_what_is_hard():
    scores = json.loads(FIXTURE.read_text())["scores"]
    assert sum(score["off"] for score in scores) > 20
    assert any(window["holes"] for score in scores for window in score["windows"])
    assert any("10/8" in score["metres"] for score in scores)
    assert any(score["metres"][0] == "1/4" for score in scores)
