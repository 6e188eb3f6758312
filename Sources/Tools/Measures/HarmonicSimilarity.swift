public import Music

/// How alike two successions of chords are, seen from their keys.
///
/// Both are read side by side from the beginning; while two chords sound together their likeness is
/// half for the same degree as root and half the share of common notes (Jaccard's index of the
/// pitch classes above the tonic). The mean is weighted by time and divided by the longer length.
public enum HarmonicSimilarity {
  /// The likeness of two successions with their tonics, 0...1.
  public static func of(
    _ first: [ChordSpan], in firstKey: Key, _ second: [ChordSpan], in secondKey: Key
  ) -> Double {
    guard let firstEnd = first.last?.end, let secondEnd = second.last?.end else {
      return first.isEmpty && second.isEmpty ? 1 : 0
    }
    var (i, j) = (0, 0)
    var sum = 0.0
    while i < first.count, j < second.count {
      let start = max(first[i].onset, second[j].onset)
      let end = min(first[i].end, second[j].end)
      if start < end {
        let likeness = of(
          first[i].chord, in: firstKey, second[j].chord, in: secondKey)
        sum += likeness * (end - start).value
      }
      if first[i].end <= second[j].end { i += 1 } else { j += 1 }
    }
    return sum / max(firstEnd, secondEnd).value
  }

  /// The likeness of two chords in their keys, 0...1.
  public static func of(
    _ first: Chord, in firstKey: Key, _ second: Chord, in secondKey: Key
  ) -> Double {
    func relative(_ pitchClass: Int, _ key: Key) -> Int {
      (pitchClass - key.tonic.pitchClass + 12) % 12
    }
    let a = Set(first.pitchClasses.map { relative($0, firstKey) })
    let b = Set(second.pitchClasses.map { relative($0, secondKey) })
    let common = Double(a.intersection(b).count) / Double(max(1, a.union(b).count))
    let isSameRoot =
      relative(first.root.pitchClass, firstKey) == relative(second.root.pitchClass, secondKey)
    return (isSameRoot ? 0.5 : 0) + common / 2
  }
}
