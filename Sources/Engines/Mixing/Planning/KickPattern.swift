import Music

/// What the kick plays, read from the notes.
enum KickPattern {
  /// The keys of bass drums: General MIDI 1, percussion key map.
  private static let keys = 35...36

  /// Whether the kick marks nearly every beat of the bars in which it plays, as house and techno do.
  static func isFourOnTheFloor(_ score: Score) -> Bool {
    let kicks = score.parts.filter(\.instrument.isDrumKit)
      .flatMap(\.notes).filter { keys.contains($0.pitch.number) }.map(\.onset)
    guard kicks.count >= 16 else { return false }
    let beats = Set(kicks.filter { $0.denominator == 1 }.map(\.numerator))
    guard let first = beats.min(), let last = beats.max(), last > first else { return false }
    // Bars of four beats in which the kick plays at all.
    let bars = Set(kicks.map { $0.floor / 4 })
    let marked = bars.filter { bar in (0..<4).filter { beats.contains(bar * 4 + $0) }.count == 4 }
    return Double(marked.count) >= 0.7 * Double(bars.count) && Double(beats.count) >= 16
  }
}
