/// The most that a variable-length quantity of four bytes can hold.
let longestQuantity = 0x0FFF_FFFF

/// Where a track is being read, and what is in force there.
private struct TrackCursor {
  var position: Int
  /// The time of the event being read.
  var tick = 0
  /// The time of the last event that was kept.
  var previous = 0
  /// The running status, or 0.
  var status: UInt8 = 0
  /// The last status that was in force, or 0.
  var lastStatus: UInt8 = 0
}

/// Why the reading of a track stops.
private enum TrackStop {
  case noRoom
  case endOfTrack
  case cut
}

extension MIDIDecoder {
  /// The events from `start` up to an End of Track or `end`, and the position after the last byte.
  mutating func track(
    in bytes: Span<UInt8>, from start: Int, to end: Int
  ) throws(MIDIDecodingError) -> (track: MIDITrack, last: Int) {
    var events: [MIDIEvent] = []
    var cursor = TrackCursor(position: start)
    // An event takes four bytes as a rule, and two (under running status) at least: most tracks
    // need one block of memory, no track more than two, and none much more than it has bytes for.
    var room = (end - start) / 4 + 1
    while true {
      var stop = TrackStop.noRoom
      try events.append(addingCapacity: room) { (output) throws(MIDIDecodingError) in
        stop = try read(bytes, before: end, at: &cursor, into: &output)
      }
      switch stop {
      case .noRoom: room = (end - cursor.position) / 2 + 1
      case .endOfTrack: return (MIDITrack(events: events, end: cursor.tick), cursor.position)
      case .cut: return (MIDITrack(events: events, end: cursor.previous), end)
      }
    }
  }

  /// Reads events until the track or the room for them ends.
  ///
  /// This is the loop in which a decode spends its time: channel messages are read in place and
  /// nothing is allocated for them.
  private mutating func read(
    _ bytes: Span<UInt8>, before end: Int, at place: inout TrackCursor,
    into events: inout OutputSpan<MIDIEvent>
  ) throws(MIDIDecodingError) -> TrackStop {
    var cursor = place
    defer { place = cursor }
    while cursor.position < end {
      guard !events.isFull else { return .noRoom }
      let start = cursor.position
      var delta = Int(bytes[start])
      cursor.position += 1
      if delta >= 0x80 {
        guard let quantity = try self.delta(in: bytes, at: &cursor.position, before: end) else {
          return .cut
        }
        delta = quantity
      }
      // Events that a recovery leaves out must not make the next one too far to be written.
      cursor.tick = min(cursor.tick + delta, cursor.previous + longestQuantity)
      guard cursor.position < end else { return try cut(at: start) }
      var byte = bytes[cursor.position]
      if byte < 0x80, cursor.status == 0 {
        cursor.status = cursor.lastStatus
        try skipStray(
          in: bytes, at: &cursor.position, before: end, continuing: cursor.status != 0)
        guard cursor.position < end else { return try cut(at: start) }
        byte = bytes[cursor.position]
      }
      if byte >= 0x80 {
        cursor.position += 1
        guard byte < 0xF0 else {
          if cursor.status != 0 { cursor.lastStatus = cursor.status }
          cursor.status = 0
          switch try other(byte, in: bytes, at: &cursor.position, before: end) {
          case .message(let message):
            events.append(MIDIEvent(tick: cursor.tick, message))
            cursor.previous = cursor.tick
          case .nothing: break
          case .endOfTrack: return .endOfTrack
          case .cut: return .cut
          }
          continue
        }
        cursor.status = byte
      }
      let count = cursor.status & 0xE0 == 0xC0 ? 1 : 2
      guard end - cursor.position >= count else { return try cut(at: start) }
      var first = bytes[cursor.position]
      var second = count == 2 ? bytes[cursor.position + 1] : 0
      if (first | second) >= 0x80 { try clamp(&first, &second, at: cursor.position) }
      cursor.position += count
      events.append(
        MIDIEvent(tick: cursor.tick, MIDIMessage(status: cursor.status, first, second)))
      cursor.previous = cursor.tick
    }
    try found(.missingEndOfTrack(offset: end), remedy: .endOfTrackSupplied)
    return .cut
  }

  /// The rest of a delta time whose first byte, just read, is not its last; nil where it is broken.
  @inline(__always)
  private mutating func delta(
    in bytes: Span<UInt8>, at position: inout Int, before end: Int
  ) throws(MIDIDecodingError) -> Int? {
    let start = position - 1
    var delta = Int(bytes[start] & 0x7F)
    let limit = min(end, start + 4)
    while position < limit {
      let byte = bytes[position]
      position += 1
      delta = delta << 7 | Int(byte & 0x7F)
      if byte < 0x80 { return delta }
    }
    try found(unfinishedQuantity(at: start, before: end), remedy: .trackCut)
    return nil
  }

  /// Ends a track that ran out of bytes within an event.
  private mutating func cut(at offset: Int) throws(MIDIDecodingError) -> TrackStop {
    try found(.truncatedEvent(offset: offset), remedy: .trackCut)
    return .cut
  }

  /// Lowers data bytes above 127.
  private mutating func clamp(
    _ first: inout UInt8, _ second: inout UInt8, at position: Int
  ) throws(MIDIDecodingError) {
    let isFirst = first >= 0x80
    try found(
      .dataByteOutOfRange(
        offset: isFirst ? position : position + 1, byte: isFirst ? first : second),
      remedy: .clamped)
    first = min(first, 0x7F)
    second = min(second, 0x7F)
  }

  /// Passes over data bytes for which no status is in force, unless an earlier one can serve.
  private mutating func skipStray(
    in bytes: Span<UInt8>, at position: inout Int, before end: Int, continuing: Bool
  ) throws(MIDIDecodingError) {
    try found(
      .dataByteWithoutStatus(offset: position, byte: bytes[position]),
      remedy: continuing ? .statusContinued : .skipped)
    guard !continuing else { return }
    while position < end, bytes[position] < 0x80 { position += 1 }
  }

  private func unfinishedQuantity(at offset: Int, before end: Int) -> MIDIDecodingError {
    end - offset >= 4 ? .quantityTooLong(offset: offset) : .truncatedEvent(offset: offset)
  }

  /// What a status byte from F0 up leads to.
  private enum Other {
    case message(MIDIMessage)
    case nothing
    case endOfTrack
    case cut
  }

  /// Reads a meta or system exclusive event whose status byte has been read.
  private mutating func other(
    _ status: UInt8, in bytes: Span<UInt8>, at position: inout Int, before end: Int
  ) throws(MIDIDecodingError) -> Other {
    let start = position - 1
    var type: UInt8 = 0
    switch status {
    case 0xFF:
      guard position < end else {
        try found(.truncatedEvent(offset: start), remedy: .trackCut)
        return .cut
      }
      type = bytes[position]
      position += 1
    case 0xF0, 0xF7:
      break
    default:
      try found(.invalidStatus(offset: start, status: status), remedy: .skipped)
      position = min(
        end, position + (status == 0xF2 ? 2 : status == 0xF1 || status == 0xF3 ? 1 : 0))
      return .nothing
    }
    // Length.
    let lengthStart = position
    var length = 0
    var more = true
    while more, position < min(end, lengthStart + 4) {
      length = length << 7 | Int(bytes[position] & 0x7F)
      more = bytes[position] >= 0x80
      position += 1
    }
    if more {
      try found(unfinishedQuantity(at: lengthStart, before: end), remedy: .trackCut)
      return .cut
    }
    if status == 0xFF, type == 0x2F {
      if length > 0 {
        try found(.endOfTrackLength(offset: start, length: length), remedy: .lengthIgnored)
      }
      return .endOfTrack
    }
    guard length <= end - position else {
      try found(
        .eventTooLong(offset: start, length: length, available: end - position), remedy: .trackCut)
      return .cut
    }
    defer { position += length }
    if type >= 0x80 {
      try found(.invalidMetaType(offset: start, type: type), remedy: .skipped)
      return .nothing
    }
    let payload = array(bytes, position, length)
    switch status {
    case 0xF0: return .message(.systemExclusive(payload))
    case 0xF7: return .message(.escape(payload))
    default: return .message(.meta(MIDIMeta(type: type, bytes: payload)))
    }
  }
}

extension MIDIMessage {
  /// The channel message of a status byte, 80...EF, and its data bytes.
  @inline(__always)
  init(status: UInt8, _ first: UInt8, _ second: UInt8) {
    let channel = status & 0x0F
    // Notes are most of what there is: they take a short way.
    if status < 0xA0 {
      self =
        status < 0x90
        ? .noteOff(channel: channel, key: first, velocity: second)
        : .noteOn(channel: channel, key: first, velocity: second)
      return
    }
    switch status >> 4 {
    case 0xA: self = .keyPressure(channel: channel, key: first, pressure: second)
    case 0xB: self = .controller(channel: channel, number: first, value: second)
    case 0xC: self = .program(channel: channel, number: first)
    case 0xD: self = .channelPressure(channel: channel, pressure: first)
    default: self = .pitchBend(channel: channel, value: UInt16(second) << 7 | UInt16(first))
    }
  }
}
