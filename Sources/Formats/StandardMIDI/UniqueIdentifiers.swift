/// Identifiers made of names for people: small letters, digits and hyphens, at most 64 bytes, none
/// twice.
struct UniqueIdentifiers {
  private var taken: Set<String> = []
  private var numbers: [String: Int] = [:]

  /// A new identifier for a name, such as `verse-2` for "Verse 2" or the second "Verse".
  mutating func take(_ name: String, otherwise: String) -> String {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    let wanted = Self.cut(words.joined(separator: "-")) ?? otherwise
    if taken.insert(wanted).inserted { return wanted }
    let stem = Self.stem(wanted)
    var number = numbers[stem, default: 1]
    repeat { number += 1 } while !taken.insert("\(stem)-\(number)").inserted
    numbers[stem] = number
    return "\(stem)-\(number)"
  }

  /// A name that leaves room for a number; nil of none.
  private static func cut(_ name: String) -> String? {
    var (cut, bytes) = ("", 0)
    for letter in name {
      bytes += letter.utf8.count
      if bytes > 56 { break }
      cut.append(letter)
    }
    while cut.last == "-" { cut.removeLast() }
    return cut.isEmpty ? nil : cut
  }

  /// The identifier without a number at its end: `verse` of `verse-2`.
  static func stem(_ identifier: String) -> String {
    guard let hyphen = identifier.lastIndex(of: "-"),
      identifier[identifier.index(after: hyphen)...].allSatisfy(\.isNumber),
      hyphen > identifier.startIndex
    else { return identifier }
    return String(identifier[..<hyphen])
  }
}
