/// Looks for spellings in code.
enum CodeSearch {
  /// Numbers, from 1, of the lines in which any of the spellings stands.
  ///
  /// A spelling that begins or ends with a letter does not match inside a longer name; one that
  /// names a function does not match a method of that name (`.log(`).
  static func lines(of code: String, with spellings: [String]) -> [Int] {
    let bytes = Array(code.utf8)
    var starts: Set<Int> = []
    for spelling in spellings {
      starts.formUnion(places(of: Array(spelling.utf8), in: bytes))
    }
    guard let last = starts.max() else { return [] }
    var found: [Int] = []
    var line = 1
    for (index, byte) in bytes[...last].enumerated() {
      if starts.contains(index), found.last != line { found.append(line) }
      if byte == UInt8(ascii: "\n") { line += 1 }
    }
    return found
  }

  private static func places(of word: [UInt8], in bytes: [UInt8]) -> [Int] {
    guard let first = word.first, let last = word.last, bytes.count >= word.count else { return [] }
    var places: [Int] = []
    for start in 0...(bytes.count - word.count) where bytes[start] == first {
      let end = start + word.count
      guard bytes[start..<end].elementsEqual(word) else { continue }
      if isNamePart(first), start > 0 {
        let before = bytes[start - 1]
        if isNamePart(before) || before == UInt8(ascii: ".") { continue }
      }
      if isNamePart(last), end < bytes.count, isNamePart(bytes[end]) { continue }
      places.append(start)
    }
    return places
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
