import Music

/// Ticks of a file as exact quarter notes.
struct BeatClock {
  /// Whether ticks are shares of a film frame, laid over beats at 120 a minute.
  let isTimeCode: Bool
  private let ticks: Int
  private let quarters: Int

  init(_ division: MIDIDivision) {
    switch division {
    case .ticksPerQuarter(let ticksPerQuarter):
      isTimeCode = false
      ticks = max(1, Int(ticksPerQuarter))
      quarters = 1
    case .timeCode(let rate, let ticksPerFrame):
      // Ticks a second are rate * ticksPerFrame, and quarter notes a second are 2.
      isTimeCode = true
      ticks = rate.rate.numerator * max(1, Int(ticksPerFrame))
      quarters = 2 * rate.rate.denominator
    }
  }

  /// The whole quarter notes up to a tick; never overflows.
  func quarters(_ tick: Int) -> Int {
    let (product, overflow) = tick.multipliedReportingOverflow(by: quarters)
    return overflow ? Int.max : product / ticks
  }

  /// The time of a tick; of time code the nearest on a grid of 960 steps a quarter note, which
  /// keeps the fractions of drop-frame rates small.
  func beat(_ tick: Int) -> Beat {
    guard isTimeCode else { return Beat(tick, ticks) }
    return Beat((2 * 960 * quarters * tick + ticks) / (2 * ticks), 960)
  }
}
