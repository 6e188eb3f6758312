/// Reads the header of a safetensors file: a JSON object of tensors, each with type, shape and
/// offsets, and of texts under `__metadata__`.
///
/// It accepts that form and nothing more general, so that nesting, numbers and names are bounded
/// and a name that stands twice is found.
struct TensorHeader {
  /// What the header says of one tensor, unchecked.
  struct Entry {
    var name: String
    var type = ""
    var shape: [Int] = []
    var begin = 0
    var end = 0
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]
  private let bytes: UnsafeRawBufferPointer
  private var at = 0

  /// The most tensors that a header may list.
  static let tensorLimit = 4096
  /// The most axes of a shape.
  static let rankLimit = 8

  init(_ bytes: UnsafeRawBufferPointer) throws(WeightsError) {
    self.bytes = bytes
    var names: Set<String> = []
    try object { header, name throws(WeightsError) in
      guard names.insert(name).inserted else { throw .repeatedName(name) }
      if name == "__metadata__" { return try header.readMetadata() }
      guard header.entries.count < Self.tensorLimit else {
        throw .tooManyTensors(limit: Self.tensorLimit)
      }
      header.entries.append(try header.entry(name))
    }
    skipSpace()
    guard at == bytes.count else { throw expected("the end") }
  }

  private mutating func readMetadata() throws(WeightsError) {
    try object { header, key throws(WeightsError) in
      let text = try header.text()
      guard header.metadata.updateValue(text, forKey: key) == nil else {
        throw .repeatedName(key)
      }
    }
  }

  private mutating func entry(_ name: String) throws(WeightsError) -> Entry {
    var entry = Entry(name: name)
    var found: Set<String> = []
    try object { header, key throws(WeightsError) in
      guard found.insert(key).inserted else { throw .repeatedName("\(name).\(key)") }
      switch key {
      case "dtype": entry.type = try header.text()
      case "shape":
        entry.shape = try header.numbers()
        guard entry.shape.count <= Self.rankLimit else { throw .shapeTooLarge(tensor: name) }
      case "data_offsets":
        let offsets = try header.numbers()
        guard offsets.count == 2 else { throw header.expected("two offsets") }
        (entry.begin, entry.end) = (offsets[0], offsets[1])
      default: throw header.expected("dtype, shape or data_offsets")
      }
    }
    guard found.count == 3 else { throw expected("dtype, shape and data_offsets") }
    return entry
  }

  private func expected(_ what: String) -> WeightsError {
    .malformedHeader(offset: at, expected: what)
  }

  private mutating func skipSpace() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func object(
    _ member: (inout TensorHeader, String) throws(WeightsError) -> Void
  ) throws(WeightsError) {
    guard take("{") else { throw expected("{") }
    if take("}") { return }
    repeat {
      let name = try text()
      guard take(":") else { throw expected(":") }
      try member(&self, name)
    } while take(",")
    guard take("}") else { throw expected("} or ,") }
  }

  private mutating func numbers() throws(WeightsError) -> [Int] {
    guard take("[") else { throw expected("[") }
    var found: [Int] = []
    if take("]") { return found }
    repeat {
      found.append(try number())
      guard found.count <= Self.rankLimit + 1 else { throw expected("fewer numbers") }
    } while take(",")
    guard take("]") else { throw expected("] or ,") }
    return found
  }

  private mutating func number() throws(WeightsError) -> Int {
    skipSpace()
    let start = at
    var value = 0
    while at < bytes.count, (0x30...0x39).contains(bytes[at]) {
      // Far above any offset that a file of bounded length can have, and far below overflow.
      guard value < 1 << 48 else { throw expected("a smaller number") }
      value = value * 10 + Int(bytes[at] - 0x30)
      at += 1
    }
    guard at > start else { throw expected("a whole number") }
    guard at == start + 1 || bytes[start] != 0x30 else { throw expected("no leading zero") }
    return value
  }

  private mutating func text() throws(WeightsError) -> String {
    guard take("\"") else { throw expected("\"") }
    var found: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case 0x22:
        guard let text = String(validating: found, as: UTF8.self) else {
          throw expected("UTF-8")
        }
        return text
      case 0x5C: found += try escaped()
      case 0..<0x20: throw expected("no control character")
      default: found.append(byte)
      }
    }
    throw expected("\"")
  }

  private mutating func escaped() throws(WeightsError) -> [UInt8] {
    guard at < bytes.count else { throw expected("an escaped character") }
    let byte = bytes[at]
    at += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: return [byte]
    case 0x62: return [0x08]
    case 0x66: return [0x0C]
    case 0x6E: return [0x0A]
    case 0x72: return [0x0D]
    case 0x74: return [0x09]
    case 0x75:
      var unit = try hexadecimal()
      if (0xD800..<0xDC00).contains(unit), at + 1 < bytes.count, bytes[at] == 0x5C,
        bytes[at + 1] == 0x75
      {
        at += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw expected("a low surrogate") }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else { throw expected("a character") }
      return Array(String(Character(scalar)).utf8)
    default: throw expected("an escaped character")
    }
  }

  private mutating func hexadecimal() throws(WeightsError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard at < bytes.count, let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
        throw expected("a hexadecimal digit")
      }
      unit = unit << 4 | UInt32(digit)
      at += 1
    }
    return unit
  }
}
