import Music
import ReferenceIndex

/// The chords of a piece as a line: roots with one of four kinds, one for each change.
///
/// Stated chords are taken as they are; else each bar has the triad whose members sound longest in
/// it, the lowest note counting for its root.
enum ChordLine {
  /// Kinds of chords that are told apart: major, minor, diminished, without a third.
  static let kinds = 4

  static func line(of score: Score, strikes: [Strike]) -> ReferenceLine {
    score.chords.isEmpty ? recognized(score, strikes) : stated(score.chords)
  }

  private static func stated(_ chords: [ChordSpan]) -> ReferenceLine {
    var line = ReferenceLine()
    for span in chords where span.onset >= .zero && span.onset.value < PieceLines.latest {
      let kind =
        switch span.chord.third {
        case .some(4): 0
        case .some: span.chord.triad == .diminished ? 2 : 1
        case nil: 3
        }
      append(span.chord.root.pitchClass, kind, at: span.onset.value, to: &line)
    }
    return line
  }

  private static func append(
    _ root: Int, _ kind: Int, at time: Double, to line: inout ReferenceLine
  ) {
    let value = Int16(root + 12 * kind)
    guard line.values.last != value else { return }
    let onset = Int32((time * Double(PieceLines.ticks) + 0.5).rounded(.down))
    line.values.append(value)
    line.onsets.append(max(onset, line.onsets.last ?? 0))
  }

  private static func recognized(_ score: Score, _ strikes: [Strike]) -> ReferenceLine {
    guard let end = strikes.map(\.end).max() else { return ReferenceLine() }
    let starts = barStarts(score.meters, end: Int(end))
    var weights = [Int](repeating: 0, count: starts.count * 12)
    var lows = [(key: Int16, weight: Int)](repeating: (128, 0), count: starts.count)
    for strike in strikes {
      var bar = bar(of: Int(strike.onset), starts)
      while bar < starts.count, starts[bar] < Int(strike.end) {
        let stop = bar + 1 < starts.count ? starts[bar + 1] : Int(end)
        let time = min(Int(strike.end), stop) - max(Int(strike.onset), starts[bar])
        let key = min(max(strike.key, 0), 127)
        weights[bar * 12 + Int(key) % 12] += time
        if key < lows[bar].key { lows[bar] = (key, time) }
        bar += 1
      }
    }
    var line = ReferenceLine()
    for bar in starts.indices {
      let chroma = weights[(bar * 12)..<(bar * 12 + 12)]
      guard let best = triad(Array(chroma), low: lows[bar]) else { continue }
      append(
        best.root, best.kind, at: Double(starts[bar]) / Double(PieceLines.ticks), to: &line)
    }
    return line
  }

  /// Where bars begin, up to an end, both in time steps.
  private static func barStarts(_ meters: MeterMap, end: Int) -> [Int] {
    var starts: [Int] = []
    for (index, change) in meters.changes.enumerated() {
      let length = max(1 / 16, change.meter.barLength.value) * Double(PieceLines.ticks)
      let first = meters.start(ofBar: change.bar).value * Double(PieceLines.ticks)
      let next = index + 1 < meters.changes.count ? meters.changes[index + 1].bar : Int.max
      var bar = 0
      while change.bar + bar < next {
        let start = Int((first + length * Double(bar) + 0.5).rounded(.down))
        guard start < end else { return starts }
        starts.append(start)
        bar += 1
      }
    }
    return starts
  }

  private static func bar(of time: Int, _ starts: [Int]) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return max(low - 1, 0)
  }

  private static func triad(
    _ chroma: [Int], low: (key: Int16, weight: Int)
  ) -> (root: Int, kind: Int)? {
    let total = chroma.reduce(0, +)
    guard total > 0 else { return nil }
    let members = [[0, 4, 7], [0, 3, 7], [0, 3, 6]]
    var best = (root: 0, kind: 0, weight: -1)
    for root in 0..<12 {
      for (kind, steps) in members.enumerated() {
        var weight = steps.reduce(0) { $0 + chroma[(root + $1) % 12] * 4 }
        if Int(low.key) % 12 == root { weight += low.weight * 2 }
        if kind == 2 { weight -= total / 2 }
        if weight > best.weight { best = (root, kind, weight) }
      }
    }
    return (best.root, best.kind)
  }
}
