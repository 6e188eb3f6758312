import Music
import Production
import Yams

/// Reads the harmonic vocabulary of a style.
enum StyleHarmony {
  static func decode(_ node: StyleNode) throws(StyleFileError) -> Harmony {
    let fields = try node.fields(["progressions", "cadences", "substitution", "modulation"])
    return Harmony(
      progressions: try decodeTonalities(fields.need("progressions")),
      cadences: try decodeTonalities(fields.need("cadences")),
      substitution: try fields.number("substitution", 0...1, default: 0),
      modulation: try fields.number("modulation", 0...1, default: 0))
  }

  private static func decodeTonalities(
    _ node: StyleNode
  ) throws(StyleFileError) -> [Harmony.Progression] {
    let fields = try node.fields(["major", "minor"])
    var progressions: [Harmony.Progression] = []
    for (name, isMinor) in [("major", false), ("minor", true)] {
      guard let list = fields[name] else { continue }
      for entry in try list.list(1...128) {
        progressions.append(try decodeProgression(entry, isMinor: isMinor))
      }
    }
    if progressions.isEmpty {
      try node.complain(
        .count(node.place, found: 0, expected: "at least one list, major or minor"))
    }
    return progressions
  }

  /// A progression is its bars alone, or bars with sections and weight.
  private static func decodeProgression(
    _ node: StyleNode, isMinor: Bool
  ) throws(StyleFileError) -> Harmony.Progression {
    if case .scalar = node.node {
      return Harmony.Progression(bars: try decodeBars(node), isMinor: isMinor)
    }
    let fields = try node.fields(["bars", "sections", "weight"])
    return Harmony.Progression(
      bars: try decodeBars(fields.need("bars")), isMinor: isMinor,
      sections: try StyleLists.sections(fields["sections"]),
      weight: try fields["weight"].map(StyleLists.weight) ?? 1)
  }

  /// Bars are parted by `|`, the chords of a bar by spaces.
  private static func decodeBars(_ node: StyleNode) throws(StyleFileError) -> [String] {
    var bars: [String] = []
    for bar in try node.text().split(separator: "|", omittingEmptySubsequences: false) {
      let numerals = bar.split(separator: " ").map(String.init)
      if !(1...4).contains(numerals.count) {
        try node.complain(
          .count(node.place, found: numerals.count, expected: "1 to 4 chords in a bar"))
      }
      for numeral in numerals {
        do throws(ChordParsingError) {
          _ = try RomanNumeral(numeral)
        } catch {
          try node.complain(
            .numeral(node.place, found: numeral, position: position(of: error)))
        }
      }
      bars.append(numerals.joined(separator: " "))
    }
    if bars.count > 64 {
      try node.complain(.count(node.place, found: bars.count, expected: "at most 64 bars"))
    }
    return bars
  }

  private static func position(of error: ChordParsingError) -> Int {
    switch error {
    case .empty: 0
    case .noRoot(_, let position), .unexpected(_, let position), .noBass(_, let position):
      position
    }
  }
}
