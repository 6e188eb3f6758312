"""Random briefs: such as can be kept, and such as cannot; every kind of hard wish in both."""
import math
import random
from fractions import Fraction

import midi_writer

METERS = ["4/4", "4/4", "3/4", "6/8", "12/8", "5/4", "7/8", "2/4"]
TONICS = {"C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "F#": 6,
          "Db": -5, "Ab": -4, "Eb": -3, "Bb": -2, "F": -1}
MODES = {"major": 0, "minor": -3, "dorian": -2, "phrygian": -4, "lydian": 1, "mixolydian": -1}
CHORDS = [
    ["Am7", "Fmaj7", "C", "G"], ["Dm9", "G13", "Cmaj7", "A7"], ["Em", "C", "G", "D"],
    ["Cm", "Ab", "Eb", "Bb7"], ["Bm7b5", "E7", "Am"], ["F", "G/F", "Em7", "Am"],
    ["Gsus4", "G", "Fadd9", "C/E"], ["F#m", "D", "A", "E"], ["Am F", "C G"],
]
NUMERALS = [["i", "bVI", "bIII", "bVII"], ["ii7", "V7", "Imaj7"], ["I", "V", "vi", "IV"],
            ["i", "iv7", "V7", "i"]]
# Block chords of chord tracks, by name.
TRIADS = {"Am7": [57, 60, 64, 67], "F": [53, 57, 60, 65], "C": [48, 52, 55, 60],
          "G": [55, 59, 62], "Dm": [50, 53, 57, 62], "E7": [52, 56, 59, 62], "Bb": [58, 62, 65]}
# A role, and the General MIDI programs of which none may be chosen then.
ROLES = {"drums": (), "bass": range(32, 40), "lead": (), "pad": (), "chords": ()}
# Instruments to ask for, by their General MIDI program.
INSTRUMENTS = {"trumpet": 56, "cello": 42, "flute": 73, "vibraphone": 11, "nylon-guitar": 24,
               "church-organ": 19, "harp": 46, "violin": 40, "marimba": 12, "clarinet": 71}
NAMES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]


def pitch(number):
    """The name of a MIDI key; C4 is 60."""
    return f"{NAMES[number % 12]}{number // 12 - 1}"


class Brief:
    """Options of the command line, words of a prompt, and what a check needs to know of them."""

    def __init__(self):
        self.options, self.words, self.files = {}, [], {}
        self.event = self.range = self.ranges = self.voices = None

    def line(self):
        """The command line."""
        found = ["compose"] + ([", ".join(self.words)] if self.words else [])
        for name, value in self.options.items():
            found += [f"--{name}"] if value is True else [f"--{name}", str(value)]
        return found


def feasible(draw, styles, ranges):
    """A brief that can be kept, with a random set of all kinds of wishes."""
    style = draw.choice(styles)
    brief = Brief()
    brief.options["style"] = style["name"]
    if draw.random() < 0.4:
        brief.options["meter"] = draw.choice(METERS)
    _length(brief, draw, style)
    _harmony(brief, draw)
    _band(brief, draw)
    _limits(brief, draw, ranges)
    _places(brief, draw)
    return brief


def _length(brief, draw, style):
    low, high = style["tempo"]
    tempo = draw.choice([
        draw.randint(math.ceil(low), math.floor(high)), draw.randint(50, 190),
        round(draw.uniform(low, high), 2)])
    length = draw.choice(
        ["bars", "bars and tempo", "seconds", "seconds and tempo", "all fitting", "form", "style"])
    options = brief.options
    if length.startswith("bars"):
        options["bars"] = draw.randint(1, 48)
    if length.startswith("seconds"):
        options["duration"] = draw.choice([draw.randint(10, 120), round(draw.uniform(10, 90), 2)])
    if length.endswith("tempo"):
        options["tempo"] = tempo
    if length == "all fitting":
        options.setdefault("meter", "4/4")
        tempo = draw.randint(math.ceil(low), math.floor(high))
        options["bars"] = draw.randint(4, 40)
        bar = Fraction(options["meter"]) * 4
        options["duration"] = round(float(options["bars"] * bar * 60 / tempo), 3)
        if draw.random() < 0.5:
            options["tempo"] = tempo
    if length == "form":
        options["form"] = ", ".join(
            f"{name} {draw.choice([2, 4, 8])}"
            for name in ["intro", "verse", "chorus", "bridge", "chorus", "outro"]
            if name != "bridge" or draw.random() < 0.5)
    if length in ("bars", "form") and draw.random() < 0.2:
        options["loop"] = True


def _harmony(brief, draw):
    options = brief.options
    kind = draw.random()
    if kind < 0.15:
        options["chords"] = " | ".join(draw.choice(CHORDS))
    elif kind < 0.25:
        options["key"] = f"{draw.choice(list(TONICS))} {draw.choice(['major', 'minor'])}"
        options["chords"] = " | ".join(draw.choice(NUMERALS))
    elif kind < 0.35:
        # A chord track of two or four bars, the changes on any beat.
        options["meter"] = "4/4"
        beats, spans, at = draw.choice([8, 16]), [], 0
        while at < beats:
            length = min(draw.choice([1, 2, 3, 4, 4]), beats - at)
            name = draw.choice([name for name in TRIADS if not spans or spans[-1][0] != name])
            spans.append((name, at, at + length))
            at += length
        brief.files["chords.mid"] = midi_writer.chords(
            [(TRIADS[name], start, end) for name, start, end in spans])
        brief.options["chords"] = "chords.mid"
        brief.track = spans
        return
    elif kind < 0.75:
        options["key"] = f"{draw.choice(list(TONICS))} {draw.choice(list(MODES))}"
        if draw.random() < 0.3 and options.get("bars", 0) >= 24:
            goal = f"{draw.choice(list(TONICS))} {draw.choice(['major', 'minor'])}"
            if goal != options["key"]:
                brief.words.append(f"key change to {goal} at the last chorus")


def _band(brief, draw):
    options = brief.options
    if draw.random() < 0.4:
        options["without"] = draw.choice(list(ROLES))
    if draw.random() < 0.35:
        options["instruments"] = ",".join(draw.sample(list(INSTRUMENTS), draw.randint(1, 2)))
        if "without" not in options and draw.random() < 0.25:
            options["instruments"] = "only " + options["instruments"]


def asked(brief):
    """The instruments that were asked for."""
    names = brief.options.get("instruments", "").removeprefix("only ")
    return [name for name in names.split(",") if name]


def _limits(brief, draw, ranges):
    options, limits = brief.options, []
    wanted = asked(brief)
    if draw.random() < 0.3:
        # Wide enough for every instrument that was asked for to have an octave of it.
        low = draw.randint(28, 40) if draw.random() < 0.7 else None
        least = max([72] + [ranges[name][0] + 13 for name in wanted])
        high = draw.randint(least, least + 12) if draw.random() < 0.7 or low is None else None
        limits.append(f"{pitch(low) if low else ''}..{pitch(high) if high else ''}")
        brief.range = (low or 0, high or 127)
    if draw.random() < 0.3 and wanted:
        name = draw.choice(wanted)
        bottom, top = ranges[name]
        low = draw.randint(max(bottom, (brief.range or (0, 127))[0]), max(bottom, top - 19))
        high = min(low + draw.randint(12, 24), top, (brief.range or (0, 127))[1])
        if high - low >= 11:
            limits.append(f"{name}:{pitch(low)}..{pitch(high)}")
            brief.ranges = (name, low, high)
    elif draw.random() < 0.2 and options.get("without") != "lead" and not wanted:
        low = draw.randint(48, 62)
        limits.append(f"lead:{pitch(low)}..{pitch(min(low + draw.randint(14, 22), 84))}")
    if limits:
        options["range"] = ", ".join(limits)
    if draw.random() < 0.25:
        brief.voices = draw.randint(max(3, len(wanted)), 12)
        options["polyphony"] = brief.voices
    elif draw.random() < 0.15:
        options["polyphony"] = f"chords:{draw.randint(1, 4)}"
    if draw.random() < 0.2 and options.get("without") != "bass":
        if draw.random() < 0.5:
            options["roots-only"] = "bass"
        else:
            brief.words.append("bass only on roots")
            if options.get("instruments", "").startswith("only"):
                options["instruments"] = options["instruments"].removeprefix("only ")


def _places(brief, draw):
    options = brief.options
    isOnly = options.get("instruments", "").startswith("only")
    seconds = options.get("duration", 0)
    if seconds > 40 and "bars" not in options and "form" not in options and draw.random() < 0.5:
        at = round(draw.uniform(0.3, 0.7) * seconds, draw.choice([0, 1, 2]))
        brief.event = at
        brief.words.append(f"drop at {int(at // 60)}:{at % 60:05.2f}")
    elif options.get("bars", 0) >= 24 and draw.random() < 0.4 and not isOnly:
        role = draw.choice(["drums", "bass", "lead"])
        if options.get("without") != role and not (role == "bass" and "roots-only" in options):
            brief.words.append(draw.choice([
                f"no {role} until the chorus", f"no {role} in the intro",
                f"no {role} until bar {draw.randint(3, 12)}"]))


IMPOSSIBLE = []


def impossible_kind(reason):
    """Enters a maker of briefs that cannot be kept, with words that its refusal must hold."""
    def enter(make):
        IMPOSSIBLE.append((make.__name__, reason, make))
        return make
    return enter


def impossible(draw, styles):
    """A brief that cannot be kept: its kind, words of the reason, and the brief."""
    name, reason, make = draw.choice(IMPOSSIBLE)
    brief = Brief()
    brief.options["style"] = draw.choice(styles)["name"]
    make(brief, draw)
    return name, reason, brief


@impossible_kind("contradict each other")
def length_contradicts(brief, draw):
    bars, tempo = draw.randint(4, 40), draw.randint(60, 180)
    seconds = bars * 240 / tempo * draw.choice([0.5, 0.8, 1.3, 2])
    brief.options |= {"meter": "4/4", "bars": bars, "tempo": tempo,
                      "duration": round(min(max(seconds, 2), 3000), 2)}


@impossible_kind("contradict each other")
def loop_is_no_whole_bars(brief, draw):
    brief.options |= {"meter": "4/4", "tempo": 120, "duration": draw.randint(4, 30) * 2 + 1.3,
                      "loop": True}


@impossible_kind("has no note")
def range_is_not_on_the_instrument(brief, draw):
    name, limit = draw.choice([
        ("flute", "..C3"), ("violin", "..C3"), ("cello", "C7.."), ("trumpet", "..C2"),
        ("double-bass", "C7.."), ("piccolo", "..C3")])
    brief.options |= {"instruments": name, "range": draw.choice(["", f"{name}:"]) + limit,
                      "bars": draw.randint(4, 32)}


@impossible_kind("is empty")
def range_is_upside_down(brief, draw):
    low = draw.randint(50, 90)
    brief.options["range"] = (draw.choice(["", "lead:", "bass:"])
                              + f"{pitch(low)}..{pitch(low - draw.randint(1, 40))}")


@impossible_kind("polyphony")
def polyphony_is_no_number_of_voices(brief, draw):
    brief.options["polyphony"] = draw.choice(["0", "-4", "129", "1000", "piano:0", "2.5"])


@impossible_kind("too few")
def voices_are_too_few(brief, draw):
    names = draw.sample(["flute", "cello", "trumpet", "violin", "clarinet", "oboe"], 4)
    brief.options |= {"instruments": ",".join(names), "polyphony": draw.choice([1, 1, 2]),
                      "bars": draw.choice([2, 4, 6])}
    if brief.options["polyphony"] == 2:
        brief.options["bars"] = 4


@impossible_kind("plays roots only")
def roots_are_out_of_reach(brief, draw):
    low = draw.randint(30, 38)
    brief.options |= {"chords": "C | Db | D | Eb | E | F | F# | G | Ab | A | Bb | B",
                      "roots-only": "bass", "instruments": "bass", "bars": 24,
                      "range": f"bass:{pitch(low)}..{pitch(low + draw.randint(2, 8))}"}


@impossible_kind("does not know")
def instrument_is_unknown(brief, draw):
    name = draw.choice(["kazooo", "flugelfon", "theremini", "zorch", "blorp-organ"])
    brief.options[draw.choice(["instruments", "without"])] = name


@impossible_kind("does not know")
def style_is_unknown(brief, draw):
    brief.options["style"] = draw.choice(["zzcore", "blorpstep", "qwertywave"])


@impossible_kind("refuses it")
def wanted_and_unwanted(brief, draw):
    name = draw.choice(list(INSTRUMENTS))
    brief.options |= {"instruments": name, "without": name}


@impossible_kind("beyond the end")
def event_is_beyond_the_end(brief, draw):
    seconds = draw.randint(20, 80)
    brief.options["duration"] = seconds
    at = seconds + draw.randint(5, 60)
    brief.words.append(f"drop at {at // 60}:{at % 60:02d}")


@impossible_kind("does not fit the")
def event_is_off_the_stated_form(brief, draw):
    brief.options |= {"meter": "4/4", "tempo": 120, "form": "intro 4, verse 8, drop 8, outro 4"}
    brief.words.append(f"drop at 0:{draw.choice([33, 35, 38, 41, 44])}")


@impossible_kind("but")
def form_is_not_as_long_as_the_bars(brief, draw):
    brief.options |= {"form": "intro 4, verse 8, chorus 8",
                      "bars": draw.choice([4, 12, 19, 21, 32, 64])}


@impossible_kind("do not fit into")
def form_has_more_sections_than_bars(brief, draw):
    brief.options |= {"form": "intro, verse, chorus, bridge, chorus, outro",
                      "bars": draw.randint(1, 5)}


@impossible_kind("silent from")
def chord_track_has_a_gap(brief, draw):
    names = draw.sample(list(TRIADS), 4)
    hole = draw.randint(0, 2)
    brief.files["chords.mid"] = midi_writer.chords([
        (TRIADS[name], 4 * index, 4 * index + (draw.choice([2, 3]) if index == hole else 4))
        for index, name in enumerate(names)])
    brief.options["chords"] = "chords.mid"


@impossible_kind("while another lasts")
def chord_track_overlaps(brief, draw):
    names = draw.sample(list(TRIADS), 4)
    long = draw.randint(0, 2)
    brief.files["chords.mid"] = midi_writer.chords([
        (TRIADS[name], 4 * index, 4 * index + (draw.choice([5, 6]) if index == long else 4))
        for index, name in enumerate(names)])
    brief.options["chords"] = "chords.mid"


@impossible_kind("no chord")
def chord_cannot_be_read(brief, draw):
    brief.options["chords"] = draw.choice(["Am | Hq | C", "C | Xm7", "Dm | G77x"])


@impossible_kind("allowed are")
def number_is_out_of_its_range(brief, draw):
    name, value = draw.choice([
        ("tempo", 10), ("tempo", 900), ("bars", 0), ("bars", 5000), ("duration", 0.2),
        ("duration", 9000), ("loudness", 3)])
    brief.options[name] = value


@impossible_kind("contradicts")
def place_asks_for_who_is_left_out(brief, draw):
    brief.options |= {"without": "drums", "bars": 32}
    brief.words.append("only drums in the intro")


@impossible_kind("no part is left")
def nobody_may_play(brief, draw):
    brief.options["without"] = ("drums,percussion,bass,chords,pad,arpeggio,lead,counter,effects")
    brief.options["bars"] = draw.randint(4, 40)
