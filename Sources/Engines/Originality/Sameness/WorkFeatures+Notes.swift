import Measures
import Music

extension WorkFeatures {
  /// Successions of one to four different chords; the longer say more.
  static func harmony(_ window: PieceWindow) -> FeatureVector {
    var gathered = FeatureGathering()
    let degrees = window.degrees
    let whole = degrees.reduce(0) { $0 + $1.length }
    guard whole > 0 else { return .nothing }
    for degree in degrees {
      gathered.add("chord", [degree.number], 0.5 * degree.length / whole)
    }
    let numbers = degrees.map(\.number)
    for (size, weight) in [(2, 1.0), (3, 1.5), (4, 1.5)] where numbers.count >= size {
      let count = Double(numbers.count - size + 1)
      for start in 0...(numbers.count - size) {
        gathered.add("chords", numbers[start..<(start + size)], weight / count)
      }
    }
    return gathered.vector
  }

  /// Successions of two to five steps of the main line, each an interval and a change of pace.
  static func melody(_ window: PieceWindow) -> FeatureVector {
    let steps = MelodySteps(window)
    guard !steps.all.isEmpty else { return .nothing }
    var gathered = FeatureGathering()
    for step in steps.all { gathered.add("interval", [step.interval], 0.2 / steps.count) }
    for (size, weight) in [(2, 0.5), (3, 1.0), (5, 1.5)] where steps.all.count >= size {
      let count = Double(steps.all.count - size + 1)
      for start in 0...(steps.all.count - size) {
        let run = steps.all[start..<(start + size)].flatMap { [$0.interval, $0.pace] }
        gathered.add("line", run, weight / count)
      }
    }
    return gathered.vector
  }

  /// Where groups of players strike in the bar, whole bars of each, and the paces of the main line.
  static func rhythm(_ window: PieceWindow) -> FeatureVector {
    var gathered = FeatureGathering()
    for (index, group) in Groove.groups.enumerated() {
      let bars = Groove.bars(of: group, window)
      let played = bars.filter { !$0.isEmpty }.count
      guard played > 0 else { continue }
      for (bar, strokes) in bars.enumerated() where !strokes.isEmpty {
        let length = window.length(ofBar: bar)
        for stroke in strokes {
          gathered.add("stroke", [index, length, stroke], 0.1 / Double(played))
        }
        gathered.add("bar", [index, length] + strokes, 1.5 / Double(played))
      }
    }
    let steps = MelodySteps(window).all
    if steps.count >= 3 {
      let count = Double(steps.count - 2)
      for start in 0...(steps.count - 3) {
        gathered.add("paces", steps[start..<(start + 3)].map(\.time), 1.5 / count)
      }
    }
    return gathered.vector
  }
}

/// The steps of the main line of a window.
struct MelodySteps {
  struct Step {
    /// Semitones to the next note, at most an octave and a half either way.
    var interval: Int
    /// The time to the next note by the time before, from -2 (far shorter) to 2 (far longer).
    var pace: Int
    /// The time to the next note in steps of the grid, at most four quarter notes.
    var time: Int
    /// The bar of the window in which it begins.
    var bar: Int
  }

  private(set) var all: [Step] = []
  var count: Double { Double(max(1, all.count)) }

  init(_ window: PieceWindow) {
    let span = window.span
    let melody = ScoreSimilarity.melody(of: window.score).filter { span.contains($0.onset) }
    let line = MelodicSimilarity.upperLine(of: melody)
    var before: Beat?
    for (left, right) in zip(line, line.dropFirst()) {
      let time = right.onset - left.onset
      let ratio = before.map { time.value / max($0.value, 1e-6) } ?? 1
      all.append(
        Step(
          interval: max(-18, min(18, right.pitch.number - left.pitch.number)),
          pace: ratio < 0.4 ? -2 : ratio < 0.8 ? -1 : ratio <= 1.25 ? 0 : ratio <= 2.5 ? 1 : 2,
          time: min(48, (time * PieceWindow.steps + Beat(1, 2)).floor),
          bar: window.bar(at: left.onset)))
      before = time
    }
  }
}
