"""What of a brief a written MIDI file does not keep, by the campaign's own reading of the file.

Of the program's report only this is taken on trust: which role a part of which name has, and how
many bars were asked of it. Notes are read as played, so that the onset of a note may be a little
before or after its place; a note counts where most of it lies.
"""
import bisect
import itertools
import math
import re
from fractions import Fraction

import briefs
import harmony

SECONDS = 0.010
"""How far the end may be from the seconds that were asked."""
EVENT = 0.020
"""How far a section may begin from the time that was asked."""
PLAYED = Fraction(1, 4)
"""How far from its place a note may be played, in beats: a pushed or dragged stroke."""
FOREIGN = 0.25
"""The share of the notes of chords and pads that may be colours or lead into the next chord."""
ARRIVALS = ("drop", "chorus", "refrain", "hook", "climax")
IN_SCALE, PLAINLY = 0.65, 0.80
"""The least share of the sounding time that lies in a scale, which dominants and colours leave, and
the share from which on no other tonic is looked for."""
NEARER = 0.10
"""How much more may lie in the same scale on another tonic."""


class Heard:
    """A MIDI file laid out by beats, bars, sections, chords and roles."""

    def __init__(self, song, report):
        self.song, self.division = song, song.division
        roles = {part["name"]: part["role"] for part in report["plan"]["parts"]}
        self.tracks = [track for track in song.tracks if track.notes]
        self.roles = {id(track): roles.get(track.name) for track in self.tracks}
        self.end = Fraction(song.last_note_off, self.division)
        self.bars = self._bars()
        self.sections, self.chords = [], []
        for tick, text in song.markers:
            beat = Fraction(tick, self.division)
            if text.startswith("chord:"):
                self.chords.append((beat, text[6:]))
            else:
                self.sections.append((beat, re.sub(r"-\d+$", "", text)))

    def _bars(self):
        """The beats at which bars begin, to the end of what sounds."""
        found, beat = [], Fraction(0)
        meters = [(Fraction(tick, self.division), value) for tick, value in self.song.meters]
        while beat < self.end or not found:
            found.append(beat)
            upper, lower = [value for start, value in meters if start <= beat + PLAYED][-1]
            beat += Fraction(4 * upper, lower)
        return [*found, beat]

    def of(self, *roles):
        """The tracks of some roles."""
        return [track for track in self.tracks if self.roles[id(track)] in roles]

    def onset(self, note):
        """The beat at which a note begins, as played."""
        return Fraction(note.start, self.division)

    def middle(self, note):
        """A time at which a note surely sounds, a sixteenth in, or two thirds of a shorter one."""
        length = Fraction(note.end - note.start, self.division)
        return self.onset(note) + min(PLAYED, length * Fraction(2, 3))

    def chord(self, beat):
        """The chord marker that holds at a time."""
        index = bisect.bisect_right([start for start, _ in self.chords], beat) - 1
        return self.chords[index][1] if index >= 0 else None

    def spans(self):
        """The sections as (name, first beat, last beat)."""
        ends = [start for start, _ in self.sections[1:]] + [self.bars[-1]]
        return [(name, start, end)
                for (start, name), end in zip(self.sections, ends, strict=True)]

    def places(self, count):
        """Which bar of a cycle of so many bars each bar has; sections as long begin it anew."""
        begun = set()
        for _, start, end in self.spans():
            first = bisect.bisect_left(self.bars, start)
            if bisect.bisect_left(self.bars, end) - first >= count:
                begun.add(first)
        found = []
        for index in range(len(self.bars) - 1):
            found.append(0 if index in begun or not found else (found[-1] + 1) % count)
        return found

    def pitched(self):
        """The notes of all tracks but drums."""
        return [note for track in self.tracks for note in track.notes if note.channel != 9]


def all_faults(brief, report, song, ranges):
    """Everything that is not kept, as (kind, sentence)."""
    if not song.notes:
        yield "empty", "there is no note"
        return
    if any(note.end <= note.start for note in song.notes):
        yield "outside", "a note lasts no time"
    heard = Heard(song, report)
    yield from frame_faults(brief, heard, report)
    yield from key_faults(brief, heard)
    yield from chord_faults(brief, heard)
    yield from band_faults(brief, heard)
    yield from range_faults(brief, heard, report, ranges)
    yield from voice_faults(brief, heard)
    yield from root_faults(brief, heard)
    yield from form_faults(brief, heard)
    yield from passage_faults(brief, heard)
    if brief.event is not None:
        yield from event_faults(brief.event, song)


def frame_faults(brief, heard, report):
    """Seconds, metre, tempo and bars."""
    options, song = brief.options, heard.song
    end = song.seconds(song.last_note_off)
    if "duration" in options and "loop" not in options and abs(
            end - options["duration"]) > SECONDS:
        yield "duration", f"the last note ends at {end:.4f} s, asked {options['duration']} s"
    if "tempo" in options and {value for _, value in song.tempi} != {
            round(60e6 / options["tempo"])}:
        yield "tempo", f"{song.tempi}, asked {options['tempo']}"
    if "meter" in options:
        asked = tuple(map(int, options["meter"].split("/")))
        others = [value for _, value in song.meters if value != asked]
        if len(others) > (1 if brief.event is not None else 0):
            yield "meter", f"{song.meters}, asked {options['meter']}"
    if "bars" in options:
        if report["bars"] != options["bars"]:
            yield "bars", f"{report['bars']} reported, asked {options['bars']}"
        last = heard.end - PLAYED
        bars = sum(start <= last for start in heard.bars[:-1])
        if bars > options["bars"]:
            yield "bars", f"{bars} bars sound, asked {options['bars']}"


def key_faults(brief, heard):
    """The key as it is signed and as it sounds: scale notes, and a tonic with the scale's third."""
    if "key" not in brief.options:
        return
    asked, keys = brief.options["key"], heard.song.keys
    scale = harmony.key(asked)[1]
    sharps = briefs.TONICS[asked.split()[0]] + briefs.MODES[scale]
    if (keys[0][1][0] - sharps) % 12 != 0:
        yield "key", f"{keys}, asked {asked} ({sharps} sharps)"
    if len(keys) != (2 if brief.goal else 1):
        yield "key", f"{keys}, asked {asked} {brief.words}"
    change = Fraction(keys[1][0], heard.division) if len(keys) > 1 else math.inf
    # Chords that were asked for beside a key need not be of it.
    if "chords" not in brief.options:
        yield from sound_faults(asked, heard, 0, change)
    if brief.goal and len(keys) == 2:
        yield from change_faults(brief.goal, heard, change)


def sound_faults(asked, heard, start, end):
    """Whether what sounds from a beat to another is in a key: by its scale, third and tonic."""
    tonic, scale = harmony.key(asked)
    weights = [0] * 12
    for note in heard.pitched():
        if start <= heard.middle(note) < end:
            weights[(note.key - tonic) % 12] += note.end - note.start
    # The sixth and seventh of a minor key are raised where they lead up.
    allowed = set(harmony.SCALES[scale]) | ({9, 11} if scale == "minor" else set())
    shares = [sum(weights[(step + shift) % 12] for step in allowed) / max(1, sum(weights))
              for shift in range(12)]
    # A fifth up or down is one note's difference: a song that leans there is none in another key.
    best = max((shift for shift in range(12) if shift not in (5, 7)), key=shares.__getitem__)
    if shares[0] < IN_SCALE or shares[0] < min(PLAINLY, shares[best] - NEARER):
        yield "scale", (f"{shares[0]:.0%} of the sounding time lies in {asked}, {shares[best]:.0%} "
                        f"in {scale} on {briefs.NAMES[(tonic + best) % 12]}")
    third, other = (3, 4) if harmony.is_minor(scale) else (4, 3)
    # Chords without thirds leave few of either.
    if 2 * weights[third] < weights[other]:
        yield "mode", f"the third of {asked} sounds less than the other third"
    roots = {harmony.split(name)[0] for beat, name in heard.chords if start <= beat < end}
    if roots and tonic not in roots:
        yield "tonic", f"no chord stands on the tonic of {asked}"


def change_faults(goal, heard, change):
    """Whether the key changes to another where the last chorus begins, and what sounds then."""
    scale = harmony.key(goal)[1]
    sharps = briefs.TONICS[goal.split()[0]] + briefs.MODES[scale]
    if (heard.song.keys[1][1][0] - sharps) % 12 != 0:
        yield "key change", f"{heard.song.keys[1]}, asked {goal} ({sharps} sharps)"
    starts = [start for start, name in heard.sections if name == "chorus"]
    if starts and change != starts[-1]:
        yield "key change", f"at beat {change}, the last chorus begins at {starts[-1]}"
    yield from sound_faults(goal, heard, change, math.inf)


def chord_faults(brief, heard):
    """The chords as text, as numerals or as a track, held against the chord markers."""
    if brief.track:
        yield from track_faults(brief.track, heard)
        return
    if "chords" not in brief.options:
        return
    cycle = [bar.split() for bar in brief.options["chords"].split(" | ")]
    is_numeral = re.match(r"[b#]?[iIvV]", cycle[0][0])
    tonic, scale = harmony.key(brief.options["key"]) if is_numeral else (None, None)

    def fits(name, asked):
        if not is_numeral:
            return name == asked
        root, third = harmony.chord(name)
        roots, is_minor = harmony.numeral(asked, tonic, harmony.is_minor(scale))
        return root in roots and third == ("minor" if is_minor else "major")

    longest = max(end - start for start, end in itertools.pairwise(heard.bars))
    for (start, end), place in zip(itertools.pairwise(heard.bars), heard.places(len(cycle)),
                                   strict=True):
        # Equal neighbours may share a marker, and a cut bar loses the chords at its end.
        names = [heard.chord(start), *(name for beat, name in heard.chords if start < beat < end)]
        asked = cycle[place]
        whole = end - start == longest and end <= heard.end
        if (len(names) != len(asked) and (whole or len(names) > len(asked))) or not all(
                name and fits(name, one) for name, one in zip(names, asked, strict=False)):
            yield "chords", f"{names} at beat {start}, asked {' '.join(asked)}"
            return


def track_faults(track, heard):
    """Whether the chord markers and the notes of chords and pads keep to a chord track.

    It goes round bar by bar, anew in sections as long as it; a bar of another length, before an
    event, is left out.
    """
    bars = [(start, 4 * place)
            for (start, end), place in zip(itertools.pairwise(heard.bars),
                                           heard.places(track[-1][2] // 4), strict=True)
            if end - start == 4]

    def wanted(place):
        return next((name for name, start, end in track if start <= place < end))

    for start, place in bars:
        for beat in range(math.ceil(min(4, heard.end - start))):
            name, marker = wanted(place + beat), heard.chord(start + beat)
            if marker is None or harmony.pitch_classes(marker) != {
                    key % 12 for key in briefs.TRIADS[name]}:
                yield "chord track", f"{marker} at beat {start + beat}, the track has {name} there"
                return
    foreign = whole = 0
    for note in itertools.chain.from_iterable(one.notes for one in heard.of("chords", "pad")):
        beat = heard.middle(note)
        for start, place in bars:
            if start <= beat < start + 4:
                whole += 1
                triad = briefs.TRIADS[wanted(place + beat - start)]
                foreign += note.key % 12 not in {key % 12 for key in triad}
    if foreign > FOREIGN * whole:
        yield "chord track", f"{foreign} of {whole} notes of chords and pads are foreign to it"


def band_faults(brief, heard):
    """Whether everybody plays that was asked for, and nobody that must not."""
    programs = {program for track in heard.tracks for _, channel, program in track.programs
                if channel != 9}
    wanted = briefs.asked(brief)
    for name in wanted:
        if briefs.INSTRUMENTS[name] not in programs:
            yield "instruments", f"no {name} plays"
    if brief.options.get("instruments", "").startswith("only"):
        others = programs - {briefs.INSTRUMENTS[name] for name in wanted}
        if others:
            yield "only", f"the programs {sorted(others)} play beside {wanted}"
        if any(note.channel == 9 for note in heard.song.notes):
            yield "only", f"drums play beside {wanted}"
    without = brief.options.get("without")
    if without and heard.of(without):
        yield "without", f"{without} plays: {[track.name for track in heard.of(without)]}"
    if without == "drums" and any(
            note.channel == 9 and note.key in (35, 36, 38, 40) for note in heard.song.notes):
        yield "without", "kick or snare sounds without drums"
    if without and programs & set(briefs.ROLES[without]):
        yield "without", f"a program of {without} is chosen: {sorted(programs)}"


def range_faults(brief, heard, report, ranges):
    """Whether everybody keeps to the instrument, to the range of all and to a range of its own."""
    for part in report["plan"]["parts"]:
        low, high = ranges.get(part["instrument"], (0, 127))
        if brief.range:
            low, high = max(low, brief.range[0]), min(high, brief.range[1])
        if brief.ranges and brief.ranges[0] in (part["instrument"], part["role"]):
            low, high = max(low, brief.ranges[1]), min(high, brief.ranges[2])
        beyond = {note.key for track in heard.tracks if track.name == part["name"]
                  for note in track.notes if note.channel != 9 and not low <= note.key <= high}
        if beyond:
            yield "range", f"{part['instrument']} plays {sorted(beyond)}, {low} to {high}"


def most_at_once(heard, tracks):
    """The most notes that sound at once, each without the ends by which players overlap."""
    edges = []
    for note in (note for track in tracks for note in track.notes if note.channel != 9):
        start, end = heard.onset(note), Fraction(note.end, heard.division)
        shrunk = min(PLAYED, (end - start) / 3)
        edges += [(start + shrunk, 1), (end - shrunk, -1)]
    return max(itertools.accumulate(step for _, step in sorted(edges)), default=0)


def voice_faults(brief, heard):
    """Whether no more notes sound at once than were asked, of all or of the parts of a role."""
    if brief.voices is None:
        return
    role, most = brief.voices
    groups = [heard.tracks] if role is None else [[track] for track in heard.of(role)]
    for tracks in groups:
        voices = most_at_once(heard, tracks)
        if voices > most:
            yield "polyphony", f"{voices} notes at once in {role or 'all parts'}, asked {most}"


def root_faults(brief, heard):
    """Whether the bass plays nothing but what the chord markers have at the bottom."""
    if not brief.roots:
        return
    wrong = []
    for track in heard.of("bass"):
        for note in track.notes:
            name = heard.chord(heard.middle(note))
            if name and note.key % 12 != harmony.bass(name):
                wrong.append(f"{note.key} under {name} at beat {float(heard.onset(note)):.2f}")
    if wrong:
        yield "roots", f"{len(wrong)} notes, such as {wrong[0]}"


def form_faults(brief, heard):
    """Whether sections have the names and bars of a stated form, in its order."""
    if "form" not in brief.options:
        return
    asked = [(name, int(bars)) for name, bars in
             (part.rsplit(" ", 1) for part in brief.options["form"].split(", "))]
    found = [(name, sum(start <= bar < end for bar in heard.bars[:-1]))
             for name, start, end in heard.spans()]
    if found != asked:
        yield "form", f"{found}, asked {asked}"


def passage_faults(brief, heard):
    """Whether a role is silent where it was asked to be."""
    if not brief.passage:
        return
    role, kind, value = brief.passage
    spans = heard.spans()
    if kind == "bar":
        silent = [(Fraction(0), heard.bars[min(value - 1, len(heard.bars) - 1)])]
    elif kind == "until":
        starts = [start for name, start, _ in spans if name == value]
        silent = [(Fraction(0), starts[0])] if starts else []
    else:
        silent = [(start, end) for name, start, end in spans if name == value]
    for track in heard.of(role):
        for note in track.notes:
            beat = heard.middle(note)
            if any(start <= beat < end - PLAYED for start, end in silent):
                yield "passage", (f"{track.name} plays at beat {float(beat):.2f}, asked "
                                  f"{brief.words}")
                return


def event_faults(at, song):
    """Whether a section called drop, or another arrival, begins within 20 ms of a time."""
    times = [song.seconds(tick) for tick, text in song.markers
             if any(name in text.lower() for name in ARRIVALS)]
    nearest = min((abs(time - at) for time in times), default=math.inf)
    if nearest > EVENT:
        yield "event", f"the drop asked at {at} s is {nearest:.3f} s away"
