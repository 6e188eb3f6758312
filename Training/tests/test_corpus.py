import pytest

from etude_training.corpus import Work, is_free_licence
from etude_training.genres import genre_of
from etude_training.vocabulary import vocabulary


def work(**changes) -> Work:
    entry = {
        "id": "a",
        "title": "",
        "author": "",
        "collection": "mutopia",
        "licence": "PD",
        "source": "",
        "split": "train",
        "tags": (),
        "member": "a.mid",
        "archive": None,
        "shelf": "scores",
    }
    return Work(**(entry | changes))


@pytest.mark.parametrize(
    ("licence", "is_free"),
    [
        ("CC0-1.0", True),
        ("PD", True),
        ("CC-BY-2.5", True),
        ("CC-BY-4.0", True),
        ("BSD-3-Clause", True),
        ("MIT", True),
        ("CC-BY-SA-4.0", False),
        ("CC-BY-NC-4.0", False),
        ("CC-BY-ND-4.0", False),
        ("GPL-3.0-only", False),
        ("Artistic-1.0", False),
        ("", False),
    ],
)
def test_only_free_licences_train_shipped_weights(licence, is_free):
    assert is_free_licence(licence) == is_free
    assert work(licence=licence).is_free == is_free


@pytest.mark.parametrize("name", ["nottingham-trad", "openewld-pd", "simutrans"])
def test_excluded_collections_stay_out_whatever_their_licence(name):
    assert not work(collection=name, licence="PD").is_free


@pytest.mark.parametrize(
    ("remarks", "is_loose"),
    [
        ("notes=3;grid=0.69", True),
        ("notes=3;grid=0.70", False),
        ("notes=3;weak_grid_alignment", True),
        ("notes=3", False),
    ],
)
def test_works_beside_the_grid_are_told(remarks, is_loose):
    assert work(remarks=remarks).is_loose == is_loose


@pytest.mark.parametrize(
    ("shelf", "tags", "genre"),
    [
        ("scores", ("classical", "romantic", "piano", "mazurka"), "mazurka"),
        ("scores", ("classical", "romantic", "piano"), "romantic-piano"),
        ("scores", ("nothing",), "unknown"),
        ("modern", ("game", "metal-rock"), "game-metal"),
        ("grooves", ("beat", "neworleans"), "new-orleans"),
    ],
)
def test_genres_come_from_tags(shelf, tags, genre):
    field = vocabulary()["genre"]
    assert field.values[genre_of(work(shelf=shelf, tags=tags))] == genre
