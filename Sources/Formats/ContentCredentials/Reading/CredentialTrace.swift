/// Looks for what is left of credentials that no chunk or frame leads to any more.
///
/// Every box of a store begins with a description: `jumd` and the number of its kind, of which C2PA's
/// begin with `c2` and all end alike (ISO 19566-5; C2PA 11.1.4). Sixteen fixed bytes do not stand in a
/// recording by chance.
enum CredentialTrace {
  private static let start = Array("jumdc2".utf8)
  private static let end: [UInt8] = [
    0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71,
  ]
  /// The bytes from the first of `start` to the last of `end`: two letters differ from kind to kind.
  private static let length = start.count + 2 + end.count

  /// Whether the description of a box stands anywhere in a file, which is read once.
  ///
  /// Throws the file system's errors and `cancelled`.
  static func isFound(
    in file: SourceFile, isCancelled: () -> Bool
  ) throws(CredentialError) -> Bool {
    var rest: [UInt8] = []
    var isFound = false
    try file.stream(0..<file.size, isCancelled: isCancelled) { piece in
      guard !isFound else { return }
      let bytes = rest + piece
      isFound = Self.isFound(in: bytes)
      rest = Array(bytes.suffix(length - 1))
    }
    return isFound
  }

  static func isFound(in bytes: [UInt8]) -> Bool {
    guard bytes.count >= length else { return false }
    var place = 0
    while place <= bytes.count - length {
      // The first letter is rare enough to be looked for alone.
      guard let next = bytes[place...(bytes.count - length)].firstIndex(of: start[0]) else {
        return false
      }
      if bytes[next..<next + start.count].elementsEqual(start),
        bytes[next + start.count + 2..<next + length].elementsEqual(end)
      {
        return true
      }
      place = next + 1
    }
    return false
  }
}
