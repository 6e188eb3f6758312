import json

from etude_training.genres import ALIASES, GROOVES
from etude_training.vocabulary import MICRO, PATH, TICKS, vocabulary


def test_the_file_and_the_constants_agree():
    raw = json.loads(PATH.read_text())
    assert (raw["ticksPerBeat"], raw["microPerTick"]) == (TICKS, MICRO)
    assert raw["version"] == vocabulary().version == 1


def test_every_field_holds_its_values():
    for field in vocabulary().fields:
        base = 0 if field.name in ("type", "genre") else 1
        if field.name != "kind" and field.values:
            assert len(field.values) + base <= field.size, field.name
        assert len(set(field.values)) == len(field.values), field.name
        assert list(field.bounds) == sorted(field.bounds), field.name


def test_the_greatest_class_of_each_bound_fits():
    table = vocabulary()
    for name in ("tempo", "left", "final", "register", "intensity"):
        assert table[name].classify(10**6) < table[name].size, name
    assert 2 + len(table["density"].bounds) < table["density"].size


def test_every_genre_of_the_corpus_is_in_the_vocabulary():
    values = vocabulary()["genre"].values
    assert {*ALIASES, *GROOVES.values()} <= set(values)


def test_chord_kinds_give_their_pitch_classes():
    raw = json.loads(PATH.read_text())
    kind = next(field for field in raw["fields"] if field["name"] == "kind")
    assert len(kind["pitchClasses"]) == len(kind["values"])
    assert kind["pitchClasses"][kind["values"].index("m7b5")] == [0, 3, 6, 10]
