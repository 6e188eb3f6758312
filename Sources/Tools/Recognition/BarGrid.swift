public import Music

/// The bars of a piece and the stretches within them in which a chord may change.
public struct BarGrid: Sendable {
  /// A stretch in which one chord holds.
  public struct Frame: Sendable {
    /// The bar, counted from 0.
    public var bar: Int
    /// The start.
    public var onset: Beat
    /// The length.
    public var duration: Beat
    /// Whether it begins a bar, a half of one, or less.
    public var level: Level
  }

  /// Where a frame begins.
  public enum Level: Int, Comparable, Sendable {
    /// At a bar line.
    case bar
    /// In the middle of a bar.
    case half
    /// At another felt beat.
    case pulse

    /// Orders from strong to weak.
    public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  /// How many bars.
  public let barCount: Int
  /// The starts of bars in quarter notes, and the end of the last.
  public let barStarts: [Double]
  /// The frames in order.
  public let frames: [Frame]
  /// The metres.
  public let meters: MeterMap

  /// Lays bars of a metre map over a length in quarter notes; at most 65536 bars.
  public init(meters: MeterMap, end: Double) {
    self.meters = meters
    var starts = [0.0]
    var frames: [Frame] = []
    var position = Beat.zero
    var bar = 0
    while position.value < end - 1.0 / 64, bar < 1 << 16 {
      let meter = meters.meter(ofBar: bar)
      let cuts = BarGrid.cuts(meter)
      for (index, cut) in cuts.enumerated() {
        let next = index + 1 < cuts.count ? cuts[index + 1].at : meter.barLength
        frames.append(
          Frame(bar: bar, onset: position + cut.at, duration: next - cut.at, level: cut.level))
      }
      position = position + meter.barLength
      starts.append(position.value)
      bar += 1
    }
    barCount = bar
    barStarts = starts
    self.frames = frames
  }

  /// Where chords may change: halves of even metres, groups of uneven ones.
  private static func cuts(_ meter: Meter) -> [(at: Beat, level: Level)] {
    let pulses = meter.pulses
    switch pulses.count {
    case 1: return [(.zero, .bar)]
    case 3: return [(.zero, .bar), (pulses[1], .pulse), (pulses[2], .pulse)]
    case 5: return [(.zero, .bar), (pulses[3], .half)]
    case 7: return [(.zero, .bar), (pulses[4], .half)]
    case let count where count % 2 == 0: return [(.zero, .bar), (pulses[count / 2], .half)]
    default: return [(.zero, .bar)]
    }
  }

  /// The bar, counted from 0, at a time in quarter notes; nil outside.
  public func bar(at time: Double) -> Int? {
    let index = SortedSearch.lastIndex(barStarts, notAbove: time + 1.0 / 32)
    return index >= 0 && index < barCount ? index : nil
  }
}
