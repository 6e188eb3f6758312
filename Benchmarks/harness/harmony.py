"""Keys and chords by name: what their notes are, read apart from the program that wrote them."""
import re
from fractions import Fraction

LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SCALES = {
    "major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10), "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11), "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "locrian": (0, 1, 3, 5, 6, 8, 10), "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "melodic minor": (0, 2, 3, 5, 7, 9, 11), "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10), "blues": (0, 3, 5, 6, 7, 10),
}
HARTE = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8), "sus4": (0, 5, 7),
    "sus2": (0, 2, 7), "1": (0,), "5": (0, 7), "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11),
    "min7": (0, 3, 7, 10), "minmaj7": (0, 3, 7, 11), "dim7": (0, 3, 6, 9), "hdim7": (0, 3, 6, 10),
    "maj6": (0, 4, 7, 9), "min6": (0, 3, 7, 9), "9": (0, 4, 7, 10, 2), "maj9": (0, 4, 7, 11, 2),
    "min9": (0, 3, 7, 10, 2), "11": (0, 4, 7, 10, 2, 5), "min11": (0, 3, 7, 10, 2, 5),
    "13": (0, 4, 7, 10, 2, 9), "maj13": (0, 4, 7, 11, 2, 9), "min13": (0, 3, 7, 10, 2, 9),
}
"""The kinds of chords in Harte's syntax (ISMIR 2005), in semitones above the root."""
DEGREES = {"i": 0, "ii": 2, "iii": 4, "iv": 5, "v": 7, "vi": 9, "vii": 11}


def pitch_class(name):
    """The pitch class of a name such as `F#` or `Bbb`."""
    return (LETTERS[name[0]] + name.count("#") + 2 * name.count("x") - name[1:].count("b")) % 12


def key(text):
    """A key as tonic and scale; equal spellings are equal."""
    tonic, scale = text.split(" ", 1)
    return pitch_class(tonic), scale


MODES = {"harmonic minor": "minor", "melodic minor": "minor", "minor pentatonic": "minor",
         "blues": "minor", "major pentatonic": "major"}
"""The mode that scales belong to which have no signature of their own."""


def mode(key):
    """A key as tonic and mode: what a signature and a tonic say of it."""
    return key[0], MODES.get(key[1], key[1])


def is_minor(scale):
    """Whether a scale has a minor third."""
    return 3 in SCALES[scale]


def split(symbol):
    """The root, the kind and the bass of a chord symbol: pitch class, text, pitch class."""
    body, _, bass = symbol.partition("/")
    found = re.fullmatch(r"([A-G](?:[#x]+|b+)?)(.*)", body)
    # The 9 of a chord such as C6/9 is no bass.
    if not re.fullmatch(r"[A-G][#bx]*", bass or "C"):
        body, bass = symbol, ""
        found = re.fullmatch(r"([A-G](?:[#x]+|b+)?)(.*)", body)
    root = pitch_class(found[1])
    return root, found[2], pitch_class(bass) if bass else root


def third(symbol):
    """The kind of a chord's third: major, minor, or none where it has none."""
    kind = split(symbol)[1]
    if kind.startswith("5") or "sus" in kind:
        return "none"
    minor = kind.startswith(("m", "dim", "o", "ø", "°", "-")) and not kind.startswith("maj")
    return "minor" if minor else "major"


def chord(symbol):
    """A chord as its root and kind of third: what a bass player and a singer need."""
    return split(symbol)[0], third(symbol)


def bass(symbol):
    """The pitch class that a bass plays on its roots: what follows the slash, else the root."""
    return split(symbol)[2]


def numeral(text, tonic, is_minor_key):
    """The roots that a numeral such as bVI or V7 may mean in a key, and whether its third is minor.

    The sixth and seventh of a minor key without an accidental are written both ways.
    """
    accidental, name = re.match(r"([b#]*)([ivIV]+)", text).groups()
    step = DEGREES[name.lower()] + accidental.count("#") - accidental.count("b")
    steps = {step}
    if is_minor_key and not accidental and name.lower() in ("iii", "vi", "vii"):
        steps.add(step - 1)
    return {(tonic + one) % 12 for one in steps}, name.islower()


def sounding(spans, beat):
    """The chord symbol of a list of spans (onset, duration, chord) at a time, or None."""
    for span in spans:
        start = Fraction(span["onset"])
        if start <= beat < start + Fraction(span["duration"]):
            return span["chord"]
    return None


def pitch_classes(symbol):
    """The pitch classes of a chord symbol with its extensions and its bass."""
    root, kind, low = split(symbol)
    steps = _steps(kind)
    return {(root + step) % 12 for step in steps} | {low}


def _steps(kind):
    """The semitones of a kind of chord above its root."""
    kind = kind.replace("(", "").replace(")", "").replace("ø7", "m7b5").replace("ø", "m7b5")
    kind = kind.replace("°", "dim").replace("Δ", "maj7")
    if kind == "5":
        return {0, 7}
    third, fifth, steps = 4, 7, {0}
    if kind.startswith("dim"):
        third, fifth = 3, 6
        kind = kind[3:]
        if kind.startswith("7"):
            steps.add(9)
            kind = kind[1:]
    elif kind.startswith(("aug", "+")):
        fifth = 8
        kind = kind.removeprefix("aug").removeprefix("+")
    elif kind.startswith(("m", "-")) and not kind.startswith("maj"):
        third = 3
        kind = kind.removeprefix("min").removeprefix("m").removeprefix("-")
    steps |= {third, fifth}
    if (found := re.search(r"sus([24]?)", kind)):
        steps.discard(third)
        steps.add(2 if found[1] == "2" else 5)
        kind = kind.replace(found[0], "")
    added = {"2": 2, "4": 5, "6": 9, "7": 10, "9": 2, "11": 5, "13": 9}
    for found in re.findall(r"add([b#]?)(\d+)", kind):
        steps.add((added[found[1]] + (found[0] == "#") - (found[0] == "b")) % 12)
    kind = re.sub(r"add[b#]?\d+", "", kind)
    if kind.startswith(("6/9", "69")):
        steps |= {9, 2}
        kind = ""
    for accidental, number in re.findall(r"([b#])(\d+)", kind):
        step = {"5": 7, "9": 2, "11": 5, "13": 9}[number]
        if number == "5":
            steps.discard(fifth)
        steps.add(step + (1 if accidental == "#" else -1))
    kind = re.sub(r"[b#]\d+", "", kind)
    major = kind.startswith(("maj", "M"))
    number = re.search(r"\d+", kind)
    if number and number[0] in ("7", "9", "11", "13"):
        steps.add(11 if major else 10)
        steps |= {2} if int(number[0]) >= 9 else set()
        steps |= {5} if number[0] == "11" else set()
        steps |= {9} if number[0] == "13" else set()
    elif number and number[0] == "6":
        steps.add(9)
    return steps


def harte(symbol):
    """The pitch classes and the bass of a chord in Harte's syntax, such as `A:min7(11)/b3`.

    Raises ValueError where it is another syntax.
    """
    found = re.fullmatch(
        r"([A-G][#b]*)(?::([a-z]*\d*))?(?:\((.*)\))?(?:/(.*))?", symbol)
    if not found or (found[2] or "maj") not in HARTE:
        raise ValueError(f"{symbol} is no chord in Harte's syntax")
    root, kind, added, bass = found.groups()
    root = pitch_class(root)
    steps = set(HARTE[kind or "maj"]) | {_degree(one) for one in (added or "").split(",") if one}
    bass = (root + _degree(bass)) % 12 if bass else root
    return {(root + step) % 12 for step in steps} | {bass}, bass


def _degree(text):
    """The semitones of a degree such as b7 or #11 above the root."""
    accidentals, number = re.fullmatch(r"([b#]*)(\d+)", text).groups()
    step = SCALES["major"][(int(number) - 1) % 7]
    return (step + accidentals.count("#") - accidentals.count("b")) % 12
