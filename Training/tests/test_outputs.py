import sys
from pathlib import Path

import pytest
from test_bars import line

from etude_training.outputs import Output, figures, page, plan_table, role_table
from etude_training.places import Places
from etude_training.program import Program, RefusedError, program


def invented(repeats: bool) -> Output:
    keys = [60] * 8 if repeats else [60, 62, 64, 65, 67, 69, 71, 72]
    part = figures("lead", line(keys))
    return Output(winces=int(repeats), rules=[], parts={"lead": part}, words={"lead": ["  1 -"]})


def test_figures_of_a_part_are_known():
    found = figures("lead", line([60, 60, 62, 0] * 2 + [64, 65, 67, 69]))
    assert found.density == 10 / 12
    assert found.returning == pytest.approx(2 / 3)
    assert found.repeated == pytest.approx(2 / 9)


def test_tables_set_players_beside_the_model():
    pair = {"players": invented(False), "model": invented(True)}
    assert "| waltz 1 | 0 / 1 | 0 / 100 | 1.7 / 0.0 |" in plan_table({"waltz 1": pair})
    rows = role_table({"waltz 1": pair}).splitlines()
    assert rows[2].startswith("| lead | 1.00 +0.00")
    assert "0.00 +1.00 (+1.00 to +1.00)" in rows[2]
    same = {"players": invented(True), "model": invented(True)}
    assert len(role_table({"waltz 1": same}).splitlines()) == 2
    assert "![](03-players.png) | ![](03-model.png)" in page("waltz", 1, "03", pair)


def test_a_program_answers_or_says_why_not(tmp_path):
    python = Program(Path(sys.executable), tmp_path)
    assert python.run("-c", "print(6 * 7)") == "42\n"
    assert python.run("-c", "import os; print(os.environ['XDG_CACHE_HOME'])").startswith(
        str(tmp_path)
    )
    with pytest.raises(RefusedError, match="no way"):
        python.run("-c", "raise SystemExit('no way')")
    with pytest.raises(RefusedError, match="took more"):
        python.run("-c", "import time; time.sleep(9)", seconds=0.2)
    with pytest.raises(RefusedError, match="no program"):
        Program(tmp_path / "nothing", tmp_path).run("composer")


def test_a_program_that_is_not_built_is_told(tmp_path):
    with pytest.raises(SystemExit, match="there is no program at"):
        program(Places(tmp_path, tmp_path, tmp_path / "etude"), tmp_path)
