import Music

/// Tells the weak strokes of a rhythm, which may be left out, from those that are the rhythm.
///
/// Where nothing in a bar is struck on a strong beat, as in a skank, the off-beats are the groove
/// itself, and none of them is weak.
struct OffBeats {
  private let frame: SectionFrame
  private let leaning: Set<Int>

  init(_ strokes: [Stroke], frame: SectionFrame) {
    self.frame = frame
    let onBeat = Set(strokes.filter { frame.strength(at: $0.onset) >= 0.5 }.map(\.bar))
    leaning = Set(strokes.map(\.bar)).subtracting(onBeat)
  }

  /// Whether a stroke stands on the groove of off-beats.
  func carry(_ stroke: Stroke) -> Bool { leaning.contains(stroke.bar) }

  /// Whether a stroke may be left out.
  func isWeak(_ stroke: Stroke) -> Bool {
    frame.strength(at: stroke.onset) < 0.5 && !carry(stroke)
  }
}
