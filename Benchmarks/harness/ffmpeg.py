"""The ffmpeg command line as an independent meter, and its loudness normaliser."""
import json
import math
import re

import sound
from program import need, run


def version():
    """What it calls itself."""
    need("ffmpeg", "ffmpeg")
    return run(["ffmpeg", "-version"]).output.splitlines()[0].split(" Copyright")[0]


def _meter(path, filters):
    done = run([
        "ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-i", path, "-filter:a",
        f"{filters}:metadata=1:framelog=verbose,ametadata=mode=print:file=-", "-f", "null", "-"])
    # The meter tells every 100 ms what it has found so far.
    return dict(re.findall(r"lavfi\.r128\.(\w+)=(\S+)", done.output))


def measure(path):
    """Integrated loudness (LUFS), loudness range (LU) and true peak (dBTP) by ebur128."""
    need("ffmpeg", "ffmpeg")
    found = _meter(path, "ebur128=peak=none")
    # Its oversampling mirrors the sound at the ends of a file, which makes peaks that are not
    # there: silence goes before and after. Peaks are told in three decimals, too coarse where they
    # are small: all are raised to full scale first.
    frames, _ = sound.read(path)
    lift = -20 * math.log10(max(abs(frames).max(initial=0), 1e-6))
    raised = _meter(
        path, f"volume={lift:.6f}dB:precision=double,adelay=100:all=1,apad=pad_dur=0.1,"
        "ebur128=peak=true")
    peak = max(float(value) for name, value in raised.items()
               if name.startswith("true_peaks_ch"))
    return float(found["I"]), float(found["LRA"]), 20 * math.log10(max(peak, 1e-6)) - lift


def normalise(path, output, loudness, ceiling, rate):
    """Two passes of loudnorm to a file; returns the seconds of both and whether it stayed linear.

    Its target for the loudness range is the file's own, so that it need not narrow it.
    """
    need("ffmpeg", "ffmpeg")
    start = ["ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-y", "-i", path, "-filter:a"]
    aim = f"loudnorm=I={loudness}:TP={ceiling}"
    first = run([*start, f"{aim}:print_format=json", "-f", "null", "-"])
    found = _last_object(first.errors)
    width = min(50, max(7, float(found["input_lra"])))
    second = run([
        *start, f"{aim}:LRA={width}:linear=true:print_format=json:"
        f"measured_I={found['input_i']}:measured_TP={found['input_tp']}:"
        f"measured_LRA={found['input_lra']}:measured_thresh={found['input_thresh']}:"
        f"offset={found['target_offset']}",
        "-ar", str(rate), "-c:a", "pcm_s24le", output])
    kind = _last_object(second.errors)["normalization_type"]
    return first.wall + second.wall, kind == "linear"


def _last_object(text):
    return json.loads(text[text.rindex("{"):text.rindex("}") + 1])
