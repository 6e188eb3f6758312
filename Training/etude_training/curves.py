"""The log of a run: a CSV file and its picture."""

import csv
from pathlib import Path

COLUMNS = ("steps", "events", "seconds", "loss", "norm", "factor", "rate", "valid")


def append(path: Path, row: dict[str, float | str]) -> None:
    """Adds one row; writes the head of a new file."""
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        if is_new:
            writer.writeheader()
        writer.writerow({name: row.get(name, "") for name in COLUMNS})


def draw(log: Path, picture: Path) -> None:
    """Loss an event and validation nats a note over events, as PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    with log.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    figure, axes = pyplot.subplots(figsize=(8, 4.5), dpi=110)
    for name, label in (("loss", "training, nats an event"), ("valid", "valid, nats a note")):
        points = [(float(row["events"]) / 1e6, float(row[name])) for row in rows if row[name]]
        if points:
            axes.plot(*zip(*points, strict=True), label=label, marker="." * (name == "valid"))
    axes.set_xlabel("million events")
    axes.set_yscale("log")
    axes.grid(alpha=0.3, which="both")
    axes.legend()
    figure.tight_layout()
    figure.savefig(picture, metadata={"Software": None})
    pyplot.close(figure)
