"""A small writer of Standard MIDI Files with block chords."""

DIVISION = 480


def quantity(value):
    """A number as a variable-length quantity."""
    data = [value & 0x7F]
    while value := value >> 7:
        data.insert(0, value & 0x7F | 0x80)
    return bytes(data)


def chords(spans, meter=(4, 2)):
    """A file of one track: chords as (keys, start, end) in quarter notes; metre as (4, log2)."""
    events = [(0, 0, b"\xFF\x58\x04" + bytes([meter[0], meter[1], 24, 8]))]
    for keys, start, end in spans:
        for key in keys:
            events.append((round(start * DIVISION), 2, bytes([0x90, key, 80])))
            events.append((round(end * DIVISION), 1, bytes([0x80, key, 0])))
    return _file(0, DIVISION, [events])


def write(song):
    """A file of a song as `midi_reader` reads it: tempi, metres, programs, names and notes."""
    conductor = [(tick, 0, b"\xFF\x51\x03" + microseconds.to_bytes(3, "big"))
                 for tick, microseconds in song.tempi]
    conductor += [(tick, 0, b"\xFF\x58\x04" + bytes([count, unit.bit_length() - 1, 24, 8]))
                  for tick, (count, unit) in song.meters]
    tracks = [conductor]
    for track in song.tracks:
        name = track.name.encode()
        events = [(0, 0, b"\xFF\x03" + quantity(len(name)) + name)]
        events += [(tick, 0, bytes([0xC0 | channel, program]))
                   for tick, channel, program in track.programs]
        for note in track.notes:
            events.append((note.start, 2, bytes([0x90 | note.channel, note.key, note.velocity])))
            # One that has no length would be let go before it is struck.
            end = max(note.end, note.start + 1)
            events.append((end, 1, bytes([0x80 | note.channel, note.key, 0])))
        tracks.append(events)
    return _file(1, song.division, tracks)


def _file(form, division, tracks):
    data = b"MThd\0\0\0\6" + b"".join(
        value.to_bytes(2, "big") for value in (form, len(tracks), division))
    for events in tracks:
        track, last = bytearray(), 0
        for tick, _, message in sorted(events):
            track += quantity(tick - last) + message
            last = tick
        track += b"\0\xFF\x2F\0"
        data += b"MTrk" + len(track).to_bytes(4, "big") + track
    return data
