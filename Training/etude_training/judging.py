"""Filled bars against original ones, in tables: joins, and how well the bars are told apart."""

from dataclasses import asdict

import numpy as np

from .bar_features import AROUND, OWN
from .fillings import Filling
from .intervals import share
from .logistic import importance, out_of_fold, standard


def join_table(found: list[Filling]) -> str:
    """How many joins are too wide, original and filled, in Markdown."""
    lines = ["| joins | original | filled | filled less original | joins | works |"]
    lines.append("|---|---:|---:|---:|---:|---:|")
    for name, index, sides in (
        ("wider than an octave", 0, (0, 1)),
        ("wider than usual of the part", 1, (0, 1)),
        ("wider than usual, into the bars", 1, (0,)),
        ("wider than usual, out of the bars", 1, (1,)),
        ("wider than all else in it", 2, (0, 1)),
    ):
        pairs = [
            (one.original_joins[side][index], one.filled_joins[side][index], one.work)
            for one in found
            for side in sides
        ]
        works = [work for _, _, work in pairs]
        before = share([float(old) for old, _, _ in pairs], works)
        after = share([float(new) for _, new, _ in pairs], works)
        more = share([float(new) - float(old) for old, new, _ in pairs], works)
        lines.append(
            f"| {name}, % | {before.percent()} | {after.percent()} | {more.percent(sign='+')} "
            f"| {more.number} | {more.groups} |"
        )
    return "\n".join(lines)


def judged(found: list[Filling], width: int, config: dict) -> dict:
    """The accuracy of the classifier on the first so many features, and what tells most."""
    rows = np.array([one.original[:width] for one in found] + [one.filled[:width] for one in found])
    answers = np.repeat([0.0, 1.0], len(found))
    works = [one.work for one in found] * 2
    number = {name: index for index, name in enumerate(dict.fromkeys(works))}
    groups = np.array([number[work] for work in works])
    chance = out_of_fold(rows, answers, groups, config["folds"], config["penalty"])
    right = share(((chance > 0.5) == (answers > 0.5)).tolist(), works)
    weights = importance(rows, answers, config["penalty"])
    order = np.argsort(-np.abs(weights))
    names = OWN + AROUND
    means = rows[: len(found)].mean(axis=0), rows[len(found) :].mean(axis=0)
    deviation = standard(rows)[1]
    told = [
        {
            "feature": names[i],
            "weight": float(weights[i]),
            "original": float(means[0][i]),
            "filled": float(means[1][i]),
            "apart": float((means[1][i] - means[0][i]) / deviation[i]),
        }
        for i in order.tolist()
    ]
    return {"accuracy": asdict(right), "percent": right.percent(), "weights": told}


def classifier_table(found: list[Filling], config: dict) -> tuple[str, dict]:
    """Accuracies on the bars alone and in their surroundings, in Markdown, and all numbers."""
    groups = {
        "all": found,
        "lines": [one for one in found if one.is_line],
        "parts of several voices": [one for one in found if not one.is_line],
        "2 bars": [one for one in found if one.bars == 2],
        "4 bars": [one for one in found if one.bars == 4],
    }
    lines = [
        "| bars | told from originals, % | with their surroundings, % | pairs | works |",
        "|---|---:|---:|---:|---:|",
    ]
    report = {}
    for name, rows in groups.items():
        if len({one.work for one in rows}) < config["folds"]:
            continue
        alone = judged(rows, len(OWN), config)
        wide = judged(rows, len(OWN) + len(AROUND), config)
        report[name] = {"own": alone, "around": wide}
        works = alone["accuracy"]["groups"]
        lines.append(f"| {name} | {alone['percent']} | {wide['percent']} | {len(rows)} | {works} |")
    return "\n".join(lines), report


def weight_table(weights: list[dict], count: int = 10) -> str:
    """The features that tell most, in Markdown; above 0 says filled.

    *Apart* is the difference of the means in deviations. Features that go together share a weight,
    so that the sign of one may differ from its difference.
    """
    lines = [
        "| what tells | weight | apart | mean, original | mean, filled |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in weights[:count]:
        lines.append(
            f"| {row['feature']} | {row['weight']:+.2f} | {row['apart']:+.2f} "
            f"| {row['original']:.2f} | {row['filled']:.2f} |"
        )
    return "\n".join(lines)
