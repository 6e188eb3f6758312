public import Music

/// How many notes begin in a time.
public enum OnsetDensity {
  /// Onsets (notes that begin together count once) a quarter note within a span.
  public static func of(_ notes: [Note], in span: Range<Beat>) -> Double {
    let length = span.upperBound - span.lowerBound
    guard length > .zero else { return 0 }
    return Double(Set(notes.lazy.map(\.onset).filter(span.contains)).count) / length.value
  }

  /// Notes that begin in each bar of a score, over all parts.
  public static func byBar(of score: Score) -> [Int] {
    var counts = Array(repeating: 0, count: score.bars)
    for part in score.parts {
      for note in part.notes {
        let bar = score.meters.bar(at: note.onset)
        if counts.indices.contains(bar) { counts[bar] += 1 }
      }
    }
    return counts
  }
}
