/// A place in a section of an index, from which numbers are read; none is read beyond its end.
struct SectionReader {
  /// The section's bytes; valid while the index lives.
  let bytes: UnsafeRawBufferPointer
  /// The section's name, for errors.
  let section: String
  /// The next byte, counted from the start of the section.
  private(set) var position: Int
  /// Where reading ends.
  let end: Int

  /// Reads a whole section, or some bytes of it; nothing where they lie outside.
  init(_ bytes: UnsafeRawBufferPointer, _ section: String, _ range: Range<Int>? = nil) {
    self.bytes = bytes
    self.section = section
    let range = range ?? 0..<bytes.count
    position = min(max(range.lowerBound, 0), bytes.count)
    end = min(max(range.upperBound, position), bytes.count)
  }

  /// Whether nothing is left.
  var isAtEnd: Bool { position >= end }

  /// What is said where something else was expected.
  func malformed(_ expected: String) -> ReferenceIndexError {
    .malformed(section: section, offset: position, expected: expected)
  }

  /// The next byte.
  mutating func byte() throws(ReferenceIndexError) -> UInt8 {
    guard position < end else { throw malformed("another byte") }
    defer { position += 1 }
    return bytes[position]
  }

  /// The next number of 7 bits a byte, lowest first, the top bit saying that more follow; at most
  /// 32 bits.
  mutating func number() throws(ReferenceIndexError) -> Int {
    var value = 0
    var shift = 0
    while shift < 35 {
      let byte = try self.byte()
      value |= Int(byte & 0x7F) << shift
      if byte < 0x80 {
        guard value <= Int(UInt32.max) else { break }
        return value
      }
      shift += 7
    }
    throw malformed("a number of at most 32 bits")
  }

  /// The next number of either sign: 0, -1, 1, -2, ...
  mutating func signed() throws(ReferenceIndexError) -> Int {
    let value = try number()
    return value & 1 == 0 ? value >> 1 : -(value >> 1) - 1
  }

  /// The next four bytes as a number, lowest first.
  mutating func word() throws(ReferenceIndexError) -> Int {
    guard position + 4 <= end else { throw malformed("four more bytes") }
    defer { position += 4 }
    return Int(
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
  }

  /// The next eight bytes as a number, lowest first; none may be above 2^62.
  mutating func long() throws(ReferenceIndexError) -> Int {
    guard position + 8 <= end else { throw malformed("eight more bytes") }
    let value = UInt64(
      littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    guard value < 1 << 62 else { throw malformed("a number below 2^62") }
    position += 8
    return Int(value)
  }

  /// Row `index` of a table of `count` + 1 offsets that stands at `start`: where an entry begins
  /// and ends behind the table.
  func entry(
    _ index: Int, of count: Int, tableAt start: Int
  ) throws(ReferenceIndexError) -> Range<Int> {
    let data = start + (count + 1) * 4
    guard index >= 0, index < count, data <= bytes.count else { throw malformed("a table") }
    let at = start + index * 4
    let low = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
    let high = Int(
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self)))
    guard low <= high, high <= bytes.count - data else {
      throw .malformed(section: section, offset: at, expected: "ascending offsets")
    }
    return (data + low)..<(data + high)
  }
}

/// Bytes that are written, numbers as `SectionReader` reads them.
struct SectionWriter {
  private(set) var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func number(_ value: Int) {
    var rest = UInt32(clamping: value)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func signed(_ value: Int) { number(value >= 0 ? value << 1 : (-value - 1) << 1 | 1) }

  mutating func word(_ value: Int) {
    withUnsafeBytes(of: UInt32(clamping: value).littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func long(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// A table of where entries begin and end, and the entries.
  mutating func table(_ entries: [[UInt8]]) {
    var offset = 0
    word(0)
    for entry in entries {
      offset += entry.count
      word(offset)
    }
    for entry in entries { bytes.append(contentsOf: entry) }
  }

  /// Fills up with zeros to a multiple of eight.
  mutating func align() { while bytes.count % 8 != 0 { bytes.append(0) } }
}
