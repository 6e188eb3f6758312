"""Songs by the model and by the players on the same plans, side by side.

`python -m etude_training.outputs --config configs/outputs.toml --output FOLDER` composes every plan
twice, draws piano rolls, asks for critiques, writes lines out as note names, and puts all of it
into `FOLDER/outputs.md`; figures by plan and by role come out as tables.
"""

import argparse
import json
import tempfile
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from .bar_features import OWN, entropy, figure, own
from .cards import insert
from .drafted_cells import ROLES, model_styles, song
from .files import write_atomically
from .intervals import share
from .notation import in_words
from .part_notes import PartNotes, read_part
from .places import places
from .program import Program, program

GRAVE = 3
"""So many ordinary winces a grave one weighs."""
COMPOSERS = ("players", "model")
WORDED = ("lead", "counter", "bass")
"""Roles whose notes are written out."""


@dataclass(frozen=True)
class PartFigures:
    """How a part of a song moves."""

    role: str
    density: float
    """Notes a quarter note."""
    repeated: float
    """Share of its intervals that are unisons."""
    interval: float
    """Mean interval in semitones, of the highest notes."""
    rhythm: float
    """Entropy of the times between onsets, in bits."""
    returning: float
    """Share of its bars that are the same as another one."""


def figures(role: str, part: PartNotes) -> PartFigures:
    """The figures of a part that has at least one note."""
    found = dict(zip(OWN, own(part, range(len(part.lines) - 1)), strict=True))
    onsets, _ = part.line()
    bars = [figure(part, bar) for bar in sorted(set(part.bars.tolist()))]
    return PartFigures(
        role=role,
        density=found["notes a beat"],
        repeated=found["repeated notes"],
        interval=found["mean interval"],
        rhythm=entropy(np.diff(onsets)),
        returning=float(np.mean([bars.count(bar) > 1 for bar in bars])),
    )


@dataclass
class Output:
    """One song: its weighed winces, the rules behind them, its pitched parts."""

    winces: int
    rules: list[str]
    parts: dict[str, PartFigures]
    words: dict[str, list[str]]


def output(etude: Program, style: str, seed: int, bars: int, composer: str, stem: Path) -> Output:
    """Composes and describes one song; its pictures and MIDI go to files that begin with `stem`."""
    project = etude.folder / f"{composer}-song"
    plan = song(etude, style, seed, bars, composer, project)
    etude.run("show", project, "--png", f"{stem}.png", "--force")
    found = etude.json("critique", project)["findings"]
    winces = [one for one in found if one["kind"] == "wince"]
    Path(f"{stem}.mid").write_bytes((project / "score.mid").read_bytes())
    parts, words = {}, {}
    for part in plan["parts"]:
        file = project / "parts" / f"{part['id']}.mid"
        if part["role"] in ROLES and file.exists():
            notes = read_part(file)
            parts[part["id"]] = figures(part["role"], notes)
            if part["role"] in WORDED:
                words[part["id"]] = in_words(notes)
    return Output(
        winces=sum(GRAVE if one["severity"] == "grave" else 1 for one in winces),
        rules=[f"{one['rule']} {','.join(one['parts'])} {one['bars']}" for one in winces],
        parts=parts,
        words=words,
    )


def page(style: str, seed: int, stem: str, pair: dict[str, Output]) -> str:
    """One plan in Markdown: both piano rolls side by side, winces, and lines in words."""
    lines = [f"## {stem}: {style}, seed {seed}", "", "| players | model |", "|---|---|"]
    lines.append("| " + " | ".join(f"![]({stem}-{name}.png)" for name in COMPOSERS) + " |")
    winces = ["; ".join(pair[name].rules) or "no wince" for name in COMPOSERS]
    lines += ["| " + " | ".join(winces) + " |", ""]
    for part in pair["players"].words:
        for name in COMPOSERS:
            lines += [f"{part} by the {name}:", "", "```"]
            lines += [*pair[name].words.get(part, ["-"]), "```", ""]
    return "\n".join(lines)


def plan_table(found: dict[str, dict[str, Output]]) -> str:
    """Winces and the figures of the tune of each plan, players / model, in Markdown."""
    lines = [
        "| plan | winces | tune: repeated notes, % | mean interval | rhythm, bits "
        "| bars that return, % |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for plan, pair in found.items():
        tunes = [tune(pair[name]) for name in COMPOSERS]
        row = [f"{plan}", " / ".join(str(pair[name].winces) for name in COMPOSERS)]
        row += [
            " / ".join(f"{scale * getattr(one, field):.{digits}f}" if one else "-" for one in tunes)
            for field, scale, digits in (
                ("repeated", 100, 0),
                ("interval", 1, 1),
                ("rhythm", 1, 1),
                ("returning", 100, 0),
            )
        ]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def tune(one: Output) -> PartFigures | None:
    """The part that has the tune."""
    for role in ("lead", "counter", "arpeggio"):
        for part in one.parts.values():
            if part.role == role:
                return part
    return None


def role_table(found: dict[str, dict[str, Output]]) -> str:
    """Figures by role: the players' mean, and the model's difference with its interval."""
    fields = {
        "density": "notes a beat",
        "repeated": "repeated notes",
        "interval": "mean interval",
        "rhythm": "rhythm, bits",
        "returning": "bars that return",
    }
    lines = [
        "| role | " + " | ".join(fields.values()) + " | parts | plans |",
        "|---|" + "---:|" * (len(fields) + 2),
    ]
    for role in ROLES:
        pairs = [
            (plan, part, pair["model"].parts[name])
            for plan, pair in found.items()
            for name, part in pair["players"].parts.items()
            if part.role == role and name in pair["model"].parts
        ]
        pairs = [one for one in pairs if one[1] != one[2]]
        if not pairs:
            continue
        plans = [plan for plan, _, _ in pairs]
        cells = []
        for field in fields:
            base = [getattr(ours, field) for _, ours, _ in pairs]
            more = share(
                [getattr(theirs, field) - getattr(ours, field) for _, ours, theirs in pairs], plans
            )
            cells.append(
                f"{np.mean(base):.2f} {more.mean:+.2f} ({more.low:+.2f} to {more.high:+.2f})"
            )
        lines.append(f"| {role} | {' | '.join(cells)} | {len(pairs)} | {len(set(plans))} |")
    return "\n".join(lines)


def main() -> None:
    """Composes, describes, prints, and writes the card where one is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/outputs.toml"))
    parser.add_argument("--output", type=Path, required=True, help="the folder to write")
    parser.add_argument("--card", type=Path, help="a model card whose table is written anew")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    here = places()
    to = arguments.output.resolve()
    to.mkdir(parents=True, exist_ok=True)
    found: dict[str, dict[str, Output]] = {}
    pages = ["# Outputs of the players and of the model on the same plans", ""]
    with tempfile.TemporaryDirectory(prefix="etude-outputs-") as folder:
        etude = program(here, Path(folder))
        facts = etude.facts()
        styles = model_styles(etude)
        for number in range(config["plans"]):
            style, seed = styles[number % len(styles)], config["seed"] + number
            stem = f"{number + 1:02}"
            pair = {
                name: output(etude, style, seed, config["bars"], name, to / f"{stem}-{name}")
                for name in COMPOSERS
            }
            found[f"{style} {seed}"] = pair
            pages.append(page(style, seed, stem, pair))
            print(f"{stem} {style}: {[pair[name].winces for name in COMPOSERS]}", flush=True)
    differences = [pair["model"].winces - pair["players"].winces for pair in found.values()]
    more = share(differences, list(found))
    text = "\n\n".join(
        [
            f"Model `{facts}`, {config['bars']} bars; players / model. Winces more by the model, a "
            f"grave one counted {GRAVE} times: {more.mean:+.2f} ({more.low:+.2f} to "
            f"{more.high:+.2f}).",
            plan_table(found),
            "By role, players' mean and the model's difference, in parts that it wrote:",
            role_table(found),
        ]
    )
    content = {
        plan: {name: asdict(one) for name, one in pair.items()} for plan, pair in found.items()
    }
    data = json.dumps(content, indent=1) + "\n"
    write_atomically(to / "outputs.json", lambda file: file.write(data.encode()))
    shown = "\n".join([*pages[:2], text, "", *pages[2:]]) + "\n"
    write_atomically(to / "outputs.md", lambda file: file.write(shown.encode()))
    print(text)
    if arguments.card:
        insert(arguments.card, "outputs", text)


if __name__ == "__main__":
    main()
