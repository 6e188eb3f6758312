"""What was computed of the corpus, kept in the cache until something it depends on changes."""
import hashlib
import json
from pathlib import Path

from corpus import CACHE


class Kept:
    """Values by name; they hold for one program, one state of the corpus and some files of code."""

    def __init__(self, name, program, code):
        self.file = CACHE / f"{name}.json"
        state = hashlib.sha256(Path(program).read_bytes())
        for path in [*sorted(path for path in code if path.is_file()), CACHE / "corpus.state"]:
            state.update(path.read_bytes())
        kept = json.loads(self.file.read_text(encoding="utf-8")) if self.file.is_file() else {}
        self.values = {"state": state.hexdigest()}
        if kept.get("state") == self.values["state"]:
            self.values = kept

    def get(self, name, compute):
        """The value of a name, computed where it is not there yet."""
        if name not in self.values:
            self.values[name] = compute()
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_text(json.dumps(self.values), encoding="utf-8")
        return self.values[name]
