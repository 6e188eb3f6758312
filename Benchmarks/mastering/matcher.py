"""Runs Matchering over pairs of track and reference, and tells the seconds of each.

Takes a JSON list of [track, reference, result]; a first pair before the others, not counted, loads
and compiles what is loaded and compiled once. With `--once` there is no such pair, so that the
whole process takes what a person waits for. Run with the Python of the environment for sound.
"""
import json
import sys
import time

import matchering


def main():
    """Reads the pairs from standard input, prints the seconds to standard output."""
    pairs = json.load(sys.stdin)
    seconds = []
    is_cold = "--once" in sys.argv
    for index, (track, reference, result) in enumerate(pairs if is_cold else [pairs[0], *pairs]):
        start = time.monotonic()
        matchering.process(
            target=track, reference=reference, results=[matchering.pcm24(result)])
        if index or is_cold:
            seconds.append(time.monotonic() - start)
    print(json.dumps(seconds))


main()
