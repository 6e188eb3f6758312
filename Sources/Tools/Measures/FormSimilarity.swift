public import Music

/// How alike the melodies of sections are that bear the same name, and of those that do not.
public struct FormSimilarity: Hashable, Codable, Sendable {
  /// The likeness (`MelodicSimilarity`) of each pair of sections of one name, 0...1.
  public var same: [Double]
  /// The likeness of each pair of sections of different names, 0...1.
  public var different: [Double]

  /// Compares all pairs of sections of a score in which the melody has at least four notes.
  public init(of score: Score) {
    let melody = ScoreSimilarity.melody(of: score)
    let sections = score.sections.map { section in
      let span = score.span(ofBars: section.barRange)
      return (name: section.name, notes: melody.filter { span.contains($0.onset) })
    }.filter { $0.notes.count >= 4 }
    (same, different) = ([], [])
    for (index, first) in sections.enumerated() {
      for second in sections[(index + 1)...] {
        let likeness = MelodicSimilarity.of(first.notes, second.notes)
        if first.name == second.name {
          same.append(likeness)
        } else {
          different.append(likeness)
        }
      }
    }
  }
}
