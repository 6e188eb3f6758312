/// The most that a variable-length quantity of four bytes can hold.
let longestQuantity = 0x0FFF_FFFF

extension MIDIDecoder {
  /// The events from `start` up to an End of Track or `end`, and the position after the last byte.
  ///
  /// This is the loop in which a decode spends its time: channel messages are read in place and
  /// nothing is allocated for them.
  mutating func track(
    in bytes: Span<UInt8>, from start: Int, to end: Int
  ) throws(MIDIDecodingError) -> (track: MIDITrack, last: Int) {
    var events: [MIDIEvent] = []
    // Four bytes is what an event takes as a rule: fewer under running status, more with long deltas.
    events.reserveCapacity((end - start) / 4)
    var position = start
    var tick = 0
    var previous = 0
    var status: UInt8 = 0
    var lastStatus: UInt8 = 0
    while position < end {
      let eventStart = position
      // Delta time.
      var delta = Int(bytes[position])
      position += 1
      if delta >= 0x80 {
        delta &= 0x7F
        let quantityEnd = min(end, eventStart + 4)
        var more = true
        while more, position < quantityEnd {
          let byte = Int(bytes[position])
          position += 1
          delta = delta << 7 | byte & 0x7F
          more = byte >= 0x80
        }
        if more {
          try found(unfinishedQuantity(at: eventStart, before: end), remedy: .trackCut)
          return (MIDITrack(events: events, end: previous), end)
        }
      }
      // Events that a recovery leaves out must not make the next one too far to be written.
      tick = min(tick + delta, previous + longestQuantity)
      guard position < end else { return try cut(events, at: eventStart, previous, end) }
      // Status.
      var byte = bytes[position]
      if byte < 0x80, status == 0 {
        status = lastStatus
        try skipStray(in: bytes, at: &position, before: end, continuing: status != 0)
        guard position < end else { return try cut(events, at: eventStart, previous, end) }
        byte = bytes[position]
      }
      if byte >= 0x80 {
        position += 1
        guard byte < 0xF0 else {
          if status != 0 { lastStatus = status }
          status = 0
          switch try other(byte, in: bytes, at: &position, before: end) {
          case .message(let message):
            events.append(MIDIEvent(tick: tick, message))
            previous = tick
          case .nothing:
            break
          case .endOfTrack:
            return (MIDITrack(events: events, end: tick), position)
          case .cut:
            return (MIDITrack(events: events, end: previous), end)
          }
          continue
        }
        status = byte
      }
      // Channel message.
      let count = status & 0xE0 == 0xC0 ? 1 : 2
      guard end - position >= count else { return try cut(events, at: eventStart, previous, end) }
      byte = bytes[position]
      var second = count == 2 ? bytes[position + 1] : 0
      if (byte | second) >= 0x80 {
        let first = byte >= 0x80
        try found(
          .dataByteOutOfRange(
            offset: first ? position : position + 1, byte: first ? byte : second),
          remedy: .clamped)
        byte = min(byte, 0x7F)
        second = min(second, 0x7F)
      }
      position += count
      events.append(MIDIEvent(tick: tick, MIDIMessage(status: status, byte, second)))
      previous = tick
    }
    try found(.missingEndOfTrack(offset: end), remedy: .endOfTrackSupplied)
    return (MIDITrack(events: events, end: previous), end)
  }

  /// The track that ran out of bytes within an event.
  private mutating func cut(
    _ events: [MIDIEvent], at offset: Int, _ previous: Int, _ end: Int
  ) throws(MIDIDecodingError) -> (track: MIDITrack, last: Int) {
    try found(.truncatedEvent(offset: offset), remedy: .trackCut)
    return (MIDITrack(events: events, end: previous), end)
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
    switch status >> 4 {
    case 0x8: self = .noteOff(channel: channel, key: first, velocity: second)
    case 0x9: self = .noteOn(channel: channel, key: first, velocity: second)
    case 0xA: self = .keyPressure(channel: channel, key: first, pressure: second)
    case 0xB: self = .controller(channel: channel, number: first, value: second)
    case 0xC: self = .program(channel: channel, number: first)
    case 0xD: self = .channelPressure(channel: channel, pressure: first)
    default: self = .pitchBend(channel: channel, value: UInt16(second) << 7 | UInt16(first))
    }
  }
}
