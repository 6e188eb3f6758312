public import Music

/// How alike two pieces sound as a fabric: which roles play, on what, how high and how much.
///
/// For each role that plays in either piece four likenesses are averaged: the instruments (Jaccard's
/// index of their ids), the number of notes a beat (the smaller over the larger), the mean pitch
/// (falling to 0 over an octave; only pitched parts) and the mean length of the notes (the smaller
/// over the larger). A role that plays in one piece alone counts 0.
public enum TextureSimilarity {
  /// The likeness of two scores, 0...1.
  public static func of(_ first: Score, _ second: Score) -> Double {
    var likenesses: [Double] = []
    for role in Role.allCases {
      let a = first.parts.filter { $0.role == role && !$0.notes.isEmpty }
      let b = second.parts.filter { $0.role == role && !$0.notes.isEmpty }
      if a.isEmpty, b.isEmpty { continue }
      likenesses.append(a.isEmpty || b.isEmpty ? 0 : of(a, first.length, b, second.length))
    }
    return likenesses.isEmpty ? 1 : likenesses.reduce(0, +) / Double(likenesses.count)
  }

  private static func of(
    _ first: [Part], _ firstLength: Beat, _ second: [Part], _ secondLength: Beat
  ) -> Double {
    let (a, b) = (Set(first.map(\.instrument.id)), Set(second.map(\.instrument.id)))
    var figures = [Double(a.intersection(b).count) / Double(a.union(b).count)]
    let (left, right) = (first.flatMap(\.notes), second.flatMap(\.notes))
    figures.append(
      ratio(
        Double(left.count) / max(firstLength.value, 0.01),
        Double(right.count) / max(secondLength.value, 0.01)))
    if !first.contains(where: \.instrument.isDrumKit),
      !second.contains(where: \.instrument.isDrumKit)
    {
      let distance = abs(
        mean(left) { Double($0.pitch.number) }
          - mean(right) {
            Double($0.pitch.number)
          })
      figures.append(max(0, 1 - distance / 12))
      figures.append(ratio(mean(left) { $0.duration.value }, mean(right) { $0.duration.value }))
    }
    return figures.reduce(0, +) / Double(figures.count)
  }

  private static func mean(_ notes: [Note], _ figure: (Note) -> Double) -> Double {
    notes.isEmpty ? 0 : notes.reduce(0) { $0 + figure($1) } / Double(notes.count)
  }

  private static func ratio(_ a: Double, _ b: Double) -> Double {
    max(a, b) > 0 ? min(a, b) / max(a, b) : 1
  }
}
