extension MIDIFile {
  /// The canonical bytes of the file; throws where the value holds what a file cannot.
  public func encoded() throws(MIDIEncodingError) -> [UInt8] {
    if format == .single, tracks.count != 1 { throw .formatZeroTracks(tracks.count) }
    guard let trackCount = UInt16(exactly: tracks.count) else { throw .tooManyTracks(tracks.count) }
    guard let word = division.word else { throw .invalidDivision(division) }
    var writer = MIDIWriter()
    writer.bytes.reserveCapacity(64 + 4 * tracks.reduce(0) { $0 + $1.events.count })
    writer.append("MThd")
    writer.append(word32: 6)
    writer.append(word16: format.rawValue)
    writer.append(word16: trackCount)
    writer.append(word16: word)
    var pending = chunks.indices[...]
    for (index, track) in tracks.enumerated() {
      try writeChunks(before: index, from: &pending, to: &writer)
      try writer.append(track, index: index)
    }
    try writeChunks(before: tracks.count, from: &pending, to: &writer)
    if let index = pending.first { throw .invalidChunk(index: index) }
    return writer.bytes
  }

  /// Writes the foreign chunks that stand before a track.
  private func writeChunks(
    before track: Int, from pending: inout Range<Int>, to writer: inout MIDIWriter
  ) throws(MIDIEncodingError) {
    while let index = pending.first, chunks[index].precedingTracks == track {
      let chunk = chunks[index]
      guard chunk.type.count == 4, chunk.type.allSatisfy(Chunk.isPrintable),
        chunk.type != Array("MTrk".utf8), chunk.type != Array("MThd".utf8)
      else { throw .invalidChunk(index: index) }
      guard let length = UInt32(exactly: chunk.bytes.count) else {
        throw .chunkTooLong(index: index)
      }
      writer.bytes += chunk.type
      writer.append(word32: length)
      writer.bytes += chunk.bytes
      pending.removeFirst()
    }
  }
}

/// Bytes of a file as they are written.
struct MIDIWriter {
  var bytes: [UInt8] = []

  mutating func append(_ type: StaticString) {
    type.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func append(word16 word: UInt16) {
    bytes.append(UInt8(word >> 8))
    bytes.append(UInt8(word & 0xFF))
  }

  mutating func append(word32 word: UInt32) {
    append(word16: UInt16(word >> 16))
    append(word16: UInt16(word & 0xFFFF))
  }

  /// Writes a quantity of at most ``longestQuantity`` in as few bytes as it needs.
  mutating func append(quantity: Int) {
    if quantity >= 1 << 21 { bytes.append(UInt8(quantity >> 21 & 0x7F | 0x80)) }
    if quantity >= 1 << 14 { bytes.append(UInt8(quantity >> 14 & 0x7F | 0x80)) }
    if quantity >= 1 << 7 { bytes.append(UInt8(quantity >> 7 & 0x7F | 0x80)) }
    bytes.append(UInt8(quantity & 0x7F))
  }

  /// Writes a track's chunk.
  mutating func append(_ track: MIDITrack, index: Int) throws(MIDIEncodingError) {
    append("MTrk")
    let lengthPosition = bytes.count
    append(word32: 0)
    var tick = 0
    for (number, event) in track.events.enumerated() {
      try appendDelta(from: tick, to: event.tick, track: index, event: number)
      tick = event.tick
      try append(event.message, track: index, event: number)
    }
    try appendDelta(from: tick, to: track.end, track: index, event: track.events.count)
    bytes += [0xFF, 0x2F, 0x00]
    guard let length = UInt32(exactly: bytes.count - lengthPosition - 4) else {
      throw .chunkTooLong(index: index)
    }
    for place in 0..<4 {
      bytes[lengthPosition + place] = UInt8(length >> (24 - 8 * UInt32(place)) & 0xFF)
    }
  }

  private mutating func appendDelta(
    from previous: Int, to tick: Int, track: Int, event: Int
  ) throws(MIDIEncodingError) {
    guard tick >= previous else { throw .descendingTick(track: track, event: event) }
    guard tick - previous <= longestQuantity else { throw .tickTooFar(track: track, event: event) }
    append(quantity: tick - previous)
  }

  private mutating func append(
    _ message: MIDIMessage, track: Int, event: Int
  ) throws(MIDIEncodingError) {
    switch message {
    case .noteOff(let channel, let key, let velocity):
      try append(0x80, channel, key, velocity, track: track, event: event)
    case .noteOn(let channel, let key, let velocity):
      try append(0x90, channel, key, velocity, track: track, event: event)
    case .keyPressure(let channel, let key, let pressure):
      try append(0xA0, channel, key, pressure, track: track, event: event)
    case .controller(let channel, let number, let value):
      try append(0xB0, channel, number, value, track: track, event: event)
    case .program(let channel, let number):
      try append(0xC0, channel, number, nil, track: track, event: event)
    case .channelPressure(let channel, let pressure):
      try append(0xD0, channel, pressure, nil, track: track, event: event)
    case .pitchBend(let channel, let value):
      guard value < 1 << 14 else { throw .valueOutOfRange(track: track, event: event) }
      try append(
        0xE0, channel, UInt8(value & 0x7F), UInt8(value >> 7), track: track, event: event)
    case .systemExclusive(let payload):
      bytes.append(0xF0)
      try append(payload, track: track, event: event)
    case .escape(let payload):
      bytes.append(0xF7)
      try append(payload, track: track, event: event)
    case .meta(let meta):
      guard let (type, payload) = meta.typeAndBytes else {
        throw .valueOutOfRange(track: track, event: event)
      }
      if case .other = meta, type == 0x2F || MIDIMeta(type: type, bytes: payload) != meta {
        throw .metaHasOwnCase(track: track, event: event)
      }
      bytes.append(0xFF)
      bytes.append(type)
      try append(payload, track: track, event: event)
    }
  }

  /// Writes a channel message of one or two data bytes.
  private mutating func append(
    _ status: UInt8, _ channel: UInt8, _ first: UInt8, _ second: UInt8?, track: Int, event: Int
  ) throws(MIDIEncodingError) {
    guard channel < 16, (first | (second ?? 0)) < 128 else {
      throw .valueOutOfRange(track: track, event: event)
    }
    bytes.append(status | channel)
    bytes.append(first)
    if let second { bytes.append(second) }
  }

  /// Writes the length and the bytes of a meta or system exclusive event.
  private mutating func append(
    _ payload: [UInt8], track: Int, event: Int
  ) throws(MIDIEncodingError) {
    guard payload.count <= longestQuantity else {
      throw .eventTooLong(track: track, event: event)
    }
    append(quantity: payload.count)
    bytes += payload
  }
}
