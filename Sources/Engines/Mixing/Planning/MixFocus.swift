public import Production

/// Which stems are wanted nearer or farther than the planner would set them.
public struct MixFocus: Hashable, Sendable {
  /// Nearer, by id.
  public var forward: Set<String>
  /// Farther, by id.
  public var back: Set<String>

  /// How much the fader of a stem in focus moves, in dB: a step that is plainly heard, while listeners bear
  /// about 2 LU to either side (P14 of the facts on mixing: Pestana, Reiss 2014).
  public static let step = 2.5

  /// Makes a focus.
  public init(forward: Set<String> = [], back: Set<String> = []) {
    self.forward = forward
    self.back = back
  }

  /// Reads words such as "bring the vocal forward" or "less keys, more bass".
  ///
  /// Clauses part at commas, semicolons, "and", "but"; each names a direction and one or several stems by
  /// their name, id or kind. Returns the words in which no stem or no direction was found.
  public mutating func read(
    _ words: String, stems: [(id: String, name: String, kind: StemKind)]
  ) -> [String] {
    var missed: [String] = []
    var direction: Bool?
    for clause in MixFocus.clauses(words) {
      let parts = StemNames.words(of: clause)
      guard !parts.isEmpty else { continue }
      if let found = MixFocus.direction(of: parts) { direction = found }
      let meant = MixFocus.meant(parts, stems: stems)
      guard let direction, !meant.isEmpty else {
        missed.append(clause)
        continue
      }
      if direction {
        forward.formUnion(meant)
        back.subtract(meant)
      } else {
        back.formUnion(meant)
        forward.subtract(meant)
      }
    }
    return missed
  }

  private static func clauses(_ words: String) -> [String] {
    var result = [""]
    for word in words.lowercased().split(whereSeparator: { $0 == " " }) {
      if ["and", "but", "then", "&"].contains(word) {
        result.append("")
        continue
      }
      let isEnd = word.last == "," || word.last == ";" || word.last == "."
      result[result.count - 1] += " " + word
      if isEnd { result.append("") }
    }
    return result.map { clause in
      String(clause.drop { $0 == " " })
    }.filter { !$0.isEmpty }
  }

  /// Whether the words want something nearer (true) or farther (false).
  private static func direction(of words: [String]) -> Bool? {
    let near: Set = [
      "forward", "front", "up", "louder", "more", "raise", "raised", "closer", "nearer", "boost",
      "upfront", "prominent", "feature",
    ]
    let far: Set = [
      "back", "behind", "down", "quieter", "softer", "less", "lower", "away", "farther", "further",
      "reduce", "tuck", "background",
    ]
    // "bring back the vocal" is rare and unclear; the last word of direction wins.
    for word in words.reversed() {
      if near.contains(word) { return true }
      if far.contains(word) { return false }
    }
    return nil
  }

  /// The stems that words name: by id or name, else by what kind they are.
  private static func meant(
    _ words: [String], stems: [(id: String, name: String, kind: StemKind)]
  ) -> [String] {
    let text = " " + words.joined(separator: " ") + " "
    let named = stems.filter { stem in
      [stem.id, stem.name].contains { label in
        let label = StemNames.words(of: label).joined(separator: " ")
        return !label.isEmpty && text.contains(" " + label + " ")
      }
    }
    guard named.isEmpty else { return named.map(\.id) }
    let skipped: Set = ["lead", "main", "back", "top", "low", "backing"]
    guard
      let kind = StemNames.kind(of: words.filter { !skipped.contains($0) }.joined(separator: " "))
        ?? StemNames.kind(of: words.joined(separator: " "))
    else { return [] }
    let same = stems.filter { $0.kind == kind }
    guard same.isEmpty else { return same.map(\.id) }
    // A vocal may be played by the lead; single drums by the kit.
    return stems.filter { $0.kind.role == kind.role }.map(\.id)
  }
}
