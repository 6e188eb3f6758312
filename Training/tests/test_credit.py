import csv
from pathlib import Path

import pytest

from etude_training.credit import FONTS, PEOPLES, credited

MUTOPIA = "MutopiaProject/MutopiaProject/ftp"


@pytest.mark.parametrize(
    ("author", "title", "source", "found"),
    [
        (
            "URW Chancery L",
            "URW Chancery L",
            f"{MUTOPIA}/SardainL/petitefille/petitefille-lys",
            ("SardainL", "petitefille"),
        ),
        ("URW Chancery L", "A Waltz", f"{MUTOPIA}/AnonA/waltz", ("AnonA", "A Waltz")),
        ("URW Chancery L", "URW Chancery L", "elsewhere/a.ly", ("", "")),
        ("German", "Why Unbelieving", "a/b.ly", ("Traditional (German)", "Why Unbelieving")),
        ("Latin", "Latin", "a/b.abc", ("Traditional (Latin)", "Latin")),
        ("Edward German", "A Song", "a/b.mxl", ("Edward German", "A Song")),
        ("continuum.mid", "Fun", "a/b.mid", ("continuum.mid", "Fun")),
        ("", "Nameless", "a/b.mid", ("", "Nameless")),
    ],
)
def test_a_work_is_credited_to_whom_it_may_be(author, title, source, found):
    assert credited(author, title, source) == found


def test_the_shipped_list_names_no_font_and_no_people_as_an_author():
    shipped = Path(__file__).parents[2] / "Sources/Formats/Weights/Resources/works.csv"
    with shipped.open(encoding="utf-8", newline="") as file:
        authors = {row["author"] for row in csv.DictReader(file)}
    assert len(authors) > 1000
    assert not {name for name in authors if name in PEOPLES or name.startswith(FONTS)}
