import Music

/// What is struck in a bar, whatever its loudness and length.
struct BarContent: Hashable {
  private struct Stroke: Hashable {
    var voice: Int
    var step: Int
    var number: Int
  }

  private var strokes: Set<Stroke>

  /// Whether nothing is struck.
  var isEmpty: Bool { strokes.isEmpty }

  static func of(_ voices: [Voice], bar: Int, starts: [Beat]) -> BarContent {
    var strokes: Set<Stroke> = []
    for (index, voice) in voices.enumerated() {
      for note in voice.bars[bar] {
        strokes.insert(
          Stroke(
            voice: index, step: Piece.step(note.onset - starts[bar]), number: note.pitch.number))
      }
    }
    return BarContent(strokes: strokes)
  }

  /// The longest stretch of at least so many bars that are all alike, or of twice as many that
  /// alternate between two.
  static func longestLoop(_ bars: [BarContent], atLeast least: Int) -> Range<Int>? {
    var longest: Range<Int>?
    for (period, wanted) in [(1, least), (2, 2 * least)] where bars.count > period {
      let alike = (0..<(bars.count - period)).map {
        bars[$0] == bars[$0 + period] && !(bars[$0].isEmpty && period == 1)
          && !(bars[$0].isEmpty && bars[$0 + 1].isEmpty)
      }
      for run in runs(alike, atLeast: wanted - period) {
        let stretch = run.lowerBound..<(run.upperBound + period)
        if stretch.count > longest?.count ?? 0 { longest = stretch }
      }
    }
    return longest
  }
}
