"""Which human pieces each style is compared with: the table `comparison-sets.toml`, read."""
import csv
import hashlib
import json
import re
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import midi_reader
from corpus import find, located, unpack

TABLE = Path(__file__).with_name("comparison-sets.toml")
FILES = (TABLE, Path(__file__))
"""What decides which pieces are in a set."""
READS = ("whole", "tune", "drums", "chart")
"""What is read of a piece: all parts, the highest part alone, the drums alone, printed chords."""
LEAST = 30
"""A set of fewer pieces gives no band."""
SOUNDS = {"distorted guitars": (29, 30), "synthesizers": (38, 39, *range(80, 104))}
"""General MIDI programs, counted from 0, by which pieces may be told apart."""


@dataclass(frozen=True)
class Piece:
    """A human piece: a MIDI file, or a chart of chords where there is no path."""

    name: str
    path: Path | None
    chart: dict | None = None


@dataclass(frozen=True)
class ComparisonSet:
    """Human pieces of one kind."""

    name: str
    title: str
    reads: tuple
    """What is read of each piece: some of READS."""
    bars: int
    """So many bars are read of a piece, and of the songs that are compared with it."""
    sources: tuple
    """The rows of the manifests that belong to it: see `_belongs`."""


@dataclass
class Style:
    """What a style is compared with, and why; no sets where nothing is comparable."""

    name: str
    sets: list = field(default_factory=list)
    why: str = ""


class Comparisons:
    """The table: sets by name, and what each style is compared with."""

    def __init__(self, path=TABLE):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        self.sets = {
            name: ComparisonSet(name, one["title"], tuple(one["reads"]), one["bars"],
                                tuple(one["from"]))
            for name, one in table["sets"].items()}
        self.styles = {
            name: Style(name, [self.sets[one] for one in style["sets"]], style["why"])
            for name, style in table["styles"].items()}

    def of(self, style):
        """What a style is compared with; nothing where the table does not know it."""
        return self.styles.get(style) or Style(style, why="The style is not in the table.")


def pieces(wanted, corpus, unpacked, most=None):
    """The pieces of a set that a corpus has, in the order of a hash of their names.

    Pieces of the test split are left out: nothing is set by what is tested with them.
    """
    found = {}
    for source in wanted.sources:
        folder = corpus / source["folder"]
        with (folder / "manifest.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if _belongs(row, source)]
        charts = _charts(folder, rows) if any("#" in row["path"] for row in rows) else {}
        for row in sorted(rows, key=lambda row: _order(row["id"])):
            # Which sounds there are is asked last, for it takes reading the file.
            path = None if charts else located(unpacked / source["folder"], row["path"])
            if (path or charts) and _sounds(path, source):
                found[row["id"]] = Piece(row["id"], path, charts.get(row["id"]))
    return [found[name] for name in sorted(found, key=_order)][:most]


def _order(name):
    return hashlib.sha256(name.encode()).hexdigest()


def _charts(folder, rows):
    names, charts = {row["id"] for row in rows}, {}
    for file in sorted({row["path"].partition("#")[0] for row in rows}):
        with (folder / file).open(encoding="utf-8") as lines:
            for chart in map(json.loads, lines):
                if chart["id"] in names:
                    charts[chart["id"]] = chart
    return charts


def _belongs(row, source):
    """Whether a row of a manifest meets everything that a source asks for."""
    tags = set(re.split(r"[ ;]+", row["genre_tags"]))
    year, tempo = (_number(row.get(name)) for name in ("year", "tempo"))
    return (
        row["split"] != "test"
        and row["collection"] in source["collections"]
        and tags.issuperset(source.get("all", ()))
        and ("any" not in source or not tags.isdisjoint(source["any"]))
        and tags.isdisjoint(source.get("none", ()))
        and row.get("instrumentation", "") in source.get(
            "instruments", (row.get("instrumentation", ""),))
        and ("artists" not in source
             or _plain(row["artist_or_composer"]) in map(_plain, source["artists"]))
        and _within(year, source.get("years")) and _within(tempo, source.get("tempo"))
        and row.get("metre", "") in source.get("metres", (row.get("metre", ""),))
        and not any(word in row["notes"] for word in source.get("without-notes", ()))
        and int(row["bars"] or 0) >= source.get("least-bars", 0))


def _number(text):
    return float(text) if text else None


def _within(value, bounds):
    return bounds is None or (value is not None and bounds[0] <= value <= bounds[1])


def _plain(artist):
    """An artist's name without what transcribers write differently."""
    return re.sub(r"^the |[^a-z0-9]", "", artist.lower().replace("&", "and"))


def _sounds(path, source):
    """Whether the shares of notes of some sounds lie between the bounds that a source asks for."""
    bounds = source.get("shares")
    if not bounds:
        return True
    song = midi_reader.read(path)
    shares, total = dict.fromkeys((*SOUNDS, "drums"), 0), len(song.notes)
    for track in song.tracks:
        programs = {}
        for _, channel, program in track.programs:
            programs.setdefault(channel, program)
        for note in track.notes:
            if note.channel == 9:
                shares["drums"] += 1
                continue
            for name, numbers in SOUNDS.items():
                shares[name] += programs.get(note.channel, 0) in numbers
    return all(low <= shares[name] / max(1, total) <= high for name, (low, high) in bounds.items())


def markdown(table, counts):
    """The rows of docs/comparison-sets.md: styles, then sets with how many pieces they have."""
    yield "| style | compared with | why |"
    yield "|---|---|---|"
    for style in sorted(table.styles.values(), key=lambda style: style.name):
        titles = "; ".join(one.title for one in style.sets) or "none"
        yield f"| {style.name} | {titles} | {style.why} |"
    yield ""
    yield "| set | pieces | collections | read | bars |"
    yield "|---|---|---|---|---|"
    for one in table.sets.values():
        collections = sorted({name for source in one.sources for name in source["collections"]})
        yield (f"| {one.title} | {counts[one.name]} | {', '.join(collections)} | "
               f"{', '.join(one.reads)} | {one.bars} |")


def main():
    """Prints the tables of docs/comparison-sets.md."""
    folder, table = find(), Comparisons()
    if folder is None:
        sys.exit("there is no corpus\nhint: name it in $ETUDE_CORPUS")
    unpacked = unpack(folder)
    counts = {name: len(pieces(one, folder, unpacked)) for name, one in table.sets.items()}
    print("\n".join(markdown(table, counts)))


if __name__ == "__main__":
    main()
