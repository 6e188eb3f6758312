extension MIDIFile {
  /// Decodes a whole file, strictly: the first damage is thrown.
  ///
  /// Cost: linear; memory is bounded by a small multiple of the input, whatever its lengths claim.
  public static func decode(_ bytes: [UInt8]) throws(MIDIDecodingError) -> MIDIFile {
    var decoder = MIDIDecoder(recovers: false)
    return try decoder.file(in: bytes.span)
  }

  /// Decodes what can be decoded of a damaged file, and reports every repair.
  ///
  /// Thrown are only errors that leave no file: no header anywhere, or half of one.
  public static func decode(recovering bytes: [UInt8]) throws(MIDIDecodingError) -> MIDIRecovery {
    var decoder = MIDIDecoder(recovers: true)
    let file = try decoder.file(in: bytes.span)
    return MIDIRecovery(
      file: file, repairs: decoder.repairs, unreportedRepairs: decoder.unreportedRepairs)
  }
}

/// Reads files; holds what a recovering decode has repaired so far.
///
/// Positions are offsets into the whole input. Bounds are compared before every read, and the span
/// compares them again: no input can lead outside it.
struct MIDIDecoder {
  /// Whether damage is repaired, or thrown.
  let recovers: Bool
  private(set) var repairs: [MIDIRepair] = []
  private(set) var unreportedRepairs = 0

  init(recovers: Bool) {
    self.recovers = recovers
  }

  /// Throws damage, or notes its remedy and lets the caller carry it out.
  mutating func found(
    _ damage: MIDIDecodingError, remedy: MIDIRepair.Remedy
  ) throws(MIDIDecodingError) {
    guard recovers else { throw damage }
    if repairs.count < 1000 {
      repairs.append(MIDIRepair(damage: damage, remedy: remedy))
    } else {
      unreportedRepairs += 1
    }
  }

  /// The file in the input, bare or within a RIFF wrapping.
  mutating func file(in bytes: Span<UInt8>) throws(MIDIDecodingError) -> MIDIFile {
    var (position, end) = try riffData(in: bytes)
    if !holds("MThd", in: bytes, at: position, before: end) {
      guard let header = find("MThd", in: bytes, from: position, before: end) else {
        throw .notMIDI
      }
      try found(.junkBeforeHeader(offset: header), remedy: .skipped)
      position = header
    }
    return try chunks(in: bytes, from: position, to: end)
  }

  /// The range of the `data` chunk of a RIFF file of type `RMID`, or all bytes of any other.
  private mutating func riffData(
    in bytes: Span<UInt8>
  ) throws(MIDIDecodingError) -> (start: Int, end: Int) {
    let count = bytes.count
    guard holds("RIFF", in: bytes, at: 0, before: count),
      holds("RMID", in: bytes, at: 8, before: count)
    else { return (0, count) }
    var position = 12
    while count - position >= 8 {
      let length = (0..<4).reduce(0) { $0 | Int(bytes[position + 4 + $1]) << (8 * $1) }
      let available = count - position - 8
      if holds("data", in: bytes, at: position, before: count) {
        if length > available {
          try found(
            .chunkTooLong(offset: position, length: length, available: available),
            remedy: .lengthIgnored)
        }
        return (position + 8, position + 8 + min(length, available))
      }
      guard length <= available else { break }
      position += 8 + length + length & 1
    }
    throw .notMIDI
  }

  /// The header and every chunk after it.
  private mutating func chunks(
    in bytes: Span<UInt8>, from start: Int, to end: Int
  ) throws(MIDIDecodingError) -> MIDIFile {
    let available = end - start - 8
    guard available >= 6 else { throw .headerTooShort(offset: start, length: max(available, 0)) }
    let length = word32(bytes, start + 4)
    guard length >= 6 else { throw .headerTooShort(offset: start, length: length) }
    if length > available {
      try found(
        .chunkTooLong(offset: start, length: length, available: available), remedy: .lengthIgnored)
    }
    let declared = Int(word16(bytes, start + 10))
    var file = MIDIFile(
      format: try format(word16(bytes, start + 8), at: start + 8),
      division: try division(word16(bytes, start + 12), at: start + 12), tracks: [])
    file.tracks.reserveCapacity(min(declared, (end - start) / 12))
    var position = start + 8 + (length <= available ? length : 6)
    while position < end {
      position = try chunk(in: bytes, at: position, before: end, of: &file)
    }
    if file.tracks.count != declared {
      try found(
        .trackCount(declared: declared, found: file.tracks.count), remedy: .countIgnored)
    }
    if file.format == .single, file.tracks.count != 1 {
      try found(.formatZeroTracks(found: file.tracks.count), remedy: .formatAssumed)
      file.format = .simultaneous
    }
    return file
  }

  private mutating func format(
    _ word: UInt16, at offset: Int
  ) throws(MIDIDecodingError) -> MIDIFile.Format {
    if let format = MIDIFile.Format(rawValue: word) { return format }
    try found(.unknownFormat(offset: offset, format: word), remedy: .formatAssumed)
    return .simultaneous
  }

  private mutating func division(
    _ word: UInt16, at offset: Int
  ) throws(MIDIDecodingError) -> MIDIDivision {
    if let division = MIDIDivision(word: word) { return division }
    try found(.invalidDivision(offset: offset, word: word), remedy: .divisionAssumed)
    return .ticksPerQuarter(480)
  }

  /// Reads one chunk after the header into the file, and gives the position after it.
  private mutating func chunk(
    in bytes: Span<UInt8>, at position: Int, before end: Int, of file: inout MIDIFile
  ) throws(MIDIDecodingError) -> Int {
    guard isChunk(in: bytes, at: position, before: end) else {
      let next = find("MTrk", in: bytes, from: position + 1, before: end) ?? end
      try found(.junk(offset: position, count: next - position), remedy: .skipped)
      return next
    }
    let length = word32(bytes, position + 4)
    let body = position + 8
    let available = end - body
    if holds("MTrk", in: bytes, at: position, before: end) {
      guard file.tracks.count < 0xFFFF else {
        try found(.tooManyTracks(offset: position), remedy: .skipped)
        return end
      }
      return try track(in: bytes, from: body, length: length, before: end, into: &file.tracks)
    }
    if length > available {
      try found(
        .chunkTooLong(offset: position, length: length, available: available), remedy: .skipped)
      return find("MTrk", in: bytes, from: body, before: end) ?? end
    }
    if holds("MThd", in: bytes, at: position, before: end) {
      try found(.repeatedHeader(offset: position), remedy: .skipped)
      return body + length
    }
    file.chunks.append(
      MIDIFile.Chunk(
        type: array(bytes, position, 4), bytes: array(bytes, body, length),
        precedingTracks: file.tracks.count))
    return body + length
  }

  /// Reads a track and gives the position of the chunk after it.
  private mutating func track(
    in bytes: Span<UInt8>, from body: Int, length: Int, before end: Int,
    into tracks: inout [MIDITrack]
  ) throws(MIDIDecodingError) -> Int {
    var limit = body + min(length, end - body)
    let leadsToChunk =
      length <= end - body && (limit == end || isChunk(in: bytes, at: limit, before: end))
    if length > end - body {
      try found(
        .chunkTooLong(offset: body - 8, length: length, available: end - body),
        remedy: .lengthIgnored)
    }
    if recovers, !leadsToChunk {
      limit = find("MTrk", in: bytes, from: body, before: end) ?? end
      if length <= end - body, limit != body + length {
        try found(.wrongTrackLength(offset: body - 8, length: length), remedy: .lengthIgnored)
      }
    }
    let (track, last) = try self.track(in: bytes, from: body, to: limit)
    tracks.append(track)
    if last < limit {
      try found(.bytesAfterEndOfTrack(offset: last, count: limit - last), remedy: .skipped)
    }
    return limit
  }
}

// MARK: - Reading bytes

/// Whether four ASCII characters stand at a position.
private func holds(
  _ type: StaticString, in bytes: Span<UInt8>, at position: Int, before end: Int
) -> Bool {
  guard position >= 0, end - position >= 4 else { return false }
  return type.withUTF8Buffer { characters in
    (0..<4).allSatisfy { bytes[position + $0] == characters[$0] }
  }
}

/// The first position at which four ASCII characters stand.
private func find(
  _ type: StaticString, in bytes: Span<UInt8>, from start: Int, before end: Int
) -> Int? {
  var position = start
  while end - position >= 4 {
    if bytes[position] == 0x4D, holds(type, in: bytes, at: position, before: end) {
      return position
    }
    position += 1
  }
  return nil
}

/// Whether the eight bytes of a chunk's head are there, the first four of them printable.
private func isChunk(in bytes: Span<UInt8>, at position: Int, before end: Int) -> Bool {
  guard end - position >= 8 else { return false }
  return (0..<4).allSatisfy { MIDIFile.Chunk.isPrintable(bytes[position + $0]) }
}

private func word16(_ bytes: Span<UInt8>, _ position: Int) -> UInt16 {
  UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
}

private func word32(_ bytes: Span<UInt8>, _ position: Int) -> Int {
  Int(word16(bytes, position)) << 16 | Int(word16(bytes, position + 2))
}

/// A copy of a run of bytes.
func array(_ bytes: Span<UInt8>, _ position: Int, _ count: Int) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(count)
  for index in position..<(position + count) { result.append(bytes[index]) }
  return result
}

extension MIDIFile.Chunk {
  /// Whether a byte may stand in a chunk's type.
  static func isPrintable(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }
}
