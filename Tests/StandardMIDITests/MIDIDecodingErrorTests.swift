import StandardMIDI
import Testing

/// A file that is wrong in one way, the error it is refused with and what a recovery makes of it.
struct HostileFile: CustomTestStringConvertible, Sendable {
  var name: String
  var bytes: [UInt8]
  var error: MIDIDecodingError
  var remedy: MIDIRepair.Remedy?
  var events: [Int] = []

  var testDescription: String { name }

  static let program: [UInt8] = [0, 0xC0, 1]
  static let note: [UInt8] = [0, 0x90, 60, 100]

  static let header: [HostileFile] = [
    HostileFile(name: "empty", bytes: [], error: .notMIDI),
    HostileFile(name: "text", bytes: Array("Dear Sir or Madam".utf8), error: .notMIDI),
    HostileFile(
      name: "a RIFF file of sound", bytes: Array("RIFF....WAVEfmt ".utf8), error: .notMIDI),
    HostileFile(
      name: "a RIFF file without data", bytes: Array("RIFF....RMID".utf8), error: .notMIDI),
    HostileFile(
      name: "half a header", bytes: Array("MThd".utf8) + [0, 0, 0, 6, 0, 1],
      error: .headerTooShort(offset: 0, length: 2)),
    HostileFile(
      name: "a header of four bytes",
      bytes: Array("MThd".utf8) + [0, 0, 0, 4, 0, 1, 0, 1, 0, 96] + Bytes.track([]),
      error: .headerTooShort(offset: 0, length: 4)),
    HostileFile(
      name: "junk before the header", bytes: [1, 2, 3] + Bytes.file(program),
      error: .junkBeforeHeader(offset: 3), remedy: .skipped, events: [1]),
    HostileFile(
      name: "format 3", bytes: Bytes.header(format: 3, tracks: 1) + Bytes.track(program),
      error: .unknownFormat(offset: 8, format: 3), remedy: .formatAssumed, events: [1]),
    HostileFile(
      name: "no ticks in a quarter note",
      bytes: Bytes.header(tracks: 1, division: 0) + Bytes.track(program),
      error: .invalidDivision(offset: 12, word: 0), remedy: .divisionAssumed, events: [1]),
    HostileFile(
      name: "26 frames a second",
      bytes: Bytes.header(tracks: 1, division: 0xE628) + Bytes.track(program),
      error: .invalidDivision(offset: 12, word: 0xE628), remedy: .divisionAssumed, events: [1]),
    HostileFile(
      name: "no ticks in a frame",
      bytes: Bytes.header(tracks: 1, division: 0xE700) + Bytes.track(program),
      error: .invalidDivision(offset: 12, word: 0xE700), remedy: .divisionAssumed, events: [1]),
    HostileFile(
      name: "a header longer than the file",
      bytes: Array("MThd".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0, 1, 0, 1, 0, 96]
        + Bytes.track(program),
      error: .chunkTooLong(offset: 0, length: 0xFFFF_FFFF, available: 21), remedy: .lengthIgnored,
      events: [1]),
    HostileFile(
      name: "65535 tracks of which one is there",
      bytes: Bytes.header(tracks: 65535) + Bytes.track(program),
      error: .trackCount(declared: 65535, found: 1), remedy: .countIgnored, events: [1]),
    HostileFile(
      name: "one track more than declared",
      bytes: Bytes.header(tracks: 1) + Bytes.track(program) + Bytes.track(note),
      error: .trackCount(declared: 1, found: 2), remedy: .countIgnored, events: [1, 1]),
    HostileFile(
      name: "format 0 with two tracks",
      bytes: Bytes.header(format: 0, tracks: 2) + Bytes.track(program) + Bytes.track(note),
      error: .formatZeroTracks(found: 2), remedy: .formatAssumed, events: [1, 1]),
  ]

  static let chunks: [HostileFile] = [
    HostileFile(
      name: "a track of four thousand million bytes",
      bytes: Bytes.header(tracks: 1) + Bytes.track(program, length: 0xFFFF_FFFF),
      error: .chunkTooLong(offset: 14, length: 0xFFFF_FFFF, available: 7), remedy: .lengthIgnored,
      events: [1]),
    HostileFile(
      name: "a track's length too short",
      bytes: Bytes.header(tracks: 2) + Bytes.track(program, length: 1) + Bytes.track(note),
      error: .truncatedEvent(offset: 22), remedy: .lengthIgnored, events: [1, 1]),
    HostileFile(
      name: "a track's length too long by one",
      bytes: Bytes.header(tracks: 2) + Bytes.track(program, length: 8) + Bytes.track(note),
      error: .bytesAfterEndOfTrack(offset: 29, count: 1), remedy: .lengthIgnored, events: [1, 1]),
    HostileFile(
      name: "a foreign chunk longer than the file",
      bytes: Bytes.header(tracks: 2) + Bytes.track(program) + Bytes.chunk("ABCD", [], length: 9999)
        + Bytes.track(note),
      error: .chunkTooLong(offset: 29, length: 9999, available: 16), remedy: .skipped,
      events: [1, 1]),
    HostileFile(
      name: "zeros at the end", bytes: Bytes.file(program) + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      error: .junk(offset: 29, count: 10), remedy: .skipped, events: [1]),
    HostileFile(
      name: "junk between tracks",
      bytes: Bytes.header(tracks: 2) + Bytes.track(program) + [1, 2, 3] + Bytes.track(note),
      error: .junk(offset: 29, count: 3), remedy: .skipped, events: [1, 1]),
    HostileFile(
      name: "two files in one", bytes: Bytes.file(program) + Bytes.file(note),
      error: .repeatedHeader(offset: 29), remedy: .skipped, events: [1, 1]),
    HostileFile(
      name: "no End of Track", bytes: Bytes.header(tracks: 1) + Bytes.chunk("MTrk", program),
      error: .missingEndOfTrack(offset: 25), remedy: .endOfTrackSupplied, events: [1]),
    HostileFile(
      name: "an End of Track with a byte",
      bytes: Bytes.header(tracks: 1) + Bytes.chunk("MTrk", program + [0, 0xFF, 0x2F, 1, 0]),
      error: .endOfTrackLength(offset: 26, length: 1), remedy: .lengthIgnored, events: [1]),
    HostileFile(
      name: "events behind the End of Track",
      bytes: Bytes.header(tracks: 1) + Bytes.chunk("MTrk", program + Bytes.endOfTrack + note),
      error: .bytesAfterEndOfTrack(offset: 29, count: 4), remedy: .skipped, events: [1]),
  ]

  static let events: [HostileFile] = [
    HostileFile(
      name: "a track cut within a note",
      bytes: Bytes.header(tracks: 1) + Bytes.chunk("MTrk", program + [0, 0x90, 60]),
      error: .truncatedEvent(offset: 25), remedy: .trackCut, events: [1]),
    HostileFile(
      name: "a track cut after a delta time",
      bytes: Bytes.header(tracks: 1) + Bytes.chunk("MTrk", program + [5]),
      error: .truncatedEvent(offset: 25), remedy: .trackCut, events: [1]),
    HostileFile(
      name: "a track cut within a delta time",
      bytes: Bytes.header(tracks: 1) + Bytes.chunk("MTrk", program + [0x81]),
      error: .truncatedEvent(offset: 25), remedy: .trackCut, events: [1]),
    HostileFile(
      name: "a track cut within a meta event's head",
      bytes: Bytes.header(tracks: 1) + Bytes.chunk("MTrk", program + [0, 0xFF]),
      error: .truncatedEvent(offset: 26), remedy: .trackCut, events: [1]),
    HostileFile(
      name: "a track cut within a meta event's length",
      bytes: Bytes.header(tracks: 1) + Bytes.chunk("MTrk", program + [0, 0xFF, 1]),
      error: .truncatedEvent(offset: 28), remedy: .trackCut, events: [1]),
    HostileFile(
      name: "a delta time of five bytes",
      bytes: Bytes.file(program + [0x81, 0x80, 0x80, 0x80, 0, 0xC0, 2]),
      error: .quantityTooLong(offset: 25), remedy: .trackCut, events: [1]),
    HostileFile(
      name: "a text of five length bytes",
      bytes: Bytes.file(program + [0, 0xFF, 1, 0x80, 0x80, 0x80, 0x80, 0]),
      error: .quantityTooLong(offset: 28), remedy: .trackCut, events: [1]),
    HostileFile(
      name: "a text longer than its track",
      bytes: Bytes.file(program + [0, 0xFF, 1, 0xFF, 0xFF, 0xFF, 0x7F, 0x41]),
      error: .eventTooLong(offset: 26, length: 0x0FFF_FFFF, available: 5), remedy: .trackCut,
      events: [1]),
    HostileFile(
      name: "a system exclusive message longer than its track",
      bytes: Bytes.file(program + [0, 0xF0, 100, 1, 2]),
      error: .eventTooLong(offset: 26, length: 100, available: 6), remedy: .trackCut, events: [1]),
    HostileFile(
      name: "data before any status", bytes: Bytes.file([0, 60, 100, 0xC0, 2]),
      error: .dataByteWithoutStatus(offset: 23, byte: 60), remedy: .skipped, events: [1]),
    HostileFile(
      name: "a running status across a text",
      bytes: Bytes.file(note + [0, 0xFF, 1, 0, 0, 62, 100]),
      error: .dataByteWithoutStatus(offset: 31, byte: 62), remedy: .statusContinued, events: [3]),
    HostileFile(
      name: "a velocity of 200", bytes: Bytes.file([0, 0x90, 60, 200]),
      error: .dataByteOutOfRange(offset: 25, byte: 200), remedy: .clamped, events: [1]),
    HostileFile(
      name: "a real-time byte", bytes: Bytes.file(program + [0, 0xF8] + note),
      error: .invalidStatus(offset: 26, status: 0xF8), remedy: .skipped, events: [2]),
    HostileFile(
      name: "a song position", bytes: Bytes.file(program + [0, 0xF2, 1, 2] + note),
      error: .invalidStatus(offset: 26, status: 0xF2), remedy: .skipped, events: [2]),
    HostileFile(
      name: "a meta event of type 200", bytes: Bytes.file(program + [0, 0xFF, 200, 1, 0] + note),
      error: .invalidMetaType(offset: 26, type: 200), remedy: .skipped, events: [2]),
  ]

  static let all = header + chunks + events
}

@Suite("MIDIDecodingError")
struct MIDIDecodingErrorTests {
  @Test("a hostile file is refused for what is wrong with it", arguments: HostileFile.all)
  func refused(file: HostileFile) {
    #expect(throws: file.error) { try MIDIFile.decode(file.bytes) }
  }

  @Test("recoverable damage is mended and reported when asked", arguments: HostileFile.all)
  func recovered(file: HostileFile) throws {
    guard let remedy = file.remedy else {
      #expect(throws: file.error) { try MIDIFile.decode(recovering: file.bytes) }
      return
    }
    let recovery = try MIDIFile.decode(recovering: file.bytes)
    #expect(recovery.repairs.map(\.remedy).contains(remedy))
    #expect(recovery.file.tracks.map(\.events.count) == file.events)
    #expect(recovery.unreportedRepairs == 0)
    #expect(try MIDIFile.decode(recovery.file.encoded()) == recovery.file)
  }

  @Test("an error knows its place where it has one")
  func offsets() {
    for file in HostileFile.all {
      switch file.error {
      case .notMIDI, .trackCount, .formatZeroTracks: #expect(file.error.offset == nil)
      default: #expect(file.error.offset != nil)
      }
    }
  }

  @Test("a report stops at a thousand repairs and counts the rest")
  func manyRepairs() throws {
    let body = (0..<1500).flatMap { _ in [0, 0xF8] as [UInt8] }
    let recovery = try MIDIFile.decode(recovering: Bytes.file(body))
    #expect(recovery.repairs.count == 1000)
    #expect(recovery.unreportedRepairs == 500)
  }

  @Test("times left out by a recovery never make a file that cannot be written")
  func longSilence() throws {
    let skipped: [UInt8] = [0xFF, 0xFF, 0xFF, 0x7F, 0xF8]
    let recovery = try MIDIFile.decode(
      recovering: Bytes.file(skipped + skipped + [0x01, 0xC0, 1]))
    #expect(recovery.file.tracks[0].events.map(\.tick) == [0x0FFF_FFFF])
    #expect(try MIDIFile.decode(recovery.file.encoded()) == recovery.file)
  }
}
