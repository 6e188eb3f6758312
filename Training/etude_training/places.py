"""Where things lie: the corpus, the working folder, the analysing program."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """Folders of one working copy.

    `corpus` holds the collections as delivered; `work` everything that may be made again
    (unpacked files, labels, tokens, checkpoints, logs); `program` is the built `etude`.
    """

    corpus: Path
    work: Path
    program: Path

    @property
    def unpacked(self) -> Path:
        """MIDI files out of their archives."""
        return self.work / "corpus"

    @property
    def labels(self) -> Path:
        """Keys, chords, roles and sections found by `etude analyze`."""
        return self.work / "labels"

    @property
    def tokens(self) -> Path:
        """Prepared collections."""
        return self.work / "tokens"

    @property
    def checkpoints(self) -> Path:
        """Runs, one folder each."""
        return self.work / "checkpoints"


def places() -> Places:
    """The folders named by `ETUDE_CORPUS`, `ETUDE_TRAINING` and `ETUDE_PROGRAM`."""
    root = Path(__file__).resolve().parents[2]
    work = Path(os.environ.get("ETUDE_TRAINING", "~/.cache/etude-training")).expanduser()
    corpus = Path(os.environ.get("ETUDE_CORPUS", root.parent / "shared" / "corpus"))
    program = Path(os.environ.get("ETUDE_PROGRAM", root / ".build" / "release" / "etude"))
    return Places(corpus=corpus, work=work, program=program)
