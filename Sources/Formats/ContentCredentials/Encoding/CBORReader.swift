/// Reads one CBOR item out of bytes that nobody vouches for.
///
/// Nothing is reserved before the bytes for it are there, and nesting is bounded, so that hostile bytes cost no
/// more than their own size.
struct CBORReader {
  /// How deep items may lie in one another; a claim needs six levels.
  static let depthLimit = 64

  private let bytes: ArraySlice<UInt8>
  private var place: Int

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// Reads one item that fills the bytes.
  static func read(_ bytes: ArraySlice<UInt8>) throws(CBORError) -> CBORValue {
    var reader = CBORReader(bytes)
    let value = try reader.item(depth: 0)
    guard reader.place == bytes.endIndex else { throw .trailing(offset: reader.offset) }
    return value
  }

  private var offset: Int { place - bytes.startIndex }
  private var remaining: Int { bytes.endIndex - place }

  private mutating func byte() throws(CBORError) -> UInt8 {
    guard place < bytes.endIndex else { throw .truncated(offset: offset) }
    defer { place += 1 }
    return bytes[place]
  }

  private mutating func number(width: Int) throws(CBORError) -> UInt64 {
    var value: UInt64 = 0
    for _ in 0..<width { value = value << 8 | UInt64(try byte()) }
    return value
  }

  private mutating func take(_ count: UInt64) throws(CBORError) -> ArraySlice<UInt8> {
    guard let count = Int(exactly: count), count <= remaining else {
      throw .truncated(offset: offset)
    }
    defer { place += count }
    return bytes[place..<place + count]
  }

  private mutating func item(depth: Int) throws(CBORError) -> CBORValue {
    guard depth < CBORReader.depthLimit else { throw .tooDeep(limit: CBORReader.depthLimit) }
    let start = offset
    let first = try byte()
    let (major, detail) = (first >> 5, first & 31)
    if major == 7 { return try simple(detail, start: start) }
    let argument: UInt64?
    switch detail {
    case 0..<24: argument = UInt64(detail)
    case 24...27: argument = try number(width: 1 << Int(detail - 24))
    case 31 where (2...5).contains(major): argument = nil
    default: throw .malformed(offset: start)
    }
    switch (major, argument) {
    case (0, let number?): return .unsigned(number)
    case (1, let number?): return .negative(number)
    case (2, _): return .bytes(try string(major, argument))
    case (3, _): return try text(argument, start: start)
    case (4, _): return .array(try items(argument, depth: depth))
    case (5, _): return .map(try entries(argument, depth: depth, start: start))
    case (6, let tag?): return .tagged(tag, try item(depth: depth + 1))
    default: throw .malformed(offset: start)
    }
  }

  private mutating func simple(_ detail: UInt8, start: Int) throws(CBORError) -> CBORValue {
    switch detail {
    case 20: return .boolean(false)
    case 21: return .boolean(true)
    case 22: return .null
    case 23: return .undefined
    case 0..<20: return .simple(detail)
    case 24:
      let value = try byte()
      guard value >= 32 else { throw .malformed(offset: start) }
      return .simple(value)
    case 25:
      return .float(Double(Float16(bitPattern: UInt16(truncatingIfNeeded: try number(width: 2)))))
    case 26:
      return .float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: try number(width: 4)))))
    case 27: return .float(Double(bitPattern: try number(width: 8)))
    default: throw .malformed(offset: start)
    }
  }

  private mutating func isBreak() throws(CBORError) -> Bool {
    guard place < bytes.endIndex else { throw .truncated(offset: offset) }
    guard bytes[place] == 0xFF else { return false }
    place += 1
    return true
  }

  /// A string, or the joined pieces of one without length (3.2.3).
  private mutating func string(_ major: UInt8, _ count: UInt64?) throws(CBORError) -> [UInt8] {
    if let count { return Array(try take(count)) }
    var joined: [UInt8] = []
    while try !isBreak() {
      let start = offset
      let first = try byte()
      guard first >> 5 == major, first & 31 < 28 else { throw .malformed(offset: start) }
      let detail = first & 31
      let length = detail < 24 ? UInt64(detail) : try number(width: 1 << Int(detail - 24))
      joined += try take(length)
    }
    return joined
  }

  private mutating func text(_ count: UInt64?, start: Int) throws(CBORError) -> CBORValue {
    let content = try string(3, count)
    guard let text = String(validating: content, as: UTF8.self) else {
      throw .badText(offset: start)
    }
    return .text(text)
  }

  private mutating func items(_ count: UInt64?, depth: Int) throws(CBORError) -> [CBORValue] {
    // Every item has at least one byte.
    if let count, count > UInt64(remaining) { throw .truncated(offset: offset) }
    var items: [CBORValue] = []
    while true {
      if let count { if UInt64(items.count) == count { break } } else if try isBreak() { break }
      items.append(try item(depth: depth + 1))
    }
    return items
  }

  private mutating func entries(
    _ count: UInt64?, depth: Int, start: Int
  ) throws(CBORError) -> [CBORValue.Entry] {
    if let count, count > UInt64(remaining) / 2 { throw .truncated(offset: offset) }
    var entries: [CBORValue.Entry] = []
    var keys: Set<CBORValue> = []
    while true {
      if let count { if UInt64(entries.count) == count { break } } else if try isBreak() { break }
      let key = try item(depth: depth + 1)
      guard keys.insert(key).inserted else { throw .duplicateKey(offset: start) }
      entries.append(CBORValue.Entry(key, try item(depth: depth + 1)))
    }
    return entries
  }
}

extension CBORValue {
  /// Reads one item that fills the bytes; throws `CBORError`.
  public init(decoding bytes: some Collection<UInt8>) throws(CBORError) {
    self = try CBORReader.read(ArraySlice(bytes))
  }
}
