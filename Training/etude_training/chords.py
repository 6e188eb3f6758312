"""The chord model: `python -m etude_training.chords fit|evaluate --config configs/chords.toml`.

`fit` counts the training songs, tunes on valid and writes `chords.safetensors`; `evaluate` prints
cross-entropy and hit rates beside the baselines. The split `test` is for final numbers.
"""

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from . import weights
from .charts import PACES, Change, ChartSettings, Song, changes, chart_settings, songs
from .chord_events import (
    FIGURE_LEVELS,
    FUNCTION_LEVELS,
    FUNCTIONS,
    PACE_LEVELS,
    Memory,
    Vocabulary,
    chord_events,
    function,
    pace_events,
    vocabulary_of,
)
from .files import write_atomically
from .harte import Chord
from .places import places
from .smoothed import Chain, Event, fitted, tune

FORMAT_VERSION = "1"


@dataclass
class ChordModel:
    """Chances of functions, of figures on them, and of how chords change in bars."""

    vocabulary: Vocabulary
    functions: Chain
    figures: Chain
    paces: Chain

    @property
    def chains(self) -> dict[str, Chain]:
        """The chains by the names that the file has for them."""
        return {"function": self.functions, "figure": self.figures, "pace": self.paces}


def fit(
    train: list[Song],
    valid: list[Song],
    settings: ChartSettings,
    left_out: frozenset[str] = frozenset(),
) -> ChordModel:
    """The model of training songs, tuned on others; without levels that have left out fields."""

    def levels(all_levels: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        return [names for names in all_levels if not left_out.intersection(names)]

    least = settings.songs_for_a_context
    vocabulary = vocabulary_of(train, settings.songs_for_a_chord)
    events = [chord_events(vocabulary, song) for song in train]
    held = [event for song in valid for event in chord_events(vocabulary, song)]
    functions = fitted(events, "next", FUNCTIONS, levels(FUNCTION_LEVELS), least)
    figures = fitted(events, "figure", len(vocabulary.figures), levels(FIGURE_LEVELS), least)
    bars = [pace_events(song) for song in train]
    paces = fitted(bars, "pace", len(PACES), levels(PACE_LEVELS), least)
    tune(functions, held)
    tune(figures, held)
    tune(paces, [event for song in valid for event in pace_events(song)])
    return ChordModel(vocabulary, functions, figures, paces)


def tensors(model: ChordModel) -> dict[str, torch.Tensor]:
    """The counts as whole numbers, contexts in ascending order."""
    kinds = kinds_of(model.vocabulary)
    found = {
        "words": [
            [word.root, kinds.index(word.kind), word.bass] for word in model.vocabulary.words
        ],
        "figures": [[kinds.index(kind), bass] for kind, bass in model.vocabulary.figures],
    }
    for name, chain in model.chains.items():
        for number, level in enumerate(chain.levels):
            entries = sorted(level.entries.items())
            ends = np.cumsum([0, *(len(entry.counts) for _, entry in entries)])
            pairs = [pair for _, entry in entries for pair in sorted(entry.counts.items())]
            found |= {
                f"{name}.{number}.contexts": [context for context, _ in entries],
                f"{name}.{number}.totals": [entry.total for _, entry in entries],
                f"{name}.{number}.starts": ends,
                f"{name}.{number}.values": [value for value, _ in pairs],
                f"{name}.{number}.counts": [count for _, count in pairs],
            }
    return {
        name: torch.from_numpy(np.asarray(value, dtype=np.int32)) for name, value in found.items()
    }


def kinds_of(vocabulary: Vocabulary) -> list[str]:
    """The suffixes of chord symbols that occur, in their order."""
    return sorted({kind for kind, _ in vocabulary.figures})


def about(model: ChordModel, settings: ChartSettings, train: list[Song]) -> dict[str, str]:
    """What the file says of itself."""
    levels = {
        name: {
            "size": chain.size,
            "levels": [
                {"fields": level.fields, "discount": level.discount, "strength": level.strength}
                for level in chain.levels
            ],
        }
        for name, chain in model.chains.items()
    }
    genres = Counter(song.genre for song in train)
    facts = {
        "songs": len(train),
        "licences": dict(sorted(Counter(song.licence for song in train).items())),
        "collections": dict(sorted(Counter(song.collection for song in train).items())),
        "genres": {name: genres[number] for number, name in enumerate(settings.genres, 1)},
    }
    tables = {
        "kinds": kinds_of(model.vocabulary),
        "genres": settings.genres,
        "sections": [
            {"name": name, "kinds": entry["kinds"]} for name, entry in settings.sections.items()
        ],
        "styles": settings.styles,
        "paces": PACES,
        "chains": levels,
        "facts": facts,
    }
    texts = {name: json.dumps(value, ensure_ascii=False) for name, value in tables.items()}
    return {"format": "etude-chords", "version": FORMAT_VERSION} | texts


@dataclass
class Measure:
    """What a model does with held-out songs; each list has one entry a song."""

    nats: list[float] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    fifth: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def add(self, rows: list[tuple[np.ndarray, int]]) -> None:
        """Adds a song: for each of its chords the chances of all, and which it was."""
        ranks = [int((chances > chances[value]).sum()) for chances, value in rows]
        self.nats.append(float(-sum(np.log(chances[value]) for chances, value in rows)))
        self.first.append(sum(rank == 0 for rank in ranks))
        self.fifth.append(sum(rank < 5 for rank in ranks))
        self.counts.append(len(rows))

    def joined(self, other: "Measure") -> "Measure":
        """The songs of both."""
        return Measure(
            self.nats + other.nats,
            self.first + other.first,
            self.fifth + other.fifth,
            self.counts + other.counts,
        )

    def cells(self, model: "Measure", seed: int) -> list[str]:
        """Nats, nats above the model's, hit rates; 95 % intervals are bootstraps over songs."""
        counts = np.array(self.counts)
        draws = np.random.default_rng(seed).integers(len(counts), size=(2000, len(counts)))
        found = []
        above = np.array(self.nats) - np.array(model.nats)
        for values, scale, digits in (
            (self.nats, 1, 3),
            (above, 1, 3),
            (self.first, 100, 1),
            (self.fifth, 100, 1),
        ):
            sums = np.array(values)
            many = sums[draws].sum(axis=1) / counts[draws].sum(axis=1) * scale
            low, high = np.percentile(many, [2.5, 97.5])
            mean = sums.sum() / counts.sum() * scale
            found.append(f"{mean:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})")
        return found


def distribution(model: ChordModel, memory: Memory, place: int) -> np.ndarray:
    """The chances of all chords of the vocabulary [words] that come next."""
    words = model.vocabulary.words
    own = [function(word, memory.is_minor) for word in words]
    chance = model.functions.chances(memory.fields(place))[own]
    kinds = {value: model.figures.chances(memory.figure_fields(place, value)) for value in set(own)}
    for index, (word, value) in enumerate(zip(words, own, strict=True)):
        chance[index] *= kinds[value][model.vocabulary.figure(word)]
    return chance


def measured(model: ChordModel, held: list[Song]) -> Measure:
    """The model on held-out songs; ranks are among all chords of the vocabulary."""
    found = Measure()
    words = model.vocabulary.words
    for song in held:
        rows = []
        for progression in song.progressions:
            memory = Memory(model.vocabulary, progression.is_minor, song.genre, progression.section)
            for change in changes(progression):
                word = model.vocabulary.word(change.chord)
                if not memory.words or memory.words[-1] != word:
                    rows.append((distribution(model, memory, change.place), words.index(word)))
                memory.event(change)
        found.add(rows)
    return found


BASELINES = {
    "chords alone": [("mode",)],
    "chord before": [("mode",), ("mode", "last")],
    "two chords before": [("mode",), ("mode", "last"), ("mode", "last", "before")],
}


def word_events(vocabulary: Vocabulary, song: Song) -> list[Event]:
    """Whole chords as words, for the baselines."""
    found = []
    for progression in song.progressions:
        last, before = 0, 0
        for change in changes(progression):
            word = vocabulary.words.index(vocabulary.word(change.chord))
            if word + 1 != last:
                mode = int(progression.is_minor)
                found.append({"mode": mode, "last": last, "before": before, "word": word})
                last, before = word + 1, last
    return found


def baseline(
    levels: list[tuple[str, ...]], vocabulary: Vocabulary, train: list[Song], *held: list[Song]
) -> Measure:
    """An n-gram over whole chords, tuned on the first held-out songs, on the last."""
    blocks = [[word_events(vocabulary, song) for song in block] for block in (train, *held)]
    chain = fitted(blocks[0], "word", len(vocabulary.words), levels, 1)
    tune(chain, [event for song in blocks[1] for event in song])
    found = Measure()
    for song in blocks[-1]:
        found.add([(chain.chances(event), event["word"]) for event in song])
    return found


ABLATIONS = (["genre"], ["section"], ["place"], ["genre", "section", "place"])


def compared(
    train: list[Song], valid: list[Song], held: list[Song], settings: ChartSettings
) -> dict[str, Measure]:
    """The model, the model without some fields, and the baselines."""
    model = fit(train, valid, settings)
    rows = {"**the model**": measured(model, held)}
    for left_out in ABLATIONS:
        name = "without " + ", ".join(left_out)
        rows[name] = measured(fit(train, valid, settings, frozenset(left_out)), held)
    for name, levels in reversed(BASELINES.items()):
        rows[name] = baseline(levels, model.vocabulary, train, valid, held)
    return rows


def in_folds(train: list[Song], valid: list[Song], settings: ChartSettings) -> dict[str, Measure]:
    """The same for every training song, by models that did not see its fifth of the songs."""
    order = np.random.default_rng(settings.seed).permutation(len(train))
    rows: dict[str, Measure] = {}
    for fold in range(FOLDS):
        held = [train[index] for index in order[fold::FOLDS]]
        kept = [train[index] for place, index in enumerate(order) if place % FOLDS != fold]
        for name, measure in compared(kept, valid, held, settings).items():
            rows[name] = rows.get(name, Measure()).joined(measure)
    return rows


FOLDS = 5


def evaluate(splits: dict[str, list[Song]], settings: ChartSettings, split: str) -> str:
    """A table of the model, of the model without some fields, and of the baselines."""
    train, valid = splits["train"], splits["valid"]
    if split == "folds":
        rows = in_folds(train, valid, settings)
    else:
        rows = compared(train, valid, splits[split], settings)
    first = rows["**the model**"]
    lines = [
        f"{len(first.counts)} songs, {sum(first.counts)} chords.",
        "",
        "| | nats a chord | above the model | first guess, % | among five, % |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, row in rows.items():
        lines.append(f"| {name} | {' | '.join(row.cells(first, settings.seed))} |")
    return "\n".join(lines)


def main() -> None:
    """Fits and writes the model, or measures it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["fit", "evaluate"])
    parser.add_argument("--config", type=Path, default=Path("configs/chords.toml"))
    parser.add_argument("--output", type=Path, help="the folder that gets chords.safetensors")
    parser.add_argument("--split", choices=["valid", "test", "folds"], default="valid")
    arguments = parser.parse_args()
    here = places()
    settings = chart_settings(arguments.config)
    splits: dict[str, list[Song]] = {"train": [], "valid": [], "test": []}
    for song in songs(here.corpus, settings):
        splits[song.split].append(song)
    if arguments.action == "evaluate":
        print(evaluate(splits, settings, arguments.split))
        return
    model = fit(splits["train"], splits["valid"], settings)
    path = (arguments.output or here.work) / "chords.safetensors"
    weights.write(path, tensors(model), about(model, settings, splits["train"]))
    write_parity(path.with_name("chords-parity.json"), model)
    print(path, path.stat().st_size)


def write_parity(path: Path, model: ChordModel) -> None:
    """What the model answers in some places, for the program's tests."""
    cases = []
    for genre, section, is_minor, texts in PARITY:
        memory = Memory(model.vocabulary, is_minor, genre, section)
        chords = [model.vocabulary.word(Chord(*chord)) for chord in texts]
        for number, chord in enumerate(chords):
            memory.event(Change(chord, number % 4 * 2))
        chance = distribution(model, memory, len(chords) % 4 * 2)
        cases.append(
            {
                "genre": genre,
                "section": section,
                "isMinor": is_minor,
                "chords": [list(chord) for chord in chords],
                "chances": [float(value) for value in chance],
            }
        )
    content = json.dumps(cases).encode()
    write_atomically(path, lambda file: file.write(content))


PARITY = [
    (0, 0, False, []),
    (1, 2, False, [(0, ""), (7, "", 3), (9, "m"), (5, "")]),
    (5, 4, False, [(0, "maj7"), (9, "m7"), (2, "m9"), (7, "13"), (0, "maj7")]),
    (2, 0, True, [(0, "5"), (3, "5"), (5, "5")]),
    (0, 4, True, [(0, "m"), (8, ""), (3, ""), (10, ""), (0, "m"), (8, "")]),
]
"""Genre, section, mode and the chords before, a bar each."""


if __name__ == "__main__":
    main()
