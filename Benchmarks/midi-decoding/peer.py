"""Decodes every MIDI file of a folder with symusic, in one thread, and prints one JSON object.

usage: peer.py FOLDER [PASSES]
"""
import json
import sys
import time
from pathlib import Path

import symusic


def main():
    """Measures as Sources/main.swift does."""
    folder = Path(sys.argv[1])
    paths = sorted(
        str(path) for path in folder.rglob("*") if path.suffix.lower() in (".mid", ".midi"))
    best, in_memory, notes, refused = float("inf"), float("inf"), 0, {}
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        notes = 0
        start = time.perf_counter()
        for path in paths:
            try:
                notes += symusic.Score.from_file(path, fmt="midi").note_num()
            except Exception as error:  # the peer raises various kinds
                refused[path] = str(error)
        best = min(best, time.perf_counter() - start)
    files = [Path(path).read_bytes() for path in paths if path not in refused]
    start = time.perf_counter()
    for data in files:
        symusic.Score.from_midi(data)
    in_memory = time.perf_counter() - start
    print(json.dumps({
        "files": len(paths), "notes": notes, "refused": refused, "seconds": best,
        "decodingSeconds": in_memory}))


main()
