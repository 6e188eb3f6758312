extension MIDIDecodingError: CustomStringConvertible {
  /// What is wrong, as half a sentence that does not name the place.
  public var description: String {
    switch self {
    case .notMIDI: "it does not begin with the header of one"
    case .junkBeforeHeader: "other bytes stand before its header"
    case .headerTooShort(_, let length): "its header has \(length) bytes where 6 are needed"
    case .unknownFormat(_, let format): "its format is \(format), and there are 0, 1 and 2"
    case .invalidDivision(_, let word):
      word == 0
        ? "it counts no ticks in a quarter note"
        : "its division of time, \(Self.hexadecimal(word)), names no frame rate"
    case .trackCount(let declared, let found):
      "it says that it has \(Self.count(declared, "track")) and has \(found)"
    case .formatZeroTracks(let found):
      "its format 0 allows one track, and it has \(found)"
    case .tooManyTracks: "it has more than 65535 tracks"
    case .chunkTooLong(_, let length, let available):
      "a chunk claims \(Self.count(length, "byte")) where \(available) are left"
    case .wrongTrackLength(_, let length):
      "a track's length of \(Self.count(length, "byte")) does not lead to the next"
    case .junk(_, let count): "\(Self.count(count, "byte")) belong to no track"
    case .repeatedHeader: "a second header stands among the tracks"
    case .truncatedEvent: "a track ends in the middle of an event"
    case .missingEndOfTrack: "a track does not say where it ends"
    case .endOfTrackLength(_, let length):
      "the end of a track has \(Self.count(length, "byte")) where none belong"
    case .bytesAfterEndOfTrack(_, let count):
      "\(Self.count(count, "byte")) follow the end of a track"
    case .quantityTooLong: "a number is longer than four bytes"
    case .dataByteWithoutStatus(_, let byte): "the byte \(byte) belongs to no message"
    case .dataByteOutOfRange(_, let byte): "a message holds \(byte), and the most is 127"
    case .invalidStatus(_, let status):
      "the message \(Self.hexadecimal(UInt16(status))) has no place in a file"
    case .invalidMetaType(_, let type): "a meta event has the type \(type), and the most is 127"
    case .eventTooLong(_, let length, let available):
      "an event claims \(Self.count(length, "byte")) where \(available) are left"
    }
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private static func hexadecimal(_ word: UInt16) -> String {
    "0x" + String(word, radix: 16, uppercase: true)
  }
}

extension MIDIRepair: CustomStringConvertible {
  /// What was wrong, where, and what was done, as a sentence.
  public var description: String {
    let place = damage.offset.map { " (byte \($0))" } ?? ""
    let words = damage.description
    return words.prefix(1).uppercased() + words.dropFirst() + place + ": \(remedy)."
  }
}

extension MIDIRepair.Remedy: CustomStringConvertible {
  /// What was done, as half a sentence.
  public var description: String {
    switch self {
    case .skipped: "passed over"
    case .trackCut: "the rest of the track was left out"
    case .lengthIgnored: "read up to its end whatever its length says"
    case .endOfTrackSupplied: "ended at its last event"
    case .statusContinued: "taken for more of the last message"
    case .clamped: "lowered to 127"
    case .formatAssumed: "taken to be of format 1"
    case .divisionAssumed: "480 ticks were taken for a quarter note"
    case .countIgnored: "the tracks that are there were taken"
    }
  }
}

extension MIDIEncodingError: CustomStringConvertible {
  /// What is wrong, as half a sentence.
  public var description: String {
    switch self {
    case .formatZeroTracks(let count): "format 0 allows one track, and there are \(count)"
    case .tooManyTracks(let count): "there are \(count) tracks, and the most are 65535"
    case .invalidDivision: "its division of time is out of range"
    case .invalidChunk(let index): "chunk \(index + 1) has no sound type or place"
    case .descendingTick(let track, let event):
      "event \(event + 1) of track \(track + 1) comes before the one it follows"
    case .tickTooFar(let track, let event):
      "event \(event + 1) of track \(track + 1) lies too far behind the one before it"
    case .valueOutOfRange(let track, let event):
      "a number of event \(event + 1) of track \(track + 1) is out of range"
    case .metaHasOwnCase(let track, let event):
      "event \(event + 1) of track \(track + 1) is written as one of another kind"
    case .eventTooLong(let track, let event):
      "event \(event + 1) of track \(track + 1) is too long"
    case .chunkTooLong(let index): "chunk \(index + 1) has more than 4294967295 bytes"
    case .tooManyParts(let count): "there are \(count) parts, more than there are channels"
    case .tempoOutOfRange(let tempo):
      "a tempo of \(tempo) quarter notes a minute is too slow or too fast"
    case .noteOutOfRange(let part, let index):
      "note \(index + 1) of \(part) has a key, velocity or time that MIDI has not"
    case .controlOutOfRange(let part, let index):
      "controller \(index + 1) of \(part) has a number, value or time that MIDI has not"
    case .levelOutOfRange(let part): "the volume or pan of \(part) is outside 0 to 127"
    }
  }
}
