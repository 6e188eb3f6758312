import json

import numpy as np
from made_up import config, notes, piece, program, shelf, tune

from etude_training.lines import lines, steps, whole
from etude_training.matches import matches
from etude_training.memorization import main, summaries, table
from etude_training.origins import Group, pooled
from etude_training.songs import composed, genres_of_styles, stretches
from etude_training.written import Program


def line(keys, gap: int = 24) -> np.ndarray:
    """One voice of notes at equal distances."""
    return np.array([(gap * at, gap, key, 0) for at, key in enumerate(keys)], np.int32)


def test_steps_are_those_of_top_lines_in_any_key():
    chord = notes([(0, 24, 60, 0), (0, 24, 67, 0), (24, 24, 64, 0), (0, 24, 40, 1)])
    same = notes([(0, 24, 69, 0), (24, 24, 66, 0)])
    assert (steps(chord.notes)[0] == steps(same.notes)[0]).all()
    assert len(steps(chord.notes)[0]) == 1
    slower = notes([(0, 24, 69, 0), (36, 24, 66, 0)])
    assert (steps(chord.notes)[0] != steps(slower.notes)[0]).all()


def test_no_line_goes_over_into_another_voice_or_block():
    two_voices = np.concatenate([line([60, 62]), np.add(line([64, 65]), [0, 0, 0, 1])])
    found = lines([[two_voices, line([60, 61])], [line([60])], [line([60, 59])]])
    assert found.line.tolist() == [0, 1, 2, 3]
    assert found.owner.tolist() == [0, 0, 0, 2]
    assert found.owners == 3


def longest(asked, works) -> int:
    """The longest match by looking at every pair of places."""
    best = 0
    for work in works:
        for one in range(len(asked)):
            for other in range(len(work)):
                size = 0
                while (
                    one + size < len(asked)
                    and other + size < len(work)
                    and asked[one + size] == work[other + size]
                ):
                    size += 1
                best = max(best, size)
    return best + 1 if best else 0


def test_matches_are_those_of_a_search_through_every_place():
    random = np.random.default_rng(1)
    works = [line(np.cumsum(random.integers(-1, 2, 40)) + 60) for _ in range(6)]
    asked = [line(np.cumsum(random.integers(-1, 2, 25)) + 50) for _ in range(8)]
    asked.append(line([60, 90, 30]))
    asked.append(np.zeros((0, 4), np.int32))
    found = matches(lines([[work] for work in works]), lines([[one] for one in asked]), 5, 0.01)
    known = [steps(work)[0].tolist() for work in works]
    expected = [longest(steps(one)[0].tolist(), known) for one in asked]
    assert found.notes.tolist() == expected
    assert expected[-2:] == [0, 0]


def test_matches_say_in_how_many_works_they_stand():
    shared, alone = [60, 62, 64, 65, 67, 69], [60, 71, 60, 72, 61, 50]
    corpus = lines([[line(shared)], [line([*shared, 40])], [line([*alone, *shared])]])
    moved = [key + 3 for key in shared]
    found = matches(corpus, lines([[line(moved)], [line(alone)], [line([1, 99])]]), 3, 0.01)
    assert found.notes.tolist() == [6, 6, 0]
    assert found.works.tolist() == [3, 1, 0]


def test_what_comes_again_within_a_match_is_not_fresh():
    once = [60, 62, 65, 61, 70, 72, 69, 71, 64]
    corpus = lines([[line([60] * 30)], [line([60, 64, 67] * 10)], [line(once)]])
    owned = [[line([50] * 20)], [line([62, 66, 69] * 6)], [line(once)], [line([1, 2])]]
    found = matches(corpus, lines(owned), 12, 0.01)
    assert found.notes.tolist() == [20, 18, 9, 0]
    # One figure, three figures, all of them; each with the three steps of the first.
    assert found.fresh.tolist() == [4, 6, 9, 0]


def test_rare_matches_are_those_of_surprising_steps():
    random = np.random.default_rng(2)
    common = [line(60 + random.integers(0, 2, 400)) for _ in range(5)]
    strange = line(random.integers(30, 100, 8))
    corpus = lines([[one] for one in common] + [[strange]])
    asked = lines([[common[0][:60]], [np.add(strange, [0, 0, 5, 0])], [line([60, 100] * 20)]])
    found = matches(corpus, asked, 6, 0.01)
    assert found.notes.tolist()[:2] == [60, 8]
    assert found.rare.tolist() == [False, True, False]


def test_nothing_matches_nothing():
    nothing, something = lines([]), lines([[line([60, 62])]])
    assert matches(nothing, something, 5, 0.01).notes.tolist() == [0]
    assert matches(something, nothing, 5, 0.01).notes.tolist() == []


def test_bars_that_the_players_wrote_as_well_are_not_the_models(tmp_path):
    rows = [(at, 60 + at) for at in range(20)]
    changed = [(at, key + (at // 4 in (1, 2, 4))) for at, key in rows]
    own, other = piece(tmp_path, [changed, rows]), piece(tmp_path, [rows, rows])
    found = stretches(own, other, bars=4)
    assert [block[:, 0].tolist() for block in found] == [[24 * at for at in range(4, 12)]]
    assert [len(block) for block in stretches(own, other, bars=5)] == [8, 4]
    assert stretches(other, other, bars=4) == []


def test_songs_are_of_styles_that_name_a_genre(tmp_path):
    built = Program(program(tmp_path), tmp_path / "outputs")
    assert genres_of_styles(built) == {"chorale": "hymn"}
    blocks = composed(built, "chorale", 3, seed=1)
    # One of two parts is another than the players', and the last bar isn't taken.
    assert [len(block) for block in blocks] == [12]


def test_tables_set_apart_what_exceeds_works_of_the_genre():
    keys = np.random.default_rng(3).integers(40, 90, 30).tolist()
    corpus = lines([[line(keys)], [line(range(40, 90))]])
    groups = [
        Group("hymn", "songs", [[line(keys)], [line([10, 120])]]),
        Group("hymn", "works", [[line([60, 61, 62])]]),
        Group("reel", "works", []),
    ]
    rows, found = summaries(pooled(groups), corpus, 12, 0.01)
    assert found.notes.tolist()[:3] == [30, 0, 3]
    assert [(row.genre, row.origin, row.count) for row in rows] == [
        ("hymn", "songs", 2),
        ("hymn", "works", 1),
        ("all", "songs", 2),
        ("all", "works", 1),
    ]
    text = table(rows, 12)
    assert "| hymn | songs | 2 | 15.0 | **28.5** | 30 | 1 | 1 |" in text
    assert "| hymn | works | 1 | 3.0 | 3.0 | 3 | 0 | 0 | 0 | 3.0 | 3.0 | 0 |" in text


def test_outputs_and_works_are_measured_and_go_into_the_card(tmp_path, monkeypatch):
    shelf(tmp_path, {"train": 5, "valid": 2, "test": 4})
    monkeypatch.setenv("ETUDE_TRAINING", str(tmp_path))
    monkeypatch.setenv("ETUDE_PROGRAM", str(program(tmp_path)))
    chosen = config(tmp_path / "m.toml", seed=1, size=8, least=4, notes=12, rarest=0.01)
    card = tmp_path / "card.md"
    card.write_text("<!-- measured: matches -->\n<!-- end -->\n")
    order = ["memorization", "--config", str(chosen), "--card", str(card)]
    monkeypatch.setattr("sys.argv", order)
    main()
    lines_found = card.read_text().splitlines()
    assert [row.split("|")[1:4] for row in lines_found if row.startswith("| hymn")] == [
        [" hymn ", " continuations ", " 4 "],
        [" hymn ", " songs ", " 4 "],
        [" hymn ", " works ", " 6 "],
    ]
    assert json.loads((tmp_path / "memorization.json").read_text())["size"] == 8


def test_a_copied_work_in_a_folder_is_found(tmp_path, monkeypatch, capsys):
    shelf(tmp_path, {"train": 3, "test": 1})
    monkeypatch.setenv("ETUDE_TRAINING", str(tmp_path))
    songs = tmp_path / "songs"
    songs.mkdir()
    copied = tune(tmp_path, 1)
    (tmp_path / "piece.mid").rename(songs / "copy.mid")
    (songs / "broken.mid").write_bytes(b"no music")
    chosen = config(tmp_path / "m.toml", seed=1, size=8, least=4, notes=12, rarest=0.01)
    order = ["memorization", "--config", str(chosen), "--folder", str(songs)]
    monkeypatch.setattr("sys.argv", order)
    main()
    printed = capsys.readouterr().out
    assert "left out" in printed
    count = len(whole(copied)) // 2
    assert f"| songs | files | 1 | {count}.0 | {count}.0 | {count} | 1 | 1 |" in printed
