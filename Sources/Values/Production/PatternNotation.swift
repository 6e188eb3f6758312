import Music

/// Why the notation of a pattern cannot be read.
public enum PatternNotationError: Error, Hashable, Sendable {
  /// `E(` is not followed by two to four terms and `)`; the whole term as written.
  case malformed(String)
  /// The numbers of a Euclidean rhythm are out of range.
  case outOfRange(String)
}

/// Euclidean rhythms written within the grid characters of a pattern.
///
/// `E(3,8)` stands for `x..x..x.`; `E(5,16,2)` begins at the third step of the necklace;
/// `E(3,8,0,R)` strikes `R` instead of the voice's usual character, and `E(3,8,0,R-)` holds each
/// stroke to the next. See `docs/patterns.md`.
public enum PatternNotation {
  /// How a Euclidean rhythm is written, for messages.
  public static let expected =
    "E(onsets, steps), E(onsets, steps, rotation) or E(onsets, steps, rotation, character), with "
    + "onsets up to steps and steps up to \(EuclideanRhythm.stepLimit)"

  /// The text with every Euclidean rhythm written out in grid characters.
  ///
  /// `hit` is what an onset is written as where the rhythm names no character of its own.
  public static func expanded(
    _ text: String, hit: Character = "x"
  ) throws(PatternNotationError) -> String {
    guard text.contains("E(") else { return text }
    var written = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: "E(") {
      written += rest[..<start.lowerBound]
      guard let close = rest[start.upperBound...].firstIndex(of: ")") else {
        throw .malformed(String(rest[start.lowerBound...]))
      }
      let term = String(rest[start.lowerBound...close])
      written += try rhythm(rest[start.upperBound..<close], term: term, hit: hit)
      rest = rest[rest.index(after: close)...]
    }
    return written + rest
  }

  /// The text written out; one that holds Euclidean rhythms alone goes round until it fills whole
  /// bars of so many steps, if 16 bars are enough.
  public static func voice(
    _ text: String, hit: Character = "x", bar: Int
  ) throws(PatternNotationError) -> String {
    let written = try expanded(text, hit: hit)
    guard isEuclideanAlone(text), bar > 0 else { return written }
    let steps = written.filter { $0 != " " && $0 != "|" }
    guard !steps.isEmpty, steps.count % bar != 0 else { return written }
    let rounds = (1...16 * bar).first { steps.count * $0 % bar == 0 } ?? 1
    guard steps.count * rounds <= 16 * bar else { return written }
    return String(repeating: steps, count: rounds)
  }

  /// Whether nothing but Euclidean rhythms, spaces and bar lines is written.
  private static func isEuclideanAlone(_ text: String) -> Bool {
    var rest = Substring(text)
    var found = false
    while let start = rest.firstRange(of: "E("),
      let close = rest[start.upperBound...].firstIndex(of: ")")
    {
      guard rest[..<start.lowerBound].allSatisfy({ $0 == " " || $0 == "|" }) else { return false }
      found = true
      rest = rest[rest.index(after: close)...]
    }
    return found && rest.allSatisfy { $0 == " " || $0 == "|" }
  }

  private static func rhythm(
    _ terms: Substring, term: String, hit: Character
  ) throws(PatternNotationError) -> String {
    let words = terms.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.filter { $0 != " " }
    }
    guard (2...4).contains(words.count), let onsets = Int(words[0]), let steps = Int(words[1]),
      let rotation = words.count > 2 ? Int(words[2]) : 0
    else { throw .malformed(term) }
    guard let rhythm = EuclideanRhythm(onsets: onsets, steps: steps, rotation: rotation) else {
      throw .outOfRange(term)
    }
    var stroke = hit
    var isHeld = false
    if words.count == 4 {
      let holds = words[3].dropFirst()
      guard let first = words[3].first, holds.isEmpty || holds == "-" else {
        throw .malformed(term)
      }
      stroke = first
      isHeld = !holds.isEmpty
    }
    var sounds = false
    return String(
      rhythm.hits.map { isHit -> Character in
        sounds = sounds || isHit
        return isHit ? stroke : isHeld && sounds ? "-" : "."
      })
  }
}
