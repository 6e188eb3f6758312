"""Whom a work is credited to, where a collection gives something else than a name.

Two things stand in the place of names in the collections' manifests:

- the font of a score's title page, where the score names no composer. The folder of Mutopia then
  says who it is (`ftp/SardainL/...`), and the file what it is called;
- the people or the language that a tune or its words come from ("German", "Latin"). The tune is
  traditional then.

Nicknames of living authors ("continuum.mid") are names.
"""

import re

FONTS = ("URW ",)
"""What the names of fonts begin with."""

PEOPLES = frozenset(
    {
        "Bohemian",
        "Dutch",
        "English",
        "French",
        "German",
        "Hebrew",
        "Latin",
        "Norwegian",
        "Scotch",
        "Silesian",
        "Swedish",
        "Welsh",
    }
)
"""Peoples and languages that stand alone where an author is meant."""

MUTOPIA = re.compile(r"/ftp/([^/]+)/(?:[^/]+/)*?([^/]+?)(?:-lys)?$")


def credited(author: str, title: str, source: str) -> tuple[str, str]:
    """The author and the title of a work from what a manifest says, and its repository and path."""
    if author in PEOPLES:
        return f"Traditional ({author})", title
    if not author.startswith(FONTS):
        return author, title
    place = MUTOPIA.search(source)
    if place is None:
        return "", "" if title == author else title
    return place[1], place[2] if title == author else title
