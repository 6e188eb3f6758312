public import Music

/// How alike two rhythms are, stroke by stroke.
///
/// Dice's coefficient of the sets of onsets on a grid of a twelfth of a beat; in a percussion part
/// an onset of another drum is another onset.
public enum RhythmicSimilarity {
  private struct Stroke: Hashable {
    var time: Int
    var key: Int
  }

  /// The likeness of two rhythms from the same origin, 0...1; `byKey` tells drums apart.
  public static func of(_ first: [Note], _ second: [Note], byKey: Bool = false) -> Double {
    func strokes(_ notes: [Note]) -> Set<Stroke> {
      Set(
        notes.map {
          Stroke(time: ($0.onset * 12 + Beat(1, 2)).floor, key: byKey ? $0.pitch.number : 0)
        })
    }
    let (a, b) = (strokes(first), strokes(second))
    guard !a.isEmpty || !b.isEmpty else { return 1 }
    return Double(2 * a.intersection(b).count) / Double(a.count + b.count)
  }
}
