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
    let commonest = counts.max {
      ($0.value.count, -$0.value.first) < ($1.value.count, -$1.value.first)
    }?.key
    // Harmony that stands still, as in ambient, is no loop.
    return commonest.flatMap { Set($0.split(separator: " ")).count > 1 ? $0 : nil }
  }

  private static func degree(ofBar bar: Int, in score: Score) -> String? {
    guard let chord = score.chord(at: score.meters.start(ofBar: bar)) else { return nil }
    let tonic = score.key(ofBar: bar).tonic.pitchClass
    let root = chord.root.pitchClass
    let name = degrees[(root - tonic + 12) % 12]
    let isMinor =
      chord.pitchClasses.contains((root + 3) % 12) && !chord.pitchClasses.contains((root + 4) % 12)
    guard isMinor else { return name }
    return name.hasPrefix("b") ? "b" + name.dropFirst().lowercased() : name.lowercased()
  }
}
