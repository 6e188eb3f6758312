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
  /// Clauses part at commas, semicolons, "and", "but" and before "not"; each names a direction and one or
  /// several stems by their name, id or kind. What is negated is left as it is, whatever was said before:
  /// "more drums, not the kick", "don't raise the vocal"; but "not so loud" and "not too much" mean less.
  /// Returns the words in which no stem or no direction was found.
  public mutating func read(
    _ words: String, stems: [(id: String, name: String, kind: StemKind)]
  ) -> [String] {
    var missed: [String] = []
    var direction: Bool?
    for clause in MixFocus.clauses(words) {
      let parts = StemNames.words(of: clause)
      guard !parts.isEmpty else { continue }
      let isNegated = !MixFocus.negations.isDisjoint(with: parts)
      // "Not so loud" and "too loud" turn the direction round.
      let isMeasured =
        parts.contains("too") || isNegated && !MixFocus.measures.isDisjoint(with: parts)
      var found = MixFocus.direction(of: parts, measured: isMeasured)
      if isMeasured { found = found.map { !$0 } }
      if let found, !isNegated || isMeasured { direction = found }
      let meant = MixFocus.meant(parts, stems: stems)
      guard let direction = direction ?? found, !meant.isEmpty else {
        missed.append(clause)
        continue
      }
      if isNegated, !isMeasured {
        forward.subtract(meant)
        back.subtract(meant)
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

  /// Words that say no to what follows them in their clause.
  private static let negations: Set = [
    "not", "dont", "doesnt", "never", "no", "without", "except", "nor",
  ]
  /// Words that make of a no a wish for less of it.
  private static let measures: Set = ["so", "as"]

  private static func clauses(_ words: String) -> [String] {
    var result = [""]
    let plain = words.lowercased().filter { $0 != "'" && $0 != "\u{2019}" }
    let split = plain.replacing("do not", with: "dont").replacing("does not", with: "doesnt")
      .split(whereSeparator: \.isWhitespace)
    for (index, word) in split.enumerated() {
      if ["and", "but", "then", "&"].contains(word) {
        result.append("")
        continue
      }
      // "The keys not so loud" is one clause: who is meant stands before the no.
      let next = index + 1 < split.count ? String(split[index + 1]) : ""
      if negations.contains(String(word)), next != "too", !measures.contains(next) {
        result.append("")
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
  ///
  /// Adjectives count where they are `measured`, as in "too loud"; else they may be part of a name.
  private static func direction(of words: [String], measured: Bool) -> Bool? {
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
      if measured, ["loud", "much", "near", "close"].contains(word) { return true }
      if measured, ["quiet", "soft", "little", "far"].contains(word) { return false }
    }
    return nil
  }

  /// The stems that a word or some words name, by id; none where nothing is known.
  ///
  /// By id or name, else by what kind they are: "vocal" means `Lead Vox` as well as `vocals`.
  public static func stems(
    named words: String, among stems: [(id: String, name: String, kind: StemKind)]
  ) -> [String] {
    meant(StemNames.words(of: words), stems: stems)
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
