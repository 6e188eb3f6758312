public import Music

/// The four bars of chords that a piece comes back to most.
public enum ChordLoop {
  private static let degrees = [
    "I", "bII", "II", "bIII", "III", "IV", "bV", "V", "bVI", "VI", "bVII", "VII",
  ]

  /// The commonest succession of chords at the beginnings of four bars, as degrees of the key, small
  /// where the third is minor, such as `I V vi IV`; nil for a piece of fewer than four bars, and for one
  /// whose harmony mostly stands still.
  ///
  /// Sections are read from their first bar; sevenths and tensions do not count, and of equally
  /// common loops the earliest is taken.
  public static func of(_ score: Score) -> String? {
    let counts = counts(of: score)
    let commonest = counts.max {
      ($0.value.count, -$0.value.first) < ($1.value.count, -$1.value.first)
    }?.key
    // Harmony that stands still, as in ambient, is no loop.
    return commonest.flatMap { moves($0) ? $0 : nil }
  }

  /// Every succession of chords at the beginnings of four bars that moves, with how often it comes.
  public static func all(of score: Score) -> [String: Int] {
    counts(of: score).mapValues(\.count).filter { moves($0.key) }
  }

  private static func moves(_ loop: String) -> Bool {
    Set(loop.split(separator: " ")).count > 1
  }

  private static func counts(of score: Score) -> [String: (count: Int, first: Int)] {
    var counts: [String: (count: Int, first: Int)] = [:]
    let ranges = score.sections.isEmpty ? [0..<score.bars] : score.sections.map(\.barRange)
    for range in ranges {
      for start in stride(from: range.lowerBound, to: range.upperBound - 3, by: 4) {
        let names = (start..<(start + 4)).compactMap { degree(ofBar: $0, in: score) }
        guard names.count == 4 else { continue }
        let loop = names.joined(separator: " ")
        counts[loop] = (1 + (counts[loop]?.count ?? 0), counts[loop]?.first ?? start)
      }
    }
    return counts
  }

  private static func degree(ofBar bar: Int, in score: Score) -> String? {
    score.chord(at: score.meters.start(ofBar: bar)).map { name(of: $0, in: score.key(ofBar: bar)) }
  }

  /// A chord as a degree of a key, small where the third is minor, such as `bVII` and `vi`.
  public static func name(of chord: Chord, in key: Key) -> String {
    let root = chord.root.pitchClass
    let name = degrees[(root - key.tonic.pitchClass + 12) % 12]
    let isMinor =
      chord.pitchClasses.contains((root + 3) % 12) && !chord.pitchClasses.contains((root + 4) % 12)
    guard isMinor else { return name }
    return name.hasPrefix("b") ? "b" + name.dropFirst().lowercased() : name.lowercased()
  }
}
