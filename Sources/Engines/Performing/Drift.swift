import Music

/// A slow random movement in -1...1 over the bars of a piece.
///
/// Two layers of knots, one a bar and four in each bar, joined by smooth steps. Each bar's knots
/// come from a stream of their own, so the movement depends on seed, purpose, part and place alone.
struct Drift {
  private let coarse: [Double]
  private let fine: [[Double]]

  init(purpose: String, part: String, frame: Frame) {
    var coarse: [Double] = []
    var fine: [[Double]] = []
    for bar in 0...frame.bars.count {
      var stream = RandomStream(seed: frame.seed, purpose: purpose, part: part, bar: bar)
      coarse.append(stream.uniform(-1...1))
      fine.append((0..<4).map { _ in stream.uniform(-1...1) })
    }
    self.coarse = coarse
    self.fine = fine
  }

  /// The movement at a position 0...1 in a bar.
  func value(bar: Int, position: Double) -> Double {
    guard bar + 1 < coarse.count else { return 0 }
    let place = min(max(position, 0), 1)
    let slow = Drift.between(coarse[bar], coarse[bar + 1], place)
    let step = min(Int(place * 4), 3)
    let after = step == 3 ? fine[bar + 1][0] : fine[bar][step + 1]
    let quick = Drift.between(fine[bar][step], after, place * 4 - Double(step))
    return 0.6 * slow + 0.4 * quick
  }

  private static func between(_ from: Double, _ to: Double, _ share: Double) -> Double {
    from + (to - from) * share * share * (3 - 2 * share)
  }
}

extension Frame {
  /// Where a time lies in its bar, 0...1.
  func barPosition(_ beat: Beat, bar: Int) -> Double {
    let length = bars[bar].meter.barLength.value
    return (beat - bars[bar].start).value / length
  }
}
