"""Chord charts as progressions relative to their keys, each once a song."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .corpus import is_free_licence
from .harte import Chord, parsed, pitch_class

LONGEST_CYCLE = 16


@dataclass(frozen=True)
class ChartSettings:
    """What a chord model is made from and how."""

    seed: int
    collections: tuple[str, ...]
    songs_for_a_chord: int
    songs_for_a_context: int
    sections: dict[str, dict[str, list[str]]]
    styles: dict[str, str]
    artists: dict[str, list[str]] = field(repr=False)

    @property
    def genres(self) -> list[str]:
        """The genres in their order; 0 stands for none, 1 for the first."""
        return list(self.artists)

    @property
    def section_names(self) -> list[str]:
        """The kinds of sections in their order; 0 stands for none, 1 for the first."""
        return list(self.sections)


def chart_settings(path: Path) -> ChartSettings:
    """Reads a TOML file; an unknown key is an error, and so is an artist of two genres."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    raw["collections"] = tuple(raw["collections"])
    chosen = ChartSettings(**raw)
    seen: dict[str, str] = {}
    for genre, artists in chosen.artists.items():
        for artist in artists:
            if seen.setdefault(plain(artist), genre) != genre:
                raise ValueError(f"{artist} is {genre} and {seen[plain(artist)]}")
    if unknown := set(chosen.styles.values()) - set(chosen.genres):
        raise ValueError(f"there is no genre {', '.join(sorted(unknown))}")
    return chosen


def plain(name: str) -> str:
    """A name without its article, capitals and punctuation."""
    return re.sub(r"[^a-z0-9]+", " ", name.lower().removeprefix("the ")).strip()


@dataclass(frozen=True)
class Bar:
    """The chords that begin in a bar: in its first half, or later."""

    chords: tuple[Chord, ...]
    halves: tuple[int, ...]


@dataclass(frozen=True)
class Progression:
    """Bars of one section; a cycle returns to its first chord."""

    is_minor: bool
    section: int
    bars: tuple[Bar, ...]
    is_cycle: bool


@dataclass(frozen=True)
class Song:
    """The different progressions of a song."""

    id: str
    collection: str
    licence: str
    split: str
    genre: int
    progressions: tuple[Progression, ...]


def songs(corpus: Path, settings: ChartSettings) -> Iterator[Song]:
    """The songs of the configured collections that may train shipped weights."""
    genres = {
        plain(artist): number
        for number, artists in enumerate(settings.artists.values(), 1)
        for artist in artists
    }
    labels = {
        label: number
        for number, entry in enumerate(settings.sections.values(), 1)
        for label in entry["charts"]
    }
    for name in settings.collections:
        text = (corpus / "harmony" / f"{name}.jsonl").read_text(encoding="utf-8")
        for line in text.splitlines():
            raw = json.loads(line)
            if is_free_licence(raw["licence"]) and raw["key"]:
                yield song(raw, genres, labels)


def song(raw: dict, genres: dict[str, int], labels: dict[str, int]) -> Song:
    """One song of the corpus; sections that say the same count once."""
    found: dict[Progression, None] = {}
    for section in raw["sections"]:
        key = section.get("key") or raw["key"]
        bars = relative(section["bars"] or [], pitch_class(key))
        if any(bar.chords for bar in bars):
            is_minor = minor(bars, raw["mode"] == "minor")
            kind = labels.get(section["label"] or "", 0)
            found[reduced(bars, is_minor, kind)] = None
    return Song(
        id=raw["id"],
        collection=raw["collection"],
        licence=raw["licence"],
        split=raw["split"],
        genre=genres.get(plain(raw["artist"] or ""), 0),
        progressions=tuple(found),
    )


def relative(bars: list, tonic: int) -> list[Bar]:
    """Bars of chords over a tonic; silence and open places keep the chord before."""
    found = []
    for bar in bars:
        length = sum(quarters for _, quarters in bar) or 1
        at, chords, halves = 0.0, [], []
        for text, quarters in bar:
            chord = parsed(text, tonic)
            if chord is not None and (not chords or chords[-1] != chord):
                chords.append(chord)
                halves.append(int(at * 2 >= length))
            at += quarters
        found.append(Bar(tuple(chords), tuple(halves)))
    while found and not found[0].chords:
        found.pop(0)
    return found


def minor(bars: list[Bar], otherwise: bool) -> bool:
    """Whether most chords on the tonic have a minor third."""
    thirds = [c.is_minor for bar in bars for c in bar.chords if c.root == 0 and c.kind != "5"]
    return sum(thirds) * 2 > len(thirds) if thirds else otherwise


def reduced(bars: list[Bar], is_minor: bool, section: int) -> Progression:
    """A section as the shortest cycle that gives it, so that repeating adds nothing."""
    for length in range(1, min(LONGEST_CYCLE, len(bars) // 2) + 1):
        if all(bar == bars[index % length] for index, bar in enumerate(bars)):
            return Progression(is_minor, section, tuple(bars[:length]), True)
    return Progression(is_minor, section, tuple(bars), False)


@dataclass(frozen=True)
class Change:
    """A chord that begins, with the bar's place among four, counted in half bars."""

    chord: Chord
    place: int


def changes(progression: Progression) -> list[Change]:
    """The chords of a progression as they change; a cycle ends on its first one."""
    found: list[Change] = []
    for number, bar in enumerate(progression.bars):
        for chord, half in zip(bar.chords, bar.halves, strict=True):
            if not found or found[-1].chord != chord:
                found.append(Change(chord, number % 4 * 2 + half))
    if progression.is_cycle and len(found) > 1 and found[0].chord != found[-1].chord:
        found.append(Change(found[0].chord, len(progression.bars) % 4 * 2))
    return found


PACES = ("hold", "one", "late", "two", "more")
"""How chords change in a bar: not, on its beginning, in its second half, both, more often."""


def paces(progression: Progression) -> list[int]:
    """How chords change in each bar of a progression."""
    found, last = [], None
    for bar in progression.bars:
        begun = []
        for chord, half in zip(bar.chords, bar.halves, strict=True):
            if chord != last:
                begun.append(half)
            last = chord
        if len(begun) > 2 or begun in ([0, 0], [1, 1]):
            found.append(PACES.index("more"))
        else:
            found.append(
                PACES.index({(): "hold", (0,): "one", (1,): "late"}.get(tuple(begun), "two"))
            )
    return found
