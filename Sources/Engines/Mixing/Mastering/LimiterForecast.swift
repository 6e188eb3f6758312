import Foundation
package import Signal

/// Foretells what the limiter will do to a programme, from its loudness curve instead of its samples.
///
/// The gain of `TruePeakLimiter` is followed by the millisecond: need by the peak, the release of two memories, the
/// sliding minimum and the smoothing over its look-ahead. A limiter's gain moves slowly against the signal, so
/// that the K-weighted power behind it is that before it times the square of the gain. Good to some hundredths
/// of a LU; a forecast costs thousandths of a pass over the samples.
package struct LimiterForecast: Sendable {
  private let curve: LoudnessCurve
  private let ceiling: Float
  private static let fastRelease = 0.06, slowRelease = 0.4
  /// Milliseconds to each side that the smoothed minimum looks at.
  private static let reach = 2

  /// Prepares forecasts under a ceiling.
  package init(_ curve: LoudnessCurve, ceiling: Decibels) {
    self.curve = curve
    self.ceiling = Float((ceiling - 0.05).gain)
  }

  /// The loudness behind a gain and the limiter, and the most that the limiter takes away.
  package func take(gain: Decibels) -> (loudness: LUFS?, reduction: Decibels) {
    let (gains, reduction) = gains(behind: gain)
    guard let gains else { return (curve.integrated(gains: nil).map { $0 + gain }, 0) }
    return (curve.integrated(gains: gains), reduction)
  }

  /// The curve behind a gain and the limiter.
  package func limited(gain: Decibels) -> LoudnessCurve {
    let factor = Float(gain.gain)
    let gains = gains(behind: gain).gains
    var result = curve
    for part in result.peaks.indices {
      let own = gains?[part] ?? factor
      result.energies[part] *= own * own
      result.peaks[part] = min(result.peaks[part] * own, ceiling)
    }
    return result
  }

  /// The gain of every millisecond, nil where the limiter has nothing to do, and the most that it takes away.
  private func gains(behind gain: Decibels) -> (gains: [Float]?, reduction: Decibels) {
    let factor = Float(gain.gain)
    let threshold = ceiling / factor
    let fastPole = Float(exp(-0.001 / Self.fastRelease))
    let slowPole = Float(exp(-0.001 / Self.slowRelease))
    let count = curve.peaks.count
    var gains = [Float](repeating: factor, count: count)
    var (fast, slow, deepest) = (Float(0), Float(0), Float(0))
    var reductions = [Float](repeating: 0, count: count)
    for index in 0..<count {
      let peak = curve.peaks[index]
      let need = peak > threshold ? 1 - threshold / peak : 0
      deepest = max(deepest, need)
      fast = max(need, fast * fastPole)
      slow = slowPole * slow + (1 - slowPole) * fast
      reductions[index] = max(fast, slow)
    }
    guard deepest > 0 else { return (nil, 0) }
    let reach = Self.reach
    for index in 0..<count {
      var sum: Float = 0
      for shift in -1...1 {
        var most: Float = 0
        let place = index + shift
        for other in max(0, place - 1)...min(count - 1, max(0, place + reach)) {
          most = max(most, reductions[other])
        }
        sum += most
      }
      gains[index] = factor * (1 - sum / 3)
    }
    return (gains, Decibels(-20 * log10(Double(1 - deepest))))
  }

  /// The gain that reaches a loudness, held where the limiter would take more than `most`.
  package func gain(for target: LUFS, most: Decibels) -> (gain: Decibels, held: Bool) {
    guard let before = curve.integrated(), curve.peak > 0 else { return (0, false) }
    var low = target.value - before.value
    var high = low
    // Limiting costs loudness: the gain is at least the difference.
    for _ in 0..<12 {
      guard let loudness = take(gain: Decibels(high)).loudness, loudness < target else { break }
      low = high
      high += max(0.5, 1.5 * (target.value - loudness.value))
      if high - (target.value - before.value) > 40 { break }
    }
    while high - low > 0.01 {
      let middle = (low + high) / 2
      if let loudness = take(gain: Decibels(middle)).loudness, loudness < target {
        low = middle
      } else {
        high = middle
      }
    }
    // A decibel more gain is a decibel more reduction at the highest peak.
    let threshold = Double(ceiling / curve.peak)
    let limit = 20 * log10(threshold) + most.value
    return high > limit ? (Decibels(limit), true) : (Decibels(high), false)
  }
}
