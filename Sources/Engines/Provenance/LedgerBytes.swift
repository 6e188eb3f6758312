/// Writes the fields of a record, each so that it can be read in one way only.
struct LedgerWriter {
  private(set) var bytes: [UInt8] = []

  mutating func raw(_ text: String) { bytes += Array(text.utf8) }

  mutating func number(_ value: UInt32) {
    for shift in stride(from: 24, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
    }
  }

  mutating func number(_ value: UInt64) {
    number(UInt32(truncatingIfNeeded: value >> 32))
    number(UInt32(truncatingIfNeeded: value))
  }

  mutating func number(_ value: Int64) { number(UInt64(bitPattern: value)) }

  mutating func text(_ value: String) throws(LedgerError) {
    let utf8 = Array(value.utf8)
    guard utf8.count <= LedgerReader.longest else { throw .tooLong(bytes: utf8.count) }
    number(UInt32(utf8.count))
    bytes += utf8
  }

  mutating func optional<Value>(
    _ value: Value?, _ write: (inout LedgerWriter, Value) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    bytes.append(value == nil ? 0 : 1)
    if let value { try write(&self, value) }
  }

  mutating func list<Value>(
    _ values: [Value], _ write: (inout LedgerWriter, Value) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    number(UInt32(truncatingIfNeeded: values.count))
    for value in values { try write(&self, value) }
  }
}

/// Reads what `LedgerWriter` writes; whatever else it is given, it throws.
struct LedgerReader {
  /// The most bytes that a text may have: 64 MiB.
  static let longest = 64 << 20

  let bytes: [UInt8]
  private(set) var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func take(_ count: Int) throws(LedgerError) -> ArraySlice<UInt8> {
    guard count <= bytes.count - offset else { throw .truncated(offset: offset) }
    defer { offset += count }
    return bytes[offset..<(offset + count)]
  }

  mutating func byte(through largest: UInt8) throws(LedgerError) -> UInt8 {
    let start = offset
    guard let byte = try take(1).first, byte <= largest else { throw .invalid(offset: start) }
    return byte
  }

  mutating func short() throws(LedgerError) -> UInt32 {
    try take(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func long() throws(LedgerError) -> UInt64 {
    try take(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func number() throws(LedgerError) -> Int64 { Int64(bitPattern: try long()) }

  mutating func text() throws(LedgerError) -> String {
    let start = offset
    let count = Int(try short())
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw .invalid(offset: start)
    }
    return text
  }

  mutating func optional<Value>(
    _ read: (inout LedgerReader) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value? {
    try byte(through: 1) == 1 ? try read(&self) : nil
  }

  mutating func list<Value>(
    _ read: (inout LedgerReader) throws(LedgerError) -> Value
  ) throws(LedgerError) -> [Value] {
    let count = Int(try short())
    // An item has a byte at least: what is announced must be there.
    guard count <= bytes.count - offset else { throw .truncated(offset: offset) }
    var values: [Value] = []
    for _ in 0..<count { values.append(try read(&self)) }
    return values
  }
}
