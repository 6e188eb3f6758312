"""A small writer of Standard MIDI Files with block chords."""

DIVISION = 480


def _quantity(value):
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
    track, last = b"", 0
    for tick, _, data in sorted(events):
        track += _quantity(tick - last) + data
        last = tick
    track += b"\0\xFF\x2F\0"
    return (b"MThd\0\0\0\6\0\0\0\1" + DIVISION.to_bytes(2, "big")
            + b"MTrk" + len(track).to_bytes(4, "big") + track)
