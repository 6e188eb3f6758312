import json

import numpy as np
import pytest
from safetensors import safe_open

from etude_training import chords
from etude_training.charts import (
    PACES,
    Bar,
    Change,
    Progression,
    changes,
    chart_settings,
    paces,
    songs,
)
from etude_training.chord_events import (
    Memory,
    Vocabulary,
    chord_events,
    function,
    has_seventh,
    vocabulary_of,
)
from etude_training.harte import KINDS, PLAINER, Chord, parsed
from etude_training.smoothed import fitted, nats, tune

SETTINGS = """
seed = 1
collections = ["charts"]
songs_for_a_chord = 2
songs_for_a_context = 2
[sections]
verse = {charts = ["verse"], kinds = ["verse", "a"]}
chorus = {charts = ["chorus"], kinds = ["chorus"]}
[styles]
polka = "dance"
[artists]
dance = ["The Dancers"]
calm = ["Sleepers"]
"""


def chart(number: int, split: str, artist: str = "Dancers", licence: str = "CC0-1.0") -> dict:
    """A song in another key each, whose verse goes round twice."""
    names = ["C", "D", "E", "F", "G", "A"]
    steps = [0, 2, 4, 5, 7, 9]
    tonic = names[number % 6]

    def over(degree: int, quality: str) -> str:
        sharps = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]
        return f"{sharps[(steps[number % 6] + degree) % 12]}:{quality}"

    cycle = [[[over(0, "maj"), 4.0]], [[over(9, "min7"), 4.0]], [[over(5, "maj"), 2.0], ["N", 2.0]]]
    cycle.append([[over(7, "7"), 2.0], [over(7, "sus4"), 2.0]])
    return {
        "id": f"song-{number}",
        "artist": artist,
        "key": tonic,
        "mode": "major",
        "sections": [
            {"label": "verse", "bars": cycle * 2},
            {"label": "verse", "bars": cycle * 2},
            {"label": "chorus", "bars": [*cycle, [[over(0, "maj"), 4.0]]]},
        ],
        "licence": licence,
        "collection": "charts",
        "split": split,
    }


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "chords.toml"
    path.write_text(SETTINGS)
    folder = tmp_path / "corpus" / "harmony"
    folder.mkdir(parents=True)
    rows = [
        chart(number, "train", "The Dancers" if number % 2 else "Sleepers") for number in range(8)
    ]
    rows += [chart(8, "valid"), chart(9, "test"), chart(10, "train", licence="CC-BY-SA-4.0")]
    text = "\n".join(json.dumps(row) for row in rows)
    (folder / "charts.jsonl").write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "chord"),
    [
        ("C:maj", Chord(0, "")),
        ("Bb:min7", Chord(10, "m7")),
        ("F:maj/3", Chord(5, "", 3)),
        ("F:maj/2", Chord(7, "9sus4")),
        ("D:min7/4", Chord(7, "9sus4")),
        ("C:maj/b7", Chord(0, "7", 7)),
        ("C:maj/7", Chord(0, "maj7", 7)),
        ("G:sus4(b7,9)", Chord(7, "9sus4")),
        ("A:5/3", Chord(9, "5")),
        ("E:maj(b9)", Chord(4, "")),
        ("F#:hdim7", Chord(6, "m7b5")),
        ("N", None),
        ("X", None),
    ],
)
def test_chords_are_told_over_the_tonic(text, chord):
    assert parsed(text, 0) == chord
    if chord is not None:
        assert parsed(text, 2) == chord._replace(root=(chord.root - 2) % 12)


def test_every_kind_ends_in_a_triad():
    for kind in set(KINDS.values()):
        chord, steps = Chord(3, kind, 3), 0
        while (plainer := chord.plainer()) is not None:
            chord, steps = plainer, steps + 1
        assert chord.kind in ("", "m") and steps < 6, kind
    assert set(PLAINER) >= set(KINDS.values()) - {"", "m"}
    assert has_seventh(Chord(0, "9sus4")) and not has_seventh(Chord(0, "6/9"))


def test_a_section_counts_once_and_as_its_shortest_cycle(config):
    settings = chart_settings(config)
    found = list(songs(config.parent / "corpus", settings))
    assert len(found) == 10, "the share-alike song is left out"
    song = found[0]
    assert len(song.progressions) == 2
    verse, chorus = song.progressions
    assert verse.is_cycle and len(verse.bars) == 4 and not verse.is_minor
    assert [c.chord for c in changes(verse)] == [
        Chord(0, ""),
        Chord(9, "m7"),
        Chord(5, ""),
        Chord(7, "7"),
        Chord(7, "sus4"),
        Chord(0, ""),
    ]
    assert [c.place for c in changes(verse)] == [0, 2, 4, 6, 7, 0]
    assert [PACES[pace] for pace in paces(verse)] == ["one", "one", "one", "two"]
    # Five bars begin a second round: a cycle is one that goes round twice.
    assert not chorus.is_cycle and len(chorus.bars) == 5
    assert {other.progressions for other in found} == {song.progressions}
    assert [found[0].genre, found[1].genre] == [2, 1]
    assert (verse.section, chorus.section) == (1, 2)


def test_paces_tell_holds_late_and_many_changes():
    first, second = Chord(0, ""), Chord(5, "")
    bars = (
        Bar((first,), (0,)),
        Bar((first,), (0,)),
        Bar((first, second), (0, 1)),
        Bar((first, second, first), (0, 0, 1)),
    )
    found = [PACES[pace] for pace in paces(Progression(False, 0, bars, False))]
    assert found == ["one", "hold", "late", "more"]


def test_an_artist_of_two_genres_is_an_error(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text(SETTINGS.replace('"Sleepers"', '"dancers"'))
    with pytest.raises(ValueError, match="dancers is calm and dance"):
        chart_settings(path)
    path.write_text(SETTINGS.replace('polka = "dance"', 'polka = "none"'))
    with pytest.raises(ValueError, match="no genre none"):
        chart_settings(path)


def test_chances_add_up_to_one_and_agree_with_nats():
    random = np.random.default_rng(1)
    blocks = [
        [{"a": int(random.integers(3)), "b": int(random.integers(4))} for _ in range(12)]
        for _ in range(20)
    ]
    for block in blocks:
        for event in block:
            event["value"] = (event["a"] + int(random.integers(3))) % 5
    chain = fitted(blocks, "value", 6, [(), ("a",), ("a", "b")], 2)
    held = [event for block in blocks[:4] for event in block]
    tune(chain, held)
    costs = nats(chain, held)
    for event, cost in zip(held, costs, strict=True):
        chances = chain.chances(event)
        assert chances.sum() == pytest.approx(1)
        assert -np.log(chances[event["value"]]) == pytest.approx(cost)
    assert chain.chances({"a": 9, "b": 9})[5] > 0, "what never came may still come"


def test_what_one_song_alone_has_is_left_out():
    blocks = [[{"a": 1, "value": 2}] * 9, [{"a": 1, "value": 3}], [{"a": 1, "value": 3}]]
    blocks.append([{"a": 7, "value": 4}] * 5)
    level = fitted(blocks, "value", 5, [("a",)], 2).levels[0]
    assert list(level.entries) == [(1,)]
    assert level.entries[(1,)].counts == {3: 2}
    assert level.entries[(1,)].total == 3


def test_an_unknown_genre_counts_on_no_level_that_has_it():
    blocks = [[{"genre": 0, "value": 1}], [{"genre": 0, "value": 1}]]
    level = fitted(blocks, "value", 3, [("genre",)], 1).levels[0]
    assert level.entries == {}
    assert level.context({"genre": 0}) is None


def test_memory_tells_what_followed_and_what_was_played_there():
    words = Vocabulary(tuple(sorted(Chord(r, k) for r in range(12) for k in ("", "m", "7", "m7"))))
    memory = Memory(words, False, 1, 2)
    assert memory.fields(0)["last"] == 0 and memory.colour == 0
    for chord in (Chord(0, ""), Chord(9, "m7"), Chord(0, "")):
        assert memory.event(Change(chord, 0)) is not None
    assert memory.event(Change(Chord(0, "", 3), 1)) is None, "the vocabulary has no inversion"
    fields = memory.fields(6)
    tonic, relative = function(Chord(0, ""), False) + 1, function(Chord(9, "m"), False) + 1
    assert (fields["last"], fields["before"], fields["follow"]) == (tonic, relative, relative)
    assert fields["colour"] == 2
    again = memory.figure_fields(6, relative - 1)["again"]
    assert words.figures[again - 1] == ("m7", 1)


def test_bare_fifths_take_the_third_of_their_mode():
    assert function(Chord(0, "5"), True) == function(Chord(0, "m"), True)
    assert function(Chord(0, "5"), False) == function(Chord(0, ""), False)
    assert function(Chord(7, "7sus4"), True) == function(Chord(7, "7"), True)
    assert function(Chord(11, "m7b5"), False) % 3 == 2


def test_fitting_writes_a_file_that_says_what_it_is(config, monkeypatch, capsys):
    monkeypatch.setenv("ETUDE_CORPUS", str(config.parent / "corpus"))
    arguments = ["chords", "fit", "--config", str(config), "--output", str(config.parent)]
    monkeypatch.setattr("sys.argv", arguments)
    monkeypatch.setattr(chords, "PARITY", [(1, 1, False, [(0, ""), (9, "m7")])])
    chords.main()
    first = (config.parent / "chords.safetensors").read_bytes()
    chords.main()
    assert (config.parent / "chords.safetensors").read_bytes() == first
    with safe_open(str(config.parent / "chords.safetensors"), framework="pt") as file:
        about = file.metadata()
        starts = file.get_tensor("function.1.starts")
        values = file.get_tensor("function.1.values")
    assert about["format"] == "etude-chords"
    assert json.loads(about["facts"])["songs"] == 8
    assert int(starts[-1]) == len(values) > 0
    parity = json.loads((config.parent / "chords-parity.json").read_text())
    assert 0.9 < sum(parity[0]["chances"]) <= 1.0001
    assert parity[0]["chords"] == [[0, "", 1], [9, "m7", 1]]


def test_evaluation_prints_the_model_beside_its_baselines(config, monkeypatch, capsys):
    monkeypatch.setenv("ETUDE_CORPUS", str(config.parent / "corpus"))
    monkeypatch.setattr("sys.argv", ["chords", "evaluate", "--config", str(config)])
    chords.main()
    shown = capsys.readouterr().out
    assert shown.startswith("1 songs, ")
    model, alone = (
        float(next(line for line in shown.splitlines() if name in line).split("|")[2].split()[0])
        for name in ("**the model", "chords alone")
    )
    assert 0 <= model < alone, "made-up songs differ in nothing but their key"
    monkeypatch.setattr(
        "sys.argv", [*["chords", "evaluate", "--split", "folds", "--config"], str(config)]
    )
    chords.main()
    assert capsys.readouterr().out.startswith("8 songs, ")


def test_events_of_a_song_use_the_vocabulary_of_all(config):
    found = list(songs(config.parent / "corpus", chart_settings(config)))
    vocabulary = vocabulary_of(found, 2)
    events = chord_events(vocabulary, found[0])
    assert len(events) == 6 + 6
    assert {event["section"] for event in events} == {1, 2}
    assert [event["again"] for event in events][:4] == [0, 0, 0, 0]
    assert events[5]["again"] == vocabulary.figure(Chord(0, "")) + 1
