/// The names of elements in Cairo's SVG files.
///
/// Cairo numbers surfaces and images across the whole process, so that the same picture drawn
/// twice would not be the same file; here they are counted anew from 1 in order of appearance.
enum SVGNames {
  private static let stems = ["surface", "image"].map { Array($0.utf8) }

  static func renumbered(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var numbers: [String: Int] = [:]
    var index = 0
    while index < bytes.count {
      result.append(bytes[index])
      let isOpening = bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "#")
      index += 1
      guard isOpening, let stem = stems.first(where: { bytes[index...].starts(with: $0) }) else {
        continue
      }
      var end = index + stem.count
      while end < bytes.count, (0x30...0x39).contains(bytes[end]) { end += 1 }
      guard end > index + stem.count else { continue }
      let name = String(decoding: bytes[index..<end], as: UTF8.self)
      let number = numbers[name] ?? numbers.count + 1
      numbers[name] = number
      result += stem + Array("\(number)".utf8)
      index = end
    }
    return result
  }
}
