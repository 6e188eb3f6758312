"""What a benchmark reports: rows, limits, a table, and a file under docs/measurements."""
import argparse
import math
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from program import REPOSITORY, find_etude, run


@dataclass
class Row:
    """One measured value, and its limit where it has one."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    is_full: bool = False
    """Whether this is a run of full size, in which every limit has to be measured."""

    @property
    def is_measured(self):
        """Whether there is a value."""
        return self.value is not None and not math.isnan(self.value)

    @property
    def missed(self):
        """Whether a limit is not kept; in a full run also whether it was not measured."""
        if self.at_most is None and self.at_least is None:
            return False
        if not self.is_measured:
            return self.is_full
        return (self.at_most is not None and self.value > self.at_most) or (
            self.at_least is not None and self.value < self.at_least)

    @property
    def cells(self):
        """Name, value, limit and verdict, as text."""
        limit, verdict = "", ""
        if self.at_most is not None:
            limit = f"at most {_number(self.at_most)} {self.unit}".strip()
        if self.at_least is not None:
            limit = f"at least {_number(self.at_least)} {self.unit}".strip()
        if limit:
            verdict = "MISSED" if self.missed else "kept"
            if not self.is_measured:
                verdict = "NOT MEASURED" if self.missed else "not measured"
        return self.name, f"{_number(self.value)} {self.unit}".strip(), limit, verdict


def _number(value):
    if value is None or math.isnan(value):
        return "none"
    if math.isinf(value):
        return "without end"
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


class Measurement:
    """One benchmark: its options, its rows and its end."""

    def __init__(self, name, title, text):
        self.name, self.title, self.text = name, title, " ".join(text.split())
        self.rows, self.remarks = [], []
        self.parser = argparse.ArgumentParser(prog=f"Benchmarks/{name}/run", description=self.text)
        self.parser.add_argument("--etude", help="the program, else $ETUDE, else .build/release")
        self.parser.add_argument(
            "--record", action="store_true", help=f"write docs/measurements/{name}.md")
        self.parser.add_argument(
            "--full", action="store_true", default=os.environ.get("ETUDE_CAMPAIGN") == "full",
            help="the full size, and --record; so too with ETUDE_CAMPAIGN=full")
        self.options = None

    def start(self):
        """Reads the options and finds the program."""
        self.options = self.parser.parse_args()
        self.options.etude = find_etude(self.options.etude)
        self.options.record |= self.options.full
        self.load = os.getloadavg()[0]
        return self.options

    def size(self, small, full):
        """One of two sizes, as the options say."""
        return full if self.options.full else small

    def add(self, name, value, unit="", **limits):
        """Adds a row; None stands for what could not be measured, and is missed in a full run."""
        self.rows.append(Row(name, value, unit, is_full=self.options.full, **limits))

    def remark(self, text):
        """Adds a sentence below the table."""
        self.remarks.append(text)

    def finish(self):
        """Prints the table, records it when asked, and ends: 0 if every limit is kept, else 1."""
        table = [("measured", "value", "limit", ""), *(row.cells for row in self.rows)]
        widths = [max(len(cells[column]) for cells in table) for column in range(4)]
        for cells in table:
            padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
            print("  ".join(padded).rstrip())
        for text in self.remarks:
            print(text)
        print(f"load when it began: {self.load:.1f}")
        if self.options.record:
            path = REPOSITORY / "docs/measurements" / f"{self.name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self._page(table, widths), encoding="utf-8")
            print(f"wrote {path.relative_to(REPOSITORY)}")
        sys.exit(1 if any(row.missed for row in self.rows) else 0)

    def _page(self, table, widths):
        def line(cells):
            padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
            return f"| {' | '.join(padded)} |"

        version = run([self.options.etude, "--version"]).output.strip()
        words = " ".join(_portable(word) for word in sys.argv[1:] if word != "--record")
        command = f"Benchmarks/{self.name}/run --record {words}".strip()
        if self.options.full and "--full" not in command:
            command = f"ETUDE_CAMPAIGN=full {command}"
        lines = [
            f"# {self.title}", "", self.text, "",
            f"- version: etude {version}", f"- machine: {machine()}",
            f"- load when it began: {self.load:.1f}", f"- command: `{command}`", "",
            line(table[0]), "|" + "|".join("-" * (width + 2) for width in widths) + "|",
            *map(line, table[1:]),
        ]
        if self.remarks:
            lines += ["", *self.remarks]
        return "\n".join(lines) + "\n"


def _portable(word):
    return Path(word).name if word.startswith("/") else word


def machine():
    """The processor, its cores, the memory and the system, in words."""
    processor, memory, system = platform.machine(), 0, platform.system()
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            processor = line.split(":", 1)[1].strip()
            break
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            memory = int(line.split()[1]) * 1024
    for line in _lines("/etc/os-release"):
        if line.startswith("PRETTY_NAME="):
            system = line.split("=", 1)[1].strip().strip('"')
    cores = len(os.sched_getaffinity(0))
    return f"{processor}, {cores} cores, {memory / 2**30:.1f} GiB, {system}"


def _lines(path):
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
