/// The errors of a file that is read to its end whatever is wrong.
///
/// One object goes with all nodes of one reading and is not shared between readings.
final class StyleFaults {
  private(set) var errors: [StyleFileError] = []

  /// Keeps an error, unless it only follows from one that is kept: the same key, or the check of
  /// values of which some are wrong already.
  func note(_ error: StyleFileError) {
    let key = error.place?.key ?? ""
    let follows = errors.contains { known in
      let other = known.place?.key ?? ""
      guard other != key else { return known == error || !Self.isAboutAKey(error) }
      switch error {
      // A part that could not be read has no name yet.
      case .unknownName(_, "part, role or drum", _, _, _): return Self.losesAPart(known)
      case .missingKey where key == "mix.channels": return Self.losesAPart(known)
      case .contradiction: return other.hasPrefix(key + ".") || other.hasPrefix(key + "[")
      case .patternLength:
        // Nobody knows how long a bar is whose metre or grid is wrong.
        let pattern = key.firstRange(of: ".voices").map { String(key[..<$0.lowerBound]) } ?? key
        return other.hasPrefix("meters") || other == pattern + ".meter"
          || other == pattern + ".steps-per-beat" || other == pattern + ".is-fill"
      default: return false
      }
    }
    if !follows { errors.append(error) }
  }

  /// Whether an error leaves a part without its id.
  private static func losesAPart(_ error: StyleFileError) -> Bool {
    let key = error.place?.key ?? ""
    guard key != "parts" else { return true }
    if case .missingKey(_, let missing) = error, key.isEmpty { return missing == "parts" }
    guard key.hasPrefix("parts["), let end = key.firstIndex(of: "]") else { return false }
    if key.hasSuffix("].id"), key[end...].count == 4 { return true }
    guard key.index(after: end) == key.endIndex else { return false }
    switch error {
    case .missingKey(_, let missing): return missing == "id"
    case .unexpected: return true
    default: return false
    }
  }

  /// Whether an error names a key, so that others may stand at the same place.
  private static func isAboutAKey(_ error: StyleFileError) -> Bool {
    switch error {
    case .missingKey, .unknownKey, .repeatedKey: true
    default: false
    }
  }
}
