import Music

/// Tells the weak strokes of a rhythm, which may be left out, from those that are the rhythm.
///
/// Where nothing in a bar is struck on a strong beat, as in a skank, the off-beats are the groove
/// itself, and none of them is weak. The same holds for a pulse: strokes all through the bar, half a
/// beat or less apart.
struct OffBeats {
  private let frame: SectionFrame
  private let leaning: Set<Int>

  init(_ strokes: [Stroke], frame: SectionFrame) {
    self.frame = frame
    let onBeat = Set(strokes.filter { frame.strength(at: $0.onset) >= 0.5 }.map(\.bar))
    let pulses = Dictionary(grouping: strokes, by: \.bar).filter { Self.isPulse($0.value, frame) }
    leaning = Set(strokes.map(\.bar)).subtracting(onBeat).union(pulses.keys)
  }

  private static func isPulse(_ strokes: [Stroke], _ frame: SectionFrame) -> Bool {
    let onsets = strokes.map(\.onset).sorted()
    guard let first = onsets.first, let last = onsets.last, onsets.count >= 4,
      let bar = frame.bar(at: first)
    else { return false }
    let steps = zip(onsets, onsets.dropFirst()).map { $1 - $0 }
    guard let step = steps.first, step <= Beat(1, 2), steps.allSatisfy({ $0 == step }) else {
      return false
    }
    return first == bar.start && last + step >= bar.end
  }

  /// Whether a stroke stands on a groove of off-beats or on a pulse.
  func carry(_ stroke: Stroke) -> Bool { leaning.contains(stroke.bar) }

  /// Whether a stroke may be left out.
  func isWeak(_ stroke: Stroke) -> Bool {
    frame.strength(at: stroke.onset) < 0.5 && !carry(stroke)
  }
}
