"""Random briefs: such as can be kept, and such as cannot; every kind of hard wish in both."""
import math
import re
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
        self.event = self.range = self.ranges = None
        self.voices = None
        """The role (None for all parts together) and the most notes at once."""
        self.roots = False
        """Whether the bass plays roots only."""
        self.track = None
        """The chord track as (name of a triad, first beat, last beat)."""
        self.goal = None
        """The key that the last chorus changes to."""
        self.passage = None
        """Who is silent where: a role, then `until` or `in` and a section, or `bar` and one."""

    def line(self):
        """The command line."""
        found = ["compose"] + ([", ".join(self.words)] if self.words else [])
        for name, value in self.options.items():
            if value is True:
                found.append(f"--{name}")
            else:
                # A value that begins with a dash would be read as an option.
                dash = str(value).startswith("-")
                found += [f"--{name}={value}"] if dash else [f"--{name}", str(value)]
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
    elif kind < 0.35 and options.get("meter", "4/4") == "4/4":
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
                brief.goal = goal


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
        high = min(low + draw.randint(14, 22), 84)
        limits.append(f"lead:{pitch(low)}..{pitch(high)}")
        brief.ranges = ("lead", low, high)
    if limits:
        options["range"] = ", ".join(limits)
    if draw.random() < 0.25:
        options["polyphony"] = draw.randint(max(3, len(wanted)), 12)
        brief.voices = (None, options["polyphony"])
    elif draw.random() < 0.15:
        brief.voices = ("chords", draw.randint(1, 4))
        options["polyphony"] = f"chords:{brief.voices[1]}"
    if draw.random() < 0.2 and options.get("without") != "bass":
        brief.roots = True
        if draw.random() < 0.5:
            options["roots-only"] = "bass"
        else:
            brief.words.append("bass only on roots")
            if options.get("instruments", "").startswith("only"):
                options["instruments"] = options["instruments"].removeprefix("only ")


def _places(brief, draw):
    options = brief.options
    is_only = options.get("instruments", "").startswith("only")
    seconds = options.get("duration", 0)
    if seconds > 40 and "bars" not in options and "form" not in options and draw.random() < 0.5:
        at = round(draw.uniform(0.3, 0.7) * seconds, draw.choice([0, 1, 2]))
        brief.event = at
        brief.words.append(f"drop at {int(at // 60)}:{at % 60:05.2f}")
    elif options.get("bars", 0) >= 24 and draw.random() < 0.4 and not is_only:
        role = draw.choice(["drums", "bass", "lead"])
        if options.get("without") != role and not (role == "bass" and "roots-only" in options):
            bar = draw.randint(3, 12)
            words, kind, value = draw.choice([
                (f"no {role} until the chorus", "until", "chorus"),
                (f"no {role} in the intro", "in", "intro"),
                (f"no {role} until bar {bar}", "bar", bar)])
            brief.words.append(words)
            brief.passage = (role, kind, value)


IMPOSSIBLE = []


def impossible_kind(make):
    """Enters a maker of briefs that cannot be kept; it returns the pattern of the reason."""
    IMPOSSIBLE.append(make)
    return make


def impossible(draw, styles):
    """A brief that cannot be kept: its kind, the pattern of its refusal, and the brief."""
    make = draw.choice(IMPOSSIBLE)
    brief = Brief()
    brief.options["style"] = draw.choice(styles)["name"]
    return make.__name__, make(brief, draw), brief


def _number(value):
    """The pattern of a number as a sentence has it."""
    return re.escape(f"{value:g}")


@impossible_kind
def length_contradicts(brief, draw):
    """Bars, tempo and seconds that are not one length."""
    bars, tempo = draw.randint(4, 40), draw.randint(60, 180)
    seconds = round(min(max(bars * 240 / tempo * draw.choice([0.5, 0.8, 1.3, 2]), 2), 3000), 2)
    brief.options |= {"meter": "4/4", "bars": bars, "tempo": tempo, "duration": seconds}
    return rf"{bars} bars, {tempo} bpm, {_number(seconds)} seconds contradict each other"


@impossible_kind
def loop_is_no_whole_bars(brief, draw):
    """A loop whose seconds end within a bar."""
    seconds = draw.randint(4, 30) * 2 + 1.3
    brief.options |= {"meter": "4/4", "tempo": 120, "duration": seconds, "loop": True}
    return rf"120 bpm, {_number(seconds)} seconds contradict each other"


@impossible_kind
def range_is_not_on_the_instrument(brief, draw):
    """A range that the instrument does not have."""
    name, limit, words = draw.choice([
        ("flute", "..C3", "above C3"), ("violin", "..C3", "above C3"),
        ("cello", "C7..", "below C7"), ("trumpet", "..C2", "above C2"),
        ("double-bass", "C7..", "below C7"), ("piccolo", "..C3", "above C3")])
    brief.options |= {"instruments": name, "range": draw.choice(["", f"{name}:"]) + limit,
                      "bars": draw.randint(4, 32)}
    return rf"has no note not {words}"


@impossible_kind
def range_is_upside_down(brief, draw):
    """A range whose low note is the higher one."""
    low = draw.randint(50, 90)
    high = low - draw.randint(1, 40)
    brief.options["range"] = f"{draw.choice(['', 'lead:', 'bass:'])}{pitch(low)}..{pitch(high)}"
    return rf"the range( of [\w-]+)? from {pitch(low)} to {pitch(high)} is empty"


@impossible_kind
def polyphony_is_no_number_of_voices(brief, draw):
    """A polyphony of none, of too many, or of no whole number."""
    value, reason = draw.choice([
        ("0", r"polyphony is 0; allowed are 1 to 128"),
        ("-4", r"polyphony (is -4; allowed are 1 to 128|cannot read '-4')"),
        ("129", r"polyphony is 129; allowed are 1 to 128"),
        ("1000", r"polyphony is 1000; allowed are 1 to 128"),
        ("piano:0", r"polyphony is 0; allowed are 1 to 128"),
        ("2.5", r"polyphony cannot read '2\.5'")])
    brief.options["polyphony"] = value
    return reason


@impossible_kind
def voices_are_too_few(brief, draw):
    """Fewer notes at once than instruments that must all play."""
    names = draw.sample(["flute", "cello", "trumpet", "violin", "clarinet", "oboe"], 4)
    most = draw.choice([1, 1, 2])
    brief.options |= {"instruments": ",".join(names), "polyphony": most,
                      "bars": 4 if most == 2 else draw.choice([2, 4, 6])}
    return rf"{most} notes? at once (is|are) too few for .*, which must all play"


@impossible_kind
def roots_are_out_of_reach(brief, draw):
    """Roots that the bass does not have in its range."""
    low = draw.randint(30, 38)
    high = low + draw.randint(2, 8)
    brief.options |= {"chords": "C | Db | D | Eb | E | F | F# | G | Ab | A | Bb | B",
                      "roots-only": "bass", "instruments": "bass", "bars": 24,
                      "range": f"bass:{pitch(low)}..{pitch(high)}"}
    return (r"[\w-]+ plays roots only and has no [A-G][#b]? for the [A-G][#b]? of bar \d+ between "
            rf"[A-G][#b]?\d and {pitch(high)}")


@impossible_kind
def instrument_is_unknown(brief, draw):
    """An instrument that nobody knows."""
    name = draw.choice(["kazooo", "flugelfon", "theremini", "zorch", "blorp-organ"])
    option = draw.choice(["instruments", "without"])
    brief.options[option] = name
    return rf"{option} does not know '{name}'"


@impossible_kind
def style_is_unknown(brief, draw):
    """A style that nobody knows."""
    name = draw.choice(["zzcore", "blorpstep", "qwertywave"])
    brief.options["style"] = name
    return rf"style does not know '{name}'"


@impossible_kind
def wanted_and_unwanted(brief, draw):
    """An instrument that is asked for and left out."""
    name = draw.choice(list(INSTRUMENTS))
    brief.options |= {"instruments": name, "without": name}
    return rf"instruments asks for '{name}' and without refuses it"


@impossible_kind
def event_is_beyond_the_end(brief, draw):
    """A drop after the end."""
    seconds = draw.randint(20, 80)
    brief.options["duration"] = seconds
    at = seconds + draw.randint(5, 60)
    brief.words.append(f"drop at {at // 60}:{at % 60:02d}")
    return (rf"the drop at {at // 60}:{at % 60:02d} lies beyond the end at "
            rf"{seconds // 60}:{seconds % 60:02d}")


@impossible_kind
def event_is_off_the_stated_form(brief, draw):
    """A drop where a stated form has none."""
    brief.options |= {"meter": "4/4", "tempo": 120, "form": "intro 4, verse 8, drop 8, outro 4"}
    at = draw.choice([33, 35, 38, 41, 44])
    brief.words.append(f"drop at 0:{at}")
    return rf"the drop at {at} s does not fit the form, which has it at 24 s"


@impossible_kind
def form_is_not_as_long_as_the_bars(brief, draw):
    """A form of 20 bars, and other bars."""
    bars = draw.choice([4, 12, 19, 21, 32, 64])
    brief.options |= {"form": "intro 4, verse 8, chorus 8", "bars": bars}
    return rf"the form has 20 bars, but {bars} were asked for"


@impossible_kind
def form_has_more_sections_than_bars(brief, draw):
    """Six sections in fewer bars."""
    bars = draw.randint(1, 5)
    brief.options |= {"form": "intro, verse, chorus, bridge, chorus, outro", "bars": bars}
    return rf"6 sections do not fit into {bars} bars?"


@impossible_kind
def chord_track_has_a_gap(brief, draw):
    """A chord track that falls silent."""
    names = draw.sample(list(TRIADS), 4)
    hole, length = draw.randint(0, 2), draw.choice([2, 3])
    brief.files["chords.mid"] = midi_writer.chords([
        (TRIADS[name], 4 * index, 4 * index + (length if index == hole else 4))
        for index, name in enumerate(names)])
    brief.options["chords"] = "chords.mid"
    # Beats are told from 1 on.
    return rf"silent from beat {4 * hole + length + 1} to beat {4 * hole + 5}\b"


@impossible_kind
def chord_track_overlaps(brief, draw):
    """A chord track whose chords overlap."""
    names = draw.sample(list(TRIADS), 4)
    late, length = draw.randint(0, 2), draw.choice([5, 6])
    brief.files["chords.mid"] = midi_writer.chords([
        (TRIADS[name], 4 * index, 4 * index + (length if index == late else 4))
        for index, name in enumerate(names)])
    brief.options["chords"] = "chords.mid"
    return (rf"begins at beat {4 * late + 5}, while another lasts until beat "
            rf"{4 * late + length + 1}\b")


@impossible_kind
def chord_cannot_be_read(brief, draw):
    """A word among the chords that is none."""
    chords, wrong = draw.choice([("Am | Hq | C", "Hq"), ("C | Xm7", "Xm7"), ("Dm | G77x", "G77x")])
    brief.options["chords"] = chords
    return rf"chords holds '{wrong}', which is no chord"


@impossible_kind
def number_is_out_of_its_range(brief, draw):
    """A number beyond what is allowed."""
    name, value, allowed = draw.choice([
        ("tempo", 10, "20 to 400"), ("tempo", 900, "20 to 400"), ("bars", 0, "1 to 2000"),
        ("bars", 5000, "1 to 2000"), ("duration", 0.2, "1 to 3600"),
        ("duration", 9000, "1 to 3600"), ("loudness", 3, "-40 to -5")])
    brief.options[name] = value
    return rf"{name} is {_number(value)}; allowed are {allowed}"


@impossible_kind
def place_asks_for_who_is_left_out(brief, draw):
    """Only drums somewhere, and no drums anywhere."""
    brief.options |= {"without": "drums", "bars": 32}
    brief.words.append("only drums in the intro")
    return r"'only drums in the intro' contradicts 'without drums'"


@impossible_kind
def nobody_may_play(brief, draw):
    """Every role left out."""
    brief.options["without"] = "drums,percussion,bass,chords,pad,arpeggio,lead,counter,effects"
    brief.options["bars"] = draw.randint(4, 40)
    return r"no part is left to play"
