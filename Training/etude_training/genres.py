"""The genre of a work, from its collection's tags."""

from .corpus import Work
from .vocabulary import vocabulary

ALIASES = {
    "early-jazz": ("early-jazz", "dixieland", "big-band"),
    "ragtime": ("ragtime", "rag"),
    "contemporary-worship": ("contemporary-worship",),
    "game-metal": ("metal-rock",),
    "house": ("house",),
    "techno": ("techno",),
    "game-orchestral": ("rpg",),
    "game-pop": ("pop-jazz",),
    "chorale": ("chorale",),
    "gospel-hymn": ("gospel-hymn",),
    "carol": ("carol", "christmas"),
    "hymn": ("hymn", "hymns"),
    "lied": ("lied",),
    "mazurka": ("mazurka",),
    "polonaise": ("polonaise",),
    "krakowiak": ("krakowiak",),
    "polka": ("polka", "galop"),
    "waltz": ("waltz",),
    "minuet": ("minuet",),
    "march": ("march",),
    "reel": ("reel",),
    "jig": ("jig", "slip-jig", "gigue"),
    "hornpipe": ("hornpipe",),
    "old-time": ("old-time", "fiddle", "bluegrass"),
    "nocturne": ("nocturne",),
    "etude": ("etude",),
    "prelude": ("prelude",),
    "fugue": ("fugue", "canon"),
    "variations": ("variations",),
    "rondo": ("rondo",),
    "fantasy": ("fantasy", "fantasia", "impromptu", "ballade", "scherzo"),
    "lullaby": ("lullaby", "barcarolle"),
    "opera": ("opera", "aria", "oratorio"),
    "requiem": ("requiem", "requiem-section"),
    "mass": ("mass", "mass-section"),
    "vespers": ("vespers",),
    "string-quartet": ("string-quartet",),
    "concerto": ("concerto",),
    "symphony": ("symphony",),
    "overture": ("overture",),
    "sonata": ("sonata", "sonate", "partita", "suite"),
    "popular-song": ("popular-song", "popular", "musical"),
    "folk": ("folk", "traditional", "british-irish", "country-dance", "morris", "contradance"),
    "renaissance": ("renaissance",),
    "sacred": ("sacred", "motet"),
    "art-song": ("art-song", "song", "children"),
    "classical-guitar": ("guitar",),
    "organ": ("organ",),
    "baroque-keyboard": ("keyboard",),
    "orchestral": ("orchestral", "serenade", "cassation"),
    "chamber": ("chamber", "ensemble"),
    "choral": ("choral", "satb", "vocal"),
    "dance": ("dance",),
}
"""Tags that stand for a genre; the first genre of this order that fits is taken."""

GROOVES = {
    "rock": "rock",
    "funk": "funk",
    "jazz": "jazz",
    "latin": "latin",
    "hiphop": "hip-hop",
    "soul": "soul",
    "afrocuban": "afro-cuban",
    "mozambique": "afro-cuban",
    "punk": "punk",
    "neworleans": "new-orleans",
    "country": "country",
    "pop": "pop",
    "reggae": "reggae",
    "gospel": "gospel",
    "afrobeat": "afrobeat",
    "dance": "dance",
    "blues": "blues",
    "bossa": "bossa-nova",
    "samba": "samba",
    "middleeastern": "middle-eastern",
    "highlife": "highlife",
    "flam": "drum-rudiment",
    "roll": "drum-rudiment",
}
"""Genres of drum grooves by the second tag."""


def genre_of(work: Work) -> int:
    """The vocabulary value of a work's genre; 0 where no tag tells."""
    field = vocabulary()["genre"]
    if work.shelf == "grooves":
        return field.index(GROOVES.get(work.tags[1], "unknown"))
    tags = set(work.tags)
    for genre, names in ALIASES.items():
        if tags.intersection(names):
            return field.index(genre)
    if "piano" in tags:
        return field.index("romantic-piano" if "romantic" in tags else "classical-piano")
    for era in ("baroque", "classical-era", "romantic", "early-20c", "modern", "solo"):
        if era in tags:
            return field.index("classical" if era == "classical-era" else era)
    return 0
