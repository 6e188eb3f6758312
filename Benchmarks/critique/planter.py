"""Ways to spoil a song, each named after the rule that should wince at it.

Written from the words of docs/critique.md, apart from the rules' own code: a planter knows what a
musician would do wrong, and no threshold. It returns whether the song has what it needs to be
spoiled in that way.
"""
from fractions import Fraction
from itertools import pairwise

from project import Note, root

WINDS = ("flute", "piccolo", "oboe", "clarinet", "bassoon", "trumpet", "trombone", "horn", "sax",
         "recorder", "pan-flute", "whistle", "ocarina", "shakuhachi")
KEYS = ("piano", "organ", "harpsichord", "clavinet")
KICK, SNARE, CLAP, CLOSED, PEDAL, OPEN, CRASH, CRASH2, RIDE = 36, 38, 39, 42, 44, 46, 49, 57, 51
TOMS = (41, 43, 45, 47, 48, 50)


def stuck_notes(song, draw):
    """A note at a join is held for a dozen bars."""
    parts = [part for part in song.parts if not part.is_drums and len(part.notes) > 8]
    if song.bars < 20 or not parts:
        return False
    part = draw.choice(parts)
    early = [note for note in part.notes if note.end < song.length - 13 * song.bar]
    if not early:
        return False
    note = draw.choice(early)
    part.notes[part.notes.index(note)] = note.moved(duration=12 * song.bar)
    return True


def doubled_notes(song, draw):
    """The bar after a join is there twice."""
    joins = [section["startBar"] for section in song.sections()[1:]]
    for part in draw.sample(song.parts, len(song.parts)):
        for bar in draw.sample(joins, len(joins)):
            twice = [note for note in part.notes if note.onset // song.bar == bar]
            if len(twice) >= 2:
                part.notes += [note.moved() for note in twice]
                return True
    return False


def one_velocity(song, draw):
    """Every note of a part is struck with one force."""
    parts = [part for part in song.parts if len(part.notes) >= 24]
    if not parts:
        return False
    part = draw.choice(parts)
    for note in part.notes:
        note.velocity = 80
        if note.played:
            note.played["velocity"] = 80
    return True


def low_close_chord(song, draw):
    """Eight bars of chords are dropped to the bottom of the keyboard."""
    parts = [part for part in song.of("chords", "pad") if _chords(part)]
    if not parts:
        return False
    part = draw.choice(parts)
    start = draw.choice(_chords(part))[0].onset // song.bar
    count = 0
    for index, note in enumerate(part.notes):
        if start <= note.onset // song.bar < start + 8:
            low = 24 + note.key % 12 + (12 if note.key % 12 < 4 else 0)
            part.notes[index] = note.moved(key=low)
            count += 1
    return count >= 6


def same_phrase_start(song, draw):
    """Every phrase of the lead begins on the first beat with one note."""
    lead = _lead(song)
    if not lead:
        return False
    key = lead.notes[len(lead.notes) // 2].key
    starts = 0
    for section in song.sections():
        for bar in range(section["startBar"], section["startBar"] + section["bars"],
                         max(1, section["phrase"])):
            inside = [note for note in lead.notes
                      if bar <= note.onset // song.bar < bar + section["phrase"]
                      and note.onset // song.bar < section["startBar"] + section["bars"]]
            if not inside:
                continue
            first = inside[0]
            onset = first.onset // song.bar * song.bar
            lead.notes[lead.notes.index(first)] = first.moved(
                onset=onset, duration=max(first.end - onset, first.duration), key=key)
            starts += 1
    _unoverlap(lead)
    return starts >= 6


def idle_leading_note(song, draw):
    """Where the dominant falls to the tonic the lead hangs on the leading note and jumps away."""
    lead = _lead(song)
    if not lead:
        return False
    tonic, cases = song.tonic, 0
    if len(song.score["keys"]) > 1:
        return False
    spans = song.score["chords"]
    for before, after in pairwise(spans):
        if root(before["chord"]) != (tonic + 7) % 12 or root(after["chord"]) != tonic:
            continue
        join = Fraction(after["onset"])
        left = [note for note in lead.notes
                if Fraction(before["onset"]) <= note.onset < join]
        right = [note for note in lead.notes
                 if join <= note.onset < join + Fraction(after["duration"])]
        if not left or not right:
            continue
        leading = left[-1].key - (left[-1].key - tonic - 11 + 6) % 12 + 6
        fifth = leading - 4
        lead.notes[lead.notes.index(left[-1])] = left[-1].moved(
            key=leading, duration=max(Fraction(1, 2), left[-1].duration))
        lead.notes[lead.notes.index(right[0])] = right[0].moved(key=fifth)
        cases += 1
    _unoverlap(lead)
    return cases >= 2


def flat_energy(song, draw):
    """Eight bars are copied over the whole piece in every part."""
    sections = [one for one in song.sections() if one["bars"] >= 8]
    if len(song.sections()) < 4 or song.bars < 32 or not sections:
        return False
    start = draw.choice(sections)["startBar"]
    for part in song.parts:
        source = [note for note in part.notes if start <= note.onset // song.bar < start + 8]
        part.notes = [
            note.moved(onset=note.onset + (block * 8 - start) * song.bar)
            for block in range(song.bars // 8 + 1) for note in source
            if note.end + (block * 8 - start) * song.bar <= song.length]
    return True


def identical_bars(song, draw):
    """One bar of the band is copied over the next ten."""
    start = _busy(song, draw, song.parts, 12)
    if start is None:
        return False
    for part in song.parts:
        _copy_bar(song, part, start, 11)
    return True


def identical_part_bars(song, draw):
    """One bar of a part is copied over the next ten."""
    part = draw.choice([part for part in song.parts if part.notes])
    start = _busy(song, draw, [part], 12)
    if start is None:
        return False
    _copy_bar(song, part, start, 11)
    return True


def fill_every_bar(song, draw):
    """The drummer rolls over the toms at the end of eight bars in a row."""
    kit = _kit(song)
    start = kit and _busy(song, draw, [kit], 10)
    if not kit or start is None:
        return False
    for bar in range(start, start + 8):
        end = (bar + 1) * song.bar
        kit.notes = [note for note in kit.notes if not end - 2 <= note.onset < end]
        kit.notes += [Note(end - 2 + Fraction(step, 4), Fraction(1, 4),
                           draw.choice([SNARE, 48, 45, 43]), draw.randint(80, 115))
                      for step in range(8)]
    return True


def no_rest(song, draw):
    """A part repeats itself through all its rests."""
    parts = [part for part in song.parts if len(part.notes) > 16 and not part.is_drums]
    if len([part for part in song.parts if part.notes]) < 4 or not parts:
        return False
    part = draw.choice(parts)
    sounding = {bar for note in part.notes
                for bar in range(note.onset // song.bar, -(-note.end // song.bar))}
    if len(sounding) == song.bars:
        return False
    source = _bar(song, part, draw.choice(part.notes).onset // song.bar)
    for bar in set(range(song.bars)) - sounding:
        shift = bar * song.bar - source[0].onset // song.bar * song.bar
        part.notes += [note.moved(onset=note.onset + shift,
                                  duration=min(note.duration, song.length - note.onset - shift))
                       for note in source if note.onset + shift < song.length]
    return True


def abrupt_end(song, draw):
    """The piece is cut off in the middle of a phrase."""
    for bars in (3, 2, 4, 5, 6, 7):
        cut = song.length - bars * song.bar + Fraction(3, 2)
        chord = song.chord(cut - Fraction(1, 2))
        if cut < 8 * song.bar or chord is None or root(chord) == song.tonic:
            continue
        for part in song.parts:
            part.notes = [
                note if note.end <= cut else note.moved(duration=cut - note.onset)
                for note in part.notes if note.onset < cut]
        song.score["length"] = song.plan["length"] = str(cut)
        for values in (song.score, song.plan):
            values["chords"] = [span for span in values["chords"] if Fraction(span["onset"]) < cut]
        return True
    return False


def three_cymbals(song, draw):
    """Two crashes and a ride are hit together."""
    kit = _kit(song)
    if not kit:
        return False
    for bar in draw.sample(range(song.bars - 1), min(4, song.bars - 1)):
        kit.notes += [Note(bar * song.bar, 1, key, 100 + draw.randint(0, 20))
                      for key in (CRASH, CRASH2, RIDE)]
    kit.notes = _once(kit.notes)
    return True


def impossible_limbs(song, draw):
    """Snare, hat and two toms are hit together."""
    kit = _kit(song)
    if not kit:
        return False
    for bar in draw.sample(range(song.bars - 1), min(6, song.bars - 1)):
        kit.notes += [Note(bar * song.bar + 1, Fraction(1, 2), key, 90 + draw.randint(0, 20))
                      for key in (SNARE, CLOSED, 45, 48)]
    kit.notes = _once(kit.notes)
    return True


def hats_through_break(song, draw):
    """In a break the kick and snare fall silent and the hats go on."""
    kit = _kit(song)
    breaks = [one for one in song.sections() if one["name"] in ("break", "breakdown")]
    if not kit or not breaks:
        return False
    for section in breaks:
        bars = range(section["startBar"], section["startBar"] + section["bars"])
        kit.notes = [note for note in kit.notes if note.onset // song.bar not in bars]
        kit.notes += [
            Note(bar * song.bar + Fraction(step, 2), Fraction(1, 4), CLOSED, draw.randint(60, 90))
            for bar in bars for step in range(int(song.bar * 2))]
    return True


def bass_against_kick(song, draw):
    """Kicks are moved to a sixteenth before or after the bass."""
    kit, basses = _kit(song), song.of("bass")
    if not kit or not basses:
        return False
    bass = basses[0]
    kicks = [note for note in kit.notes if note.key in (35, KICK)]
    if len(kicks) < 32:
        return False
    kit.notes = [note for note in kit.notes if note.key not in (35, KICK)]
    for note in bass.notes:
        if note.onset % 1 == 0 and note.onset + Fraction(1, 4) < song.length:
            kit.notes.append(
                Note(note.onset + Fraction(1, 4), Fraction(1, 4), KICK, draw.randint(90, 110)))
    bass.notes = [note for note in bass.notes if note.onset % 1 == 0]
    return len(bass.notes) >= 32


def out_of_range(song, draw):
    """Three notes are written where the instrument ends."""
    parts = [part for part in song.parts if not part.is_drums and len(part.notes) > 6]
    if not parts:
        return False
    part = draw.choice(parts)
    for index in draw.sample(range(len(part.notes)), 3):
        part.notes[index] = part.notes[index].moved(key=draw.choice([5, 125]))
    return True


def hand_span(song, draw):
    """Chords on keys are spread over four octaves."""
    parts = [part for part in song.parts
             if any(word in part.instrument for word in KEYS) and len(_chords(part)) >= 4]
    if not parts:
        return False
    part = draw.choice(parts)
    for chord in draw.sample(_chords(part), 4):
        for index, note in enumerate(chord[:3]):
            part.notes[part.notes.index(note)] = note.moved(
                key=(40, 63, 84)[index] + note.key % 3)
    return True


def unplayable_frets(song, draw):
    """Guitar chords get three neighbours on the lowest strings."""
    parts = [part for part in song.parts if "guitar" in part.instrument
             and len([chord for chord in _chords(part) if len(chord) >= 3]) >= 4]
    if not parts:
        return False
    part = draw.choice(parts)
    for chord in draw.sample([chord for chord in _chords(part) if len(chord) >= 3], 4):
        for index, note in enumerate(chord[:3]):
            part.notes[part.notes.index(note)] = note.moved(key=41 + index)
    return True


def too_many_notes(song, draw):
    """A wind player is asked for chords."""
    parts = [part for part in song.parts
             if any(word in part.instrument for word in WINDS) and len(part.notes) > 12
             and "section" not in part.instrument]
    if not parts:
        return False
    part = draw.choice(parts)
    for note in draw.sample(part.notes, 8):
        part.notes.append(note.moved(key=note.key + 4 if note.key < 70 else note.key - 4))
    return True


def default_song(song, draw):
    """The song becomes what every machine writes first."""
    for values in (song.score, song.plan):
        values["tempo"]["changes"] = [{"beat": "0", "beatsPerMinute": 120}]
        values["keys"] = [{"bar": 0, "key": "C major"}]
        values["chords"] = [
            {"onset": str(bar * song.bar), "duration": str(song.bar),
             "chord": ("C", "G", "Am", "F")[bar % 4]} for bar in range(song.bars)]
    for part in song.parts:
        for note in part.notes:
            note.played = None
    return True


def no_breath(song, draw):
    """Every rest of the lead is filled with notes."""
    lead = _lead(song)
    if not lead or song.bars < 16:
        return False
    filled, end, key = [], None, 60
    for note in sorted(lead.notes, key=lambda note: note.onset):
        while end is not None and end + Fraction(1, 2) <= note.onset:
            key += draw.choice([-2, 2])
            filled.append(Note(end, Fraction(1, 2), max(55, min(84, key)), draw.randint(60, 90)))
            end += Fraction(1, 2)
        filled.append(note)
        end, key = note.end, note.key
    lead.notes = filled
    _unoverlap(lead)
    return True


def wide_melody(song, draw):
    """Every other note of the lead goes two octaves away."""
    lead = _lead(song)
    if not lead or len(lead.notes) < 24:
        return False
    for index, note in enumerate(lead.notes):
        if index % 4 == 0:
            lead.notes[index] = note.moved(key=min(127, note.key + 17))
        elif index % 4 == 2:
            lead.notes[index] = note.moved(key=note.key - 15)
    return True


def same_peak(song, draw):
    """Every phrase of the lead climbs to one and the same note."""
    lead = _lead(song)
    if not lead:
        return False
    peak, phrases = max(note.key for note in lead.notes) + 1, 0
    for section in song.sections():
        length = max(1, section["phrase"])
        for bar in range(section["startBar"], section["startBar"] + section["bars"], length):
            inside = [note for note in lead.notes if bar <= note.onset // song.bar < bar + length]
            if len(inside) >= 4:
                note = inside[len(inside) // 2]
                lead.notes[lead.notes.index(note)] = note.moved(key=peak)
                phrases += 1
    return phrases >= 8


def unresolved_dissonance(song, draw):
    """Long notes on the beat of the lead clash with their chord's root and jump away."""
    lead = _lead(song)
    if not lead:
        return False
    count = 0
    for index, note in enumerate(lead.notes[:-1]):
        chord = song.chord(note.onset)
        if note.onset % 1 == 0 and note.duration >= Fraction(1, 2) and chord and index % 2 == 0:
            clash = note.key - (note.key - root(chord) - 1) % 12
            lead.notes[index] = note.moved(key=clash + 12 if clash < 55 else clash)
            following = lead.notes[index + 1]
            lead.notes[index + 1] = following.moved(
                key=lead.notes[index].key + draw.choice([-5, 6]))
            count += 1
    return count >= 8


def open_leaps(song, draw):
    """The lead leaps twice in the same direction all the time."""
    lead = _lead(song)
    if not lead or len(lead.notes) < 40:
        return False
    base = 60
    for index, note in enumerate(lead.notes):
        lead.notes[index] = note.moved(key=base + (0, 9, 18)[index % 3] + draw.randint(0, 1))
    return True


def no_motif(song, draw):
    """The lead noodles: every note and every length is drawn from a hat."""
    lead = _lead(song)
    if not lead or len(lead.notes) < 56:
        return False
    end = Fraction(0)
    for index, note in enumerate(lead.notes):
        onset = max(end, note.onset + Fraction(draw.randint(-1, 1), 4))
        lead.notes[index] = note.moved(onset=onset, duration=Fraction(1, 4),
                                       key=draw.randint(60, 79))
        end = onset + Fraction(1, 4)
    return True


def missing_climax(song, draw):
    """In the section of the greatest energy all but one part fall silent."""
    sections = song.sections()
    top = max(section["energy"] for section in sections)
    if len(sections) < 4 or top - min(section["energy"] for section in sections) < 0.2:
        return False
    bars = {bar for section in sections if section["energy"] > top - 0.06
            for bar in range(section["startBar"], section["startBar"] + section["bars"])}
    if len(bars) * 2 > song.bars:
        return False
    keep = draw.choice(song.parts)
    for part in song.parts:
        if part is not keep:
            part.notes = [note for note in part.notes if note.onset // song.bar not in bars]
    return True


def no_change(song, draw):
    """Eight bars of the band are played four times, with one note changed each time."""
    sections = [one for one in song.sections() if one["bars"] >= 8]
    if song.bars < 48 or not sections:
        return False
    start = sections[0]["startBar"] // 8 * 8
    if start + 40 > song.bars:
        start = 0
    for part in song.parts:
        source = [note for note in part.notes if start <= note.onset // song.bar < start + 8
                  and note.end <= (start + 8) * song.bar]
        part.notes = [note for note in part.notes
                      if not start <= note.onset // song.bar < start + 40]
        part.notes += [note.moved(onset=note.onset + 8 * turn * song.bar)
                       for turn in range(5) for note in source]
    return True


def late_start(song, draw):
    """Nobody plays at the beginning."""
    bars = int(3 / (float(song.bar) * 60 / song.tempo)) + 2
    for part in song.parts:
        part.notes = [note for note in part.notes if note.onset >= bars * song.bar]
    return True


def empty_bars(song, draw):
    """Three bars in the middle are erased."""
    if song.bars < 16:
        return False
    start = draw.randint(6, song.bars - 8)
    low, high = start * song.bar, (start + 3) * song.bar
    for part in song.parts:
        part.notes = [note if note.end <= low or note.onset >= high
                      else note.moved(duration=low - note.onset)
                      for note in part.notes if not low <= note.onset < high]
    return True


def bare_crash(song, draw):
    """Crashes fall where nothing else is struck."""
    kit = _kit(song)
    if not kit:
        return False
    for bar in draw.sample(range(song.bars - 1), min(8, song.bars - 1)):
        onset = bar * song.bar + Fraction(3, 2)
        kit.notes = [note for note in kit.notes if note.onset != onset]
        kit.notes.append(Note(onset, 1, CRASH, draw.randint(90, 120)))
    return True


def open_hat(song, draw):
    """Every other bar has one open hat, and no other hat ever."""
    kit = _kit(song)
    if not kit or len({note.onset // song.bar for note in kit.notes}) < 24:
        return False
    kit.notes = [note for note in kit.notes if note.key not in (CLOSED, PEDAL, OPEN)]
    bars = sorted({note.onset // song.bar for note in kit.notes})
    kit.notes += [Note(bar * song.bar + Fraction(3, 2), Fraction(1, 2), OPEN, draw.randint(70, 100))
                  for bar in bars[::2]]
    return True


def high_bass(song, draw):
    """The bass climbs two octaves."""
    basses = song.of("bass")
    if not basses:
        return False
    half = song.length / 2
    basses[0].notes = [note.moved(key=note.key + 24) if note.onset < half else note
                       for note in basses[0].notes]
    return True


def part_clash(song, draw):
    """The comping takes the melody's rhythm and octave, above it or below."""
    lead, others = _lead(song), song.of("chords", "arpeggio", "counter")
    if not lead or not others:
        return False
    counts = [len(_bar(song, lead, bar)) for bar in range(song.bars)]
    start = _run(counts, 3, 9)
    if start is None:
        return False
    other = draw.choice(others)
    other.notes = [note for note in other.notes if not start <= note.onset // song.bar < start + 10]
    steps = draw.choice([(1, 2, 6), (-3, -4), (-2, -9), (3, 8)])
    other.notes += [note.moved(key=note.key + draw.choice(steps)) for note in lead.notes
                    if start <= note.onset // song.bar < start + 10]
    return True


def parallel_fifths(song, draw):
    """The bass goes with the top voice for twenty notes, a fifth or an octave below it."""
    if song.style.get("voiceLeading") != "strict":
        return False
    basses = song.of("bass") or sorted(
        song.of("chords", "counter", "pad"),
        key=lambda part: sum(note.key for note in part.notes) / len(part.notes))
    lead = _lead(song)
    if not lead or not basses or basses[0] is lead:
        return False
    bass, line = basses[0], []
    for note in lead.notes:
        # One note at a time: the top of what the lead strikes together.
        if line and line[-1].onset == note.onset:
            line[-1] = max(line[-1], note, key=lambda one: one.key)
        else:
            line.append(note)
    start = draw.randint(0, max(0, len(line) - 21))
    stretch = line[start:start + 20]
    if len(stretch) < 20:
        return False
    low, high = stretch[0].onset, stretch[-1].end
    below = draw.choice([7, 12]) + 12 * ((min(note.key for note in stretch) - 50) // 12)
    # Nobody else is lower or higher while the two go together.
    for part in song.parts:
        if not part.is_drums:
            part.notes = [note for note in part.notes if note.end <= low or note.onset >= high]
    lead.notes += [note.moved(duration=min(note.duration, following.onset - note.onset))
                   for note, following in pairwise(stretch)]
    bass.notes += [note.moved(key=note.key - below,
                              duration=min(note.duration, following.onset - note.onset))
                   for note, following in pairwise(stretch)]
    return True


def two_leads(song, draw):
    """A second player takes the lead while the first goes on."""
    lead = _lead(song)
    others = [part for part in song.of("counter", "arpeggio", "chords")
              if not part.is_drums] if lead else []
    if not others:
        return False
    counts = [len(_bar(song, lead, bar)) for bar in range(song.bars)]
    start = _run(counts, 3, 9)
    if start is None:
        return False
    other = draw.choice(others)
    other.frame["role"] = "lead"
    for part in song.plan["parts"]:
        if part["id"] == other.id:
            part["role"] = "lead"
    other.notes = [note for note in other.notes if not start <= note.onset // song.bar < start + 10]
    key = 72
    for bar in range(start, start + 10):
        for step in range(int(song.bar)):
            key = max(60, min(84, key + draw.choice([-3, -2, 2, 3])))
            other.notes.append(Note(bar * song.bar + step + Fraction(1, 3), Fraction(1, 3), key,
                                    draw.randint(60, 100)))
    return True


def unscaled_fills(song, draw):
    """Rolls over all toms lead into quieter sections, and nothing into louder ones."""
    kit, sections = _kit(song), song.sections()
    if not kit:
        return False
    ups = downs = 0
    for section, following in pairwise(sections):
        change = following["energy"] - section["energy"]
        end = (section["startBar"] + section["bars"]) * song.bar
        if section["transition"] == "build" or abs(change) < 0.06:
            continue
        kit.notes = [note for note in kit.notes if not end - 2 <= note.onset < end]
        if change < 0:
            downs += 1
            kit.notes += [Note(end - 2 + Fraction(step, 4), Fraction(1, 4),
                               (50, 48, 45, 43)[step // 2], draw.randint(85, 120))
                          for step in range(8)]
        else:
            ups += 1
    return ups >= 2 and downs >= 2


KINDS = {
    name.replace("_", "-"): function for name, function in list(globals().items())
    if callable(function) and not name.startswith("_") and name not in (
        "Fraction", "Note", "pairwise", "root")}


def _lead(song):
    leads = song.of("lead")
    return max(leads, key=lambda part: len(part.notes)) if leads else None


def _kit(song):
    kits = [part for part in song.of("drums") if part.is_drums]
    return kits[0] if kits else None


def _chords(part):
    by_onset = {}
    for note in part.notes:
        by_onset.setdefault(note.onset, []).append(note)
    return [notes for notes in by_onset.values() if len(notes) >= 3]


def _bar(song, part, bar):
    return [note for note in part.notes if note.onset // song.bar == bar]


def _busy(song, draw, parts, length):
    bars = [bar for bar in range(1, song.bars - length)
            if all(len(_bar(song, part, bar)) >= 2 for part in parts[:1])]
    return draw.choice(bars) if bars else None


def _copy_bar(song, part, start, count):
    source = [note for note in _bar(song, part, start)]
    low, high = start * song.bar, (start + count) * song.bar
    part.notes = [note for note in part.notes if not low <= note.onset < high]
    part.notes += [
        note.moved(onset=note.onset + bar * song.bar, duration=min(note.duration, song.bar))
        for bar in range(count) for note in source]


def _unoverlap(part):
    part.notes.sort(key=lambda note: (note.onset, note.key))
    for index, (note, following) in enumerate(pairwise(part.notes)):
        if note.onset < following.onset < note.end:
            part.notes[index] = note.moved(duration=following.onset - note.onset)
    part.notes = _once(part.notes)


def _once(notes):
    seen, kept = set(), []
    for note in notes:
        if (note.onset, note.key) not in seen:
            seen.add((note.onset, note.key))
            kept.append(note)
    return kept


def _run(counts, least, length):
    run = 0
    for bar, count in enumerate(counts):
        run = run + 1 if count >= least else 0
        if run == length:
            return bar - length + 1
    return None
