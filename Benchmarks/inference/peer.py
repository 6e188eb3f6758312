"""Draws notes with PyTorch and a cache of keys and values, and prints one JSON object.

usage: peer.py WEIGHTS PROMPT NOTES THREADS

PROMPT is a parity fixture, whose events are read. The weights are used in single precision.
"""
import json
import sys
import time
from pathlib import Path

import torch
from etude_training.generation import Drawing, Generator
from etude_training.weights import model_of
from etude_training.windows import Window
from safetensors import safe_open


def main():
    """Measures as Sources/main.swift does."""
    weights, prompt = Path(sys.argv[1]), sys.argv[2]
    notes, threads = int(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(threads)
    model = model_of(weights)
    with safe_open(prompt, framework="pt") as file:
        names = ("events", "times", "headers", "headerTimes")
        events, times, headers, header_times = (file.get_tensor(name).numpy() for name in names)
    header, header_time = headers[:1], header_times[:1]

    def draw(count):
        generator = Generator(model, Window(events, times), Drawing(), seed=1)
        generator.extend(header, header_time)
        start = time.perf_counter()
        for _ in range(count):
            generator.next_type(["note"])
            row = header[0].copy()
            generator.fields("note", row)
            generator.extend(row[None], header_time)
        return time.perf_counter() - start

    draw(8)
    print(json.dumps({
        "notes": notes, "drawSeconds": draw(notes), "threads": threads,
        "torch": torch.__version__}))


main()
