"""What is looked through for copies: outputs of several origins, and works kept aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .continuations import by_genre, human, prompts
from .distributions import written
from .excerpts import Wanted
from .lines import whole
from .midi import UnusableError, read
from .piece import Ints
from .places import Places
from .songs import composed, genres_of_styles
from .store import Collection
from .written import Program, UnwrittenError


@dataclass(frozen=True)
class Group:
    """Notes of one origin and genre, in blocks an owner; lines don't go over into another block."""

    genre: str
    origin: str
    owned: list[list[Ints]]


def held_out(collections: Sequence[Collection], wanted: Wanted) -> list[Group]:
    """Works that trained nothing, by genre, each as so many bars as are written."""
    found: dict[str, list[list[Ints]]] = {}
    for split in ("valid", "test"):
        for genre, sources in by_genre(collections, wanted, split).items():
            items = [human(source, wanted) for source in sources]
            found.setdefault(genre, []).extend([item.excerpt.notes] for item in items)
    return [Group(genre, "works", owned) for genre, owned in found.items()]


def continuations(
    collections: Sequence[Collection],
    wanted: Wanted,
    program: Program,
    least: int,
    size: int,
    seed: int,
) -> list[Group]:
    """About so many continuations, the same number of every genre that has enough test works."""
    valid, test = (by_genre(collections, wanted, split) for split in ("valid", "test"))
    genres = sorted(genre for genre, works in test.items() if len(works) >= least)
    found = []
    for genre in genres:
        asked = prompts(valid.get(genre, []), test[genre], -(-size // len(genres)), seed)
        items = written(asked, wanted, program)
        found.append(Group(genre, "continuations", [[item.excerpt.notes] for item in items]))
        print(f"{genre}: {len(items)} continuations", flush=True)
    return found


def songs(program: Program, wanted: Wanted, size: int, seed: int) -> list[Group]:
    """About so many songs, the same number of every style that names a genre."""
    styles = genres_of_styles(program)
    found: dict[str, list[list[Ints]]] = {}
    for style, genre in styles.items():
        for at in range(-(-size // len(styles))):
            try:
                blocks = composed(program, style, wanted.bars, seed + at)
            except UnwrittenError as error:
                print(f"left out: {style}: {error}", flush=True)
                continue
            if blocks:
                found.setdefault(genre, []).append(blocks)
        print(f"{style}: songs", flush=True)
    return [Group(genre, "songs", owned) for genre, owned in found.items()]


def in_folder(folder: Path) -> list[Group]:
    """All notes of the MIDI files of a folder."""
    owned = []
    for path in sorted(folder.rglob("*.mid")):
        try:
            owned.append([whole(read(path, 0, is_played=False)[0])])
        except (UnusableError, RuntimeError) as error:
            print(f"left out: {path}: {error}", flush=True)
    return [Group(folder.name, "files", owned)]


def groups_of(
    collections: Sequence[Collection], config: Mapping, wanted: Wanted, here: Places
) -> list[Group]:
    """Outputs as the config says, and works of the genres that the outputs have."""
    program = Program(here.program, here.work / "written")
    half, seed = -(-config["size"] // 2), config["seed"]
    made = continuations(collections, wanted, program, config["least"], half, seed)
    made += songs(program, wanted, half, seed)
    genres = {group.genre for group in made}
    return made + [group for group in held_out(collections, wanted) if group.genre in genres]


def pooled(groups: Sequence[Group]) -> list[Group]:
    """The groups and those of all genres together, by origin."""
    together: dict[str, list[list[Ints]]] = {}
    for group in groups:
        together.setdefault(group.origin, []).extend(group.owned)
    return [*groups, *(Group("all", origin, owned) for origin, owned in together.items())]
