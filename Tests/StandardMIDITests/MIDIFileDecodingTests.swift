import StandardMIDI
import Testing

@Suite("MIDIFile decoding")
struct MIDIFileDecodingTests {
  /// The events of a file of one track with the given bytes before its End of Track.
  private func events(_ body: [UInt8]) throws -> [MIDIEvent] {
    try MIDIFile.decode(Bytes.file(body)).tracks[0].events
  }

  @Test(
    "every channel message is read",
    arguments: [
      ([0x81, 60, 64], .noteOff(channel: 1, key: 60, velocity: 64)),
      ([0x9F, 60, 100], .noteOn(channel: 15, key: 60, velocity: 100)),
      ([0x90, 60, 0], .noteOn(channel: 0, key: 60, velocity: 0)),
      ([0xA2, 60, 7], .keyPressure(channel: 2, key: 60, pressure: 7)),
      ([0xB3, 64, 127], .controller(channel: 3, number: 64, value: 127)),
      ([0xC4, 19], .program(channel: 4, number: 19)),
      ([0xD5, 90], .channelPressure(channel: 5, pressure: 90)),
      ([0xE6, 0x01, 0x40], .pitchBend(channel: 6, value: 8193)),
      ([0xE6, 0x7F, 0x7F], .pitchBend(channel: 6, value: 16383)),
      ([0xF0, 3, 0x43, 0x12, 0xF7], .systemExclusive([0x43, 0x12, 0xF7])),
      ([0xF0, 0], .systemExclusive([])),
      ([0xF7, 1, 0xF8], .escape([0xF8])),
    ] as [([UInt8], MIDIMessage)])
  func channelMessages(bytes: [UInt8], message: MIDIMessage) throws {
    #expect(try events([5] + bytes) == [MIDIEvent(tick: 5, message)])
    #expect(try MIDIFile.decode(Bytes.file([5] + bytes)).encoded() == Bytes.file([5] + bytes))
  }

  @Test(
    "every meta event is read",
    arguments: [
      ([0x00, 2, 1, 2], .sequenceNumber(258)),
      ([0x01, 2, 0x68, 0x69], .text(.text, utf8: "hi")),
      ([0x03, 0], .text(.trackName, [])),
      ([0x06, 1, 0xE9], .text(.marker, [0xE9])),
      ([0x0F, 1, 0x41], .text(.reserved15, utf8: "A")),
      ([0x20, 1, 9], .channelPrefix(9)),
      ([0x21, 1, 3], .port(3)),
      ([0x51, 3, 0x07, 0xA1, 0x20], .tempo(microsecondsPerQuarter: 500_000)),
      (
        [0x54, 5, 0x61, 2, 3, 29, 99],
        .smpteOffset(
          SMPTEOffset(rate: .thirty, hours: 1, minutes: 2, seconds: 3, frames: 29, hundredths: 99))
      ),
      (
        [0x58, 4, 6, 3, 36, 8],
        .timeSignature(
          MIDITimeSignature(
            numerator: 6, denominatorPower: 3, clocksPerClick: 36, thirtySecondsPerQuarter: 8))
      ),
      ([0x59, 2, 0xFD, 1], .keySignature(MIDIKeySignature(sharps: -3, isMinor: true))),
      ([0x7F, 2, 0x43, 0], .sequencerSpecific([0x43, 0])),
      ([0x60, 1, 9], .other(type: 0x60, bytes: [9])),
    ] as [([UInt8], MIDIMeta)])
  func metaEvents(bytes: [UInt8], meta: MIDIMeta) throws {
    let file = Bytes.file([0, 0xFF] + bytes)
    #expect(try events([0, 0xFF] + bytes) == [MIDIEvent(tick: 0, .meta(meta))])
    #expect(try MIDIFile.decode(file).encoded() == file)
  }

  @Test(
    "a meta event that is not as it is defined is kept by type and bytes",
    arguments: [
      [0x00, 0], [0x20, 1, 16], [0x21, 1, 128], [0x51, 3, 0, 0, 0], [0x51, 2, 1, 1],
      [0x54, 5, 0x80, 0, 0, 0, 0], [0x54, 5, 0, 60, 0, 0, 0], [0x54, 5, 0, 0, 0, 24, 0],
      [0x58, 4, 0, 2, 24, 8], [0x58, 4, 4, 9, 24, 8], [0x58, 2, 4, 2], [0x59, 2, 8, 0],
      [0x59, 2, 0, 2],
    ] as [[UInt8]])
  func oddMetaEvents(bytes: [UInt8]) throws {
    let meta = MIDIMeta.other(type: bytes[0], bytes: Array(bytes[2...]))
    #expect(try events([0, 0xFF] + bytes) == [MIDIEvent(tick: 0, .meta(meta))])
  }

  @Test("a status stays in force until another, and ends with a meta or system exclusive event")
  func runningStatus() throws {
    let running = try events([0, 0x90, 60, 100, 10, 62, 100, 0, 0x80, 60, 0, 0, 62, 0])
    let full = try events([0, 0x90, 60, 100, 10, 0x90, 62, 100, 0, 0x80, 60, 0, 0, 0x80, 62, 0])
    #expect(running == full)
    for other: [UInt8] in [[0xFF, 0x01, 0], [0xF0, 0], [0xF7, 0]] {
      #expect(throws: MIDIDecodingError.dataByteWithoutStatus(offset: 28 + other.count, byte: 62)) {
        try events([0, 0x90, 60, 100, 0] + other + [0, 62, 100])
      }
    }
  }

  @Test(
    "a delta time has up to four bytes",
    arguments: [
      ([0x00], 0), ([0x7F], 127), ([0x81, 0x00], 128), ([0xFF, 0x7F], 16383),
      ([0x81, 0x80, 0x00], 16384), ([0xFF, 0xFF, 0xFF, 0x7F], 0x0FFF_FFFF),
      ([0x80, 0x80, 0x80, 0x05], 5),
    ] as [([UInt8], Int)])
  func deltaTimes(bytes: [UInt8], ticks: Int) throws {
    #expect(try events(bytes + [0xC0, 1]).map(\.tick) == [ticks])
  }

  @Test(
    "the time division is ticks in a quarter note or in a frame",
    arguments: [
      (0x01E0, .ticksPerQuarter(480)), (0x7FFF, .ticksPerQuarter(32767)),
      (0xE828, .timeCode(.film, ticksPerFrame: 40)),
      (0xE7FF, .timeCode(.european, ticksPerFrame: 255)),
      (0xE304, .timeCode(.dropFrame, ticksPerFrame: 4)),
      (0xE250, .timeCode(.thirty, ticksPerFrame: 80)),
    ] as [(UInt16, MIDIDivision)])
  func divisions(word: UInt16, division: MIDIDivision) throws {
    let bytes = Bytes.header(tracks: 0, division: word)
    let file = try MIDIFile.decode(bytes)
    #expect(file.division == division)
    #expect(try file.encoded() == bytes)
  }

  @Test("a track ends where its End of Track says, after a rest or without any event")
  func endOfTrack() throws {
    let bytes =
      Bytes.header(tracks: 2) + Bytes.chunk("MTrk", [0x83, 0x60, 0xFF, 0x2F, 0])
      + Bytes.chunk("MTrk", [0, 0xC0, 1, 0x60, 0xFF, 0x2F, 0])
    let tracks = try MIDIFile.decode(bytes).tracks
    #expect(tracks.map(\.end) == [480, 96])
    #expect(tracks[0].events.isEmpty)
  }

  @Test("foreign chunks keep their place, and a longer header is read over")
  func chunks() throws {
    let tail = Bytes.chunk("XFIH", [1, 2]) + Bytes.track([]) + Bytes.chunk("XFKM", [])
    let file = try MIDIFile.decode(Bytes.header(tracks: 1, extra: [9, 9]) + tail)
    #expect(file.chunks.map(\.precedingTracks) == [0, 1])
    #expect(file.chunks.map { String(decoding: $0.type, as: UTF8.self) } == ["XFIH", "XFKM"])
    #expect(try file.encoded() == Bytes.header(tracks: 1) + tail)
  }

  @Test("a RIFF wrapping is taken off")
  func riff() throws {
    let inner = Bytes.file([0, 0xC0, 1])
    func chunk(_ type: String, _ body: [UInt8]) -> [UInt8] {
      Array(type.utf8) + Bytes.word32(body.count).reversed() + body
        + (body.count % 2 == 1 ? [0] : [])
    }
    let wrapped = chunk(
      "RIFF", Array("RMID".utf8) + chunk("LIST", [1, 2, 3]) + chunk("data", inner))
    #expect(try MIDIFile.decode(wrapped) == MIDIFile.decode(inner))
    #expect(throws: MIDIDecodingError.notMIDI) { try MIDIFile.decode(Array(wrapped[..<24])) }
  }

  @Test("text is UTF-8 where it can be, and else Latin-1")
  func text() {
    #expect(MIDIText.string(Array("Für Élise".utf8)) == "Für Élise")
    #expect(MIDIText.string([0x46, 0xFC, 0x72]) == "Für")
    #expect(MIDIText.string([]) == "")
  }

  @Test("a track's name is its first track name")
  func names() throws {
    let track = try MIDIFile.decode(
      Bytes.file([0, 0xC0, 1, 0, 0xFF, 3, 2, 0x41, 0x42, 0, 0xFF, 3, 1, 0x43])
    ).tracks[0]
    #expect(track.name == "AB")
    #expect(MIDITrack().name == nil)
  }
}
