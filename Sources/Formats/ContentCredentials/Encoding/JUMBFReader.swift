/// Reads JUMBF boxes out of bytes that nobody vouches for.
struct JUMBFReader {
  /// How deep superboxes may lie in one another; C2PA needs four levels.
  static let depthLimit = 16
  /// The most boxes of a store.
  static let countLimit = 100_000

  private let bytes: ArraySlice<UInt8>
  private var count = 0

  /// Reads the one superbox that fills the bytes; zeros behind it are passed over.
  static func read(_ bytes: ArraySlice<UInt8>) throws(JUMBFError) -> JUMBFSuperbox {
    var reader = JUMBFReader(bytes: bytes)
    let (head, payload, end) = try reader.head(in: bytes.startIndex..<bytes.endIndex)
    guard head == "jumb", bytes[end...].allSatisfy({ $0 == 0 }) else { throw .notOneBox }
    return try reader.superbox(payload, depth: 0)
  }

  private init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  private func offset(_ place: Int) -> Int { place - bytes.startIndex }

  private func number(at place: Int, width: Int) -> UInt64 {
    bytes[place..<place + width].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The type, payload and end of the box that begins a range.
  private func head(
    in range: Range<Int>
  ) throws(JUMBFError) -> (type: String, payload: Range<Int>, end: Int) {
    let start = range.lowerBound
    guard range.count >= 8 else { throw .badLength(offset: offset(start)) }
    let short = number(at: start, width: 4)
    let type = String(decoding: bytes[start + 4..<start + 8], as: UTF8.self)
    switch short {
    case 0: return (type, start + 8..<range.upperBound, range.upperBound)
    case 1:
      guard range.count >= 16, let length = Int(exactly: number(at: start + 8, width: 8)),
        length >= 16, length <= range.count
      else { throw .badLength(offset: offset(start)) }
      return (type, start + 16..<start + length, start + length)
    default:
      guard short >= 8, short <= UInt64(range.count) else {
        throw .badLength(offset: offset(start))
      }
      let end = start + Int(short)
      return (type, start + 8..<end, end)
    }
  }

  private mutating func superbox(
    _ payload: Range<Int>, depth: Int
  ) throws(JUMBFError) -> JUMBFSuperbox {
    guard depth < JUMBFReader.depthLimit else { throw .tooDeep(limit: JUMBFReader.depthLimit) }
    guard !payload.isEmpty else { throw .noDescription(offset: offset(payload.lowerBound)) }
    let first = try head(in: payload)
    guard first.type == "jumd" else { throw .noDescription(offset: offset(payload.lowerBound)) }
    let (type, label) = try description(first.payload)
    var boxes: [JUMBFBox] = []
    var place = first.end
    while place < payload.upperBound {
      count += 1
      guard count <= JUMBFReader.countLimit else { throw .tooMany(limit: JUMBFReader.countLimit) }
      let box = try head(in: place..<payload.upperBound)
      if box.type == "jumb" {
        boxes.append(.superbox(try superbox(box.payload, depth: depth + 1)))
      } else {
        boxes.append(.content(type: box.type, Array(bytes[box.payload])))
      }
      place = box.end
    }
    return JUMBFSuperbox(type: type, label: label, boxes: boxes, payload: Array(bytes[payload]))
  }

  private func description(
    _ range: Range<Int>
  ) throws(JUMBFError) -> (type: [UInt8], label: String?) {
    let start = range.lowerBound
    guard range.count >= 17 else { throw .badDescription(offset: offset(start)) }
    let type = Array(bytes[start..<start + 16])
    guard bytes[start + 16] & 2 != 0 else { return (type, nil) }
    let rest = bytes[start + 17..<range.upperBound]
    guard let end = rest.firstIndex(of: 0) else { throw .badDescription(offset: offset(start)) }
    let isAllowed = { (scalar: Unicode.Scalar) in
      scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        && !["/", ";", "?", "#"].contains(scalar)
    }
    guard let label = String(validating: rest[..<end], as: UTF8.self), !label.isEmpty,
      label.unicodeScalars.allSatisfy(isAllowed)
    else { throw .badLabel(offset: offset(start)) }
    return (type, label)
  }
}

extension JUMBFSuperbox {
  /// Reads the one superbox that fills the bytes; throws `JUMBFError`.
  public init(decoding bytes: some Collection<UInt8>) throws(JUMBFError) {
    self = try JUMBFReader.read(ArraySlice(bytes))
  }
}
