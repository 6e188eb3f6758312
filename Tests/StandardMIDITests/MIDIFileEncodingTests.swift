import StandardMIDI
import Testing

@Suite("MIDIFile encoding")
struct MIDIFileEncodingTests {
  @Test("an encoded file has full status bytes and the fewest bytes of delta time")
  func canonical() throws {
    let track = MIDITrack(
      events: [
        MIDIEvent(tick: 0, .noteOn(channel: 0, key: 60, velocity: 100)),
        MIDIEvent(tick: 0, .noteOn(channel: 0, key: 64, velocity: 100)),
        MIDIEvent(tick: 128, .noteOff(channel: 0, key: 60, velocity: 0)),
      ], end: 129)
    let body: [UInt8] = [
      0, 0x90, 60, 100, 0, 0x90, 64, 100, 0x81, 0, 0x80, 60, 0, 1, 0xFF, 0x2F, 0,
    ]
    #expect(
      try MIDIFile(format: .single, tracks: [track]).encoded()
        == Bytes.header(format: 0, tracks: 1) + Bytes.chunk("MTrk", body))
  }

  @Test(
    "an event that is out of range is refused, with its track and place",
    arguments: [
      .noteOn(channel: 16, key: 60, velocity: 1), .noteOff(channel: 0, key: 128, velocity: 1),
      .keyPressure(channel: 0, key: 1, pressure: 128), .program(channel: 0, number: 128),
      .channelPressure(channel: 0, pressure: 200), .controller(channel: 0, number: 1, value: 128),
      .pitchBend(channel: 0, value: 0x4000), .meta(.channelPrefix(16)), .meta(.port(128)),
      .meta(.tempo(microsecondsPerQuarter: 0)), .meta(.tempo(microsecondsPerQuarter: 1 << 24)),
      .meta(.timeSignature(MIDITimeSignature(numerator: 0, denominatorPower: 2))),
      .meta(.keySignature(MIDIKeySignature(sharps: 8, isMinor: false))),
      .meta(
        .smpteOffset(SMPTEOffset(rate: .film, hours: 0, minutes: 0, seconds: 0, frames: 24))),
      .meta(.other(type: 128, bytes: [])),
    ] as [MIDIMessage])
  func outOfRange(message: MIDIMessage) {
    let events = [MIDIEvent(tick: 0, .program(channel: 0, number: 0)), MIDIEvent(tick: 0, message)]
    #expect(throws: MIDIEncodingError.valueOutOfRange(track: 1, event: 1)) {
      try MIDIFile(tracks: [MIDITrack(), MIDITrack(events: events)]).encoded()
    }
  }

  @Test(
    "a meta event by type and bytes that has a case of its own is refused",
    arguments: [
      .other(type: 0x2F, bytes: []), .other(type: 0x51, bytes: [1, 2, 3]),
      .other(type: 1, bytes: []), .other(type: 0x7F, bytes: [1]),
    ] as [MIDIMeta])
  func ownCase(meta: MIDIMeta) {
    #expect(throws: MIDIEncodingError.metaHasOwnCase(track: 0, event: 0)) {
      try MIDIFile(tracks: [MIDITrack(events: [MIDIEvent(tick: 0, .meta(meta))])]).encoded()
    }
  }

  @Test("descending and too distant ticks are refused, the track's end among them")
  func ticks() {
    func track(_ ticks: [Int], end: Int) -> MIDIFile {
      MIDIFile(
        tracks: [
          MIDITrack(
            events: ticks.map { MIDIEvent(tick: $0, .program(channel: 0, number: 0)) }, end: end)
        ])
    }
    #expect(throws: MIDIEncodingError.descendingTick(track: 0, event: 0)) {
      try track([-1], end: 0).encoded()
    }
    #expect(throws: MIDIEncodingError.descendingTick(track: 0, event: 1)) {
      try track([5, 4], end: 9).encoded()
    }
    #expect(throws: MIDIEncodingError.descendingTick(track: 0, event: 1)) {
      try track([5], end: 4).encoded()
    }
    #expect(throws: MIDIEncodingError.tickTooFar(track: 0, event: 1)) {
      try track([0], end: 0x1000_0000).encoded()
    }
  }

  @Test("a file's frame is checked: format, division, number of tracks, foreign chunks")
  func frame() {
    #expect(throws: MIDIEncodingError.formatZeroTracks(2)) {
      try MIDIFile(format: .single, tracks: [MIDITrack(), MIDITrack()]).encoded()
    }
    #expect(throws: MIDIEncodingError.tooManyTracks(65536)) {
      try MIDIFile(tracks: Array(repeating: MIDITrack(), count: 65536)).encoded()
    }
    for division in [
      MIDIDivision.ticksPerQuarter(0), .ticksPerQuarter(0x8000), .timeCode(.film, ticksPerFrame: 0),
    ] {
      #expect(throws: MIDIEncodingError.invalidDivision(division)) {
        try MIDIFile(division: division, tracks: []).encoded()
      }
    }
    for (type, place) in [("MTrk", 0), ("MThd", 0), ("ABC", 0), ("AB\n~", 0), ("ABCD", 1)] {
      #expect(throws: MIDIEncodingError.invalidChunk(index: 0)) {
        try MIDIFile(
          tracks: [],
          chunks: [MIDIFile.Chunk(type: Array(type.utf8), bytes: [], precedingTracks: place)]
        ).encoded()
      }
    }
  }
}
