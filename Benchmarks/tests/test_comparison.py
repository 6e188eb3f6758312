"""The table of comparison sets, and which rows of a manifest belong to a set."""
import csv
import json
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

BENCHMARKS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BENCHMARKS / "harness"))
import comparison
import kept
from comparison import Comparisons, ComparisonSet

STYLES = BENCHMARKS.parent / "Sources/Formats/StyleFiles/Resources"
FIELDS = ["id", "path", "artist_or_composer", "year", "collection", "genre_tags", "tempo", "metre",
          "bars", "notes", "split"]
ROWS = [
    ["one", "charts.jsonl#one", "The Earth & Fire", "1975", "charts", "soul;slow", "80", "4/4", "9",
     "grid=0.9", "train"],
    ["two", "charts.jsonl#two", "Somebody", "1975", "charts", "soul", "100", "4/4", "40", "",
     "valid"],
    ["three", "charts.jsonl#three", "Somebody", "", "charts", "funk", "", "3/4", "40", "grid=0.3",
     "train"],
    ["four", "charts.jsonl#four", "Somebody", "1975", "charts", "soul", "80", "4/4", "40", "",
     "test"],
]


class Table(unittest.TestCase):
    def test_every_style_has_its_line_and_every_set_is_used(self):
        table = Comparisons()
        styles = {path.stem for path in STYLES.glob("*.yaml")}
        self.assertEqual(set(table.styles), styles)
        used = {one.name for style in table.styles.values() for one in style.sets}
        self.assertEqual(set(table.sets), used)
        for style in table.styles.values():
            self.assertGreater(len(style.why), 20, style.name)
        for one in table.sets.values():
            self.assertTrue(set(one.reads) <= set(comparison.READS), one.name)

    def test_the_document_tells_what_the_table_tells(self):
        text = (BENCHMARKS.parent / "docs/comparison-sets.md").read_text(encoding="utf-8")
        for style in Comparisons().styles.values():
            titles = "; ".join(one.title for one in style.sets) or "none"
            row = f"| {style.name} | {titles} |"
            self.assertIn(row, text)
            self.assertIn(f"| {style.why} |", text[text.index(row):].splitlines()[0])


class Rows(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.corpus = Path(folder.name)
        (self.corpus / "harmony").mkdir()
        with (self.corpus / "harmony/manifest.csv").open("w", encoding="utf-8") as file:
            csv.writer(file).writerows([FIELDS, *ROWS])
        with (self.corpus / "harmony/charts.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({"id": row[0], "sections": []}) + "\n" for row in ROWS)

    def names(self, **source):
        source = {"folder": "harmony", "collections": ["charts"]} | source
        wanted = ComparisonSet("a", "A", ("chart",), 48, (source,))
        found = comparison.pieces(wanted, self.corpus, self.corpus)
        self.assertTrue(all(piece.chart["id"] == piece.name for piece in found))
        return {piece.name for piece in found}

    def test_the_test_split_is_never_read(self):
        self.assertEqual(self.names(), {"one", "two", "three"})

    def test_conditions(self):
        for source, wanted in (
                ({"all": ["soul"]}, {"one", "two"}), ({"all": ["soul", "slow"]}, {"one"}),
                ({"any": ["slow", "funk"]}, {"one", "three"}), ({"none": ["soul"]}, {"three"}),
                ({"artists": ["Earth and Fire"]}, {"one"}), ({"tempo": [70, 90]}, {"one"}),
                ({"years": [1970, 1980]}, {"one", "two"}), ({"metres": ["3/4"]}, {"three"}),
                ({"without-notes": ["grid=0.3"]}, {"one", "two"}),
                ({"least-bars": 10}, {"two", "three"}), ({"collections": ["others"]}, set())):
            self.assertEqual(self.names(**source), wanted, source)


class Cache(unittest.TestCase):
    def test_values_hold_until_the_code_changes(self):
        with tempfile.TemporaryDirectory() as name, mock.patch.object(kept, "CACHE", Path(name)):
            code = Path(name) / "code.py"
            for path in (code, Path(name) / "corpus.state", Path(name) / "program"):
                path.write_text("a", encoding="utf-8")
            first = kept.Kept("values", Path(name) / "program", [code])
            self.assertEqual(first.get("one", lambda: [1]), [1])
            again = kept.Kept("values", Path(name) / "program", [code])
            self.assertEqual(again.get("one", lambda: [2]), [1])
            code.write_text("b", encoding="utf-8")
            changed = kept.Kept("values", Path(name) / "program", [code])
            self.assertEqual(changed.get("one", lambda: [2]), [2])


if __name__ == "__main__":
    unittest.main()
