extension CBORValue {
  /// The bytes in core deterministic encoding (RFC 8949, 4.2.1): shortest heads, definite lengths, keys
  /// sorted by the bytes of their encoding.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    encode(into: &bytes)
    return bytes
  }

  private func encode(into bytes: inout [UInt8]) {
    switch self {
    case .unsigned(let number): CBORValue.head(0, number, into: &bytes)
    case .negative(let number): CBORValue.head(1, number, into: &bytes)
    case .bytes(let content):
      CBORValue.head(2, UInt64(content.count), into: &bytes)
      bytes += content
    case .text(let text):
      CBORValue.head(3, UInt64(text.utf8.count), into: &bytes)
      bytes += text.utf8
    case .array(let items):
      CBORValue.head(4, UInt64(items.count), into: &bytes)
      for item in items { item.encode(into: &bytes) }
    case .map(let entries):
      CBORValue.head(5, UInt64(entries.count), into: &bytes)
      let sorted = entries.map { ($0.key.encoded, $0.value) }
        .sorted { $0.0.lexicographicallyPrecedes($1.0) }
      for (key, value) in sorted {
        bytes += key
        value.encode(into: &bytes)
      }
    case .tagged(let tag, let value):
      CBORValue.head(6, tag, into: &bytes)
      value.encode(into: &bytes)
    case .boolean(let truth): bytes.append(truth ? 0xF5 : 0xF4)
    case .null: bytes.append(0xF6)
    case .undefined: bytes.append(0xF7)
    case .float(let number): CBORValue.float(number, into: &bytes)
    case .simple(let number): CBORValue.head(7, UInt64(number), into: &bytes)
    }
  }

  /// Writes a head with the shortest argument (3.1).
  private static func head(_ major: UInt8, _ argument: UInt64, into bytes: inout [UInt8]) {
    let start = major << 5
    let width: Int
    switch argument {
    case 0..<24:
      bytes.append(start | UInt8(argument))
      return
    case 24...0xFF: (width, _) = (1, bytes.append(start | 24))
    case 0x100...0xFFFF: (width, _) = (2, bytes.append(start | 25))
    case 0x1_0000...0xFFFF_FFFF: (width, _) = (4, bytes.append(start | 26))
    default: (width, _) = (8, bytes.append(start | 27))
    }
    for place in (0..<width).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: argument >> (8 * UInt64(place))))
    }
  }

  /// Writes a number in the narrowest width that holds it exactly.
  private static func float(_ number: Double, into bytes: inout [UInt8]) {
    if number.isNaN {
      bytes += [0xF9, 0x7E, 0x00]
    } else if let half = Float16(exactly: number) {
      bytes.append(0xF9)
      bytes += [8, 0].map { UInt8(truncatingIfNeeded: half.bitPattern >> $0) }
    } else if let single = Float(exactly: number) {
      bytes.append(0xFA)
      bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: single.bitPattern >> $0) }
    } else {
      bytes.append(0xFB)
      bytes += [56, 48, 40, 32, 24, 16, 8, 0].map {
        UInt8(truncatingIfNeeded: number.bitPattern >> $0)
      }
    }
  }
}
