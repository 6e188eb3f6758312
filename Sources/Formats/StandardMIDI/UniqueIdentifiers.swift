/// Identifiers made of names for people: small letters, digits and hyphens, none twice.
struct UniqueIdentifiers {
  private var taken: Set<String> = []
  private var numbers: [String: Int] = [:]

  /// A new identifier for a name, such as `verse-2` for "Verse 2" or the second "Verse".
  mutating func take(_ name: String, otherwise: String) -> String {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    let wanted = words.isEmpty ? otherwise : words.joined(separator: "-")
    if taken.insert(wanted).inserted { return wanted }
    let stem = Self.stem(wanted)
    var number = numbers[stem, default: 1]
    repeat { number += 1 } while !taken.insert("\(stem)-\(number)").inserted
    numbers[stem] = number
    return "\(stem)-\(number)"
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
