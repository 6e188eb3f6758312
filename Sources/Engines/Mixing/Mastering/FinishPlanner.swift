import Foundation
package import Production
package import Signal

/// Decides how the dynamics of a composed song come into those of its genre.
///
/// Loudness range (EBU Tech 3342) and peak to loudness ratio (EBU Tech 3343) are held against the corridor of
/// `genres.yaml`. The range is met by a ride over passages, the ratio by rounding peaks before the limiter
/// where it would have to take more than is good.
package struct FinishPlanner: Sendable {
  private let corridor: GenreCorridor
  /// A programme shorter than this says too little of its range, in seconds.
  private static let shortest = 20.0
  /// How far inside the corridor a ride aims, in LU.
  private static let margin = 0.4
  /// The most that a ride evens out and sets apart.
  private static let leastRatio = 0.3, greatestRatio = 2.2
  private static let mostRide = Decibels(6)
  /// The limiting above which peaks are rounded first, in dB.
  private static let freeLimiting = Decibels(4)
  private static let greatestAmount = 0.45

  /// Plans for a genre.
  package init(corridor: GenreCorridor) { self.corridor = corridor }

  /// The ride that brings the loudness range into the corridor; nil where it lies there.
  package func ride(_ curve: LoudnessCurve, loops: Bool) -> MixPlan.Ride? {
    let values = curve.shortTerm()
    guard Double(values.count) / 10 + 3 >= Self.shortest, corridor.range.count == 2,
      let range = LoudnessRange.of(values), let pivot = curve.integrated()
    else { return nil }
    let (low, high) = (corridor.range[0], corridor.range[1])
    guard range < low || range > high else { return nil }
    let evens = range > high
    let aim = evens ? high - Self.margin : low + Self.margin
    func made(_ ratio: Double) -> MixPlan.Ride {
      MixPlan.Ride(
        ratio: ratio, pivot: LUFS((pivot.value * 10).rounded() / 10), most: Self.mostRide,
        reason: String(
          format:
            "The loudness range is %.1f LU, that of %@ %.0f to %.0f: soft passages are %@, 1 dB becomes "
            + "%.2f dB, within %.0f dB.", range, corridor.name, low, high,
          evens ? "brought up" : "let down", ratio, Self.mostRide.value))
    }
    // The range grows with the ratio.
    var (below, above) = evens ? (Self.leastRatio, 1) : (1, Self.greatestRatio)
    for _ in 0..<10 {
      let middle = (below + above) / 2
      let found = LoudnessRange.of(
        RideCurve(made(middle), curve: curve, loops: loops).applied(to: curve).shortTerm())
      if let found, found < aim { below = middle } else { above = middle }
    }
    return made((100 * (below + above) / 2).rounded() / 100)
  }

  /// The saturation that leaves the limiter no more to do than is good; nil where it has less.
  package func saturation(
    _ curve: LoudnessCurve, loudness: LUFS, ceiling: Decibels
  ) -> MasterPlan.Saturation? {
    let before = limiting(curve, loudness, ceiling)
    guard before > Self.freeLimiting else { return nil }
    let amounts = stride(from: 0.05, through: Self.greatestAmount, by: 0.05)
    var chosen = Self.greatestAmount
    for amount in amounts
    where limiting(saturated(curve, amount: amount), loudness, ceiling)
      <= Self.freeLimiting
    {
      chosen = (amount * 100).rounded() / 100
      break
    }
    return MasterPlan.Saturation(
      amount: chosen,
      reason: String(
        format: "The limiter would take %.1f dB for %.1f LUFS: peaks are rounded before it.",
        before.value, loudness.value))
  }

  private func limiting(_ curve: LoudnessCurve, _ loudness: LUFS, _ ceiling: Decibels) -> Decibels {
    let forecast = LimiterForecast(curve, ceiling: ceiling)
    return forecast.take(gain: forecast.gain(for: loudness, most: 60).gain).reduction
  }

  /// What saturation makes of a loudness curve, as if each millisecond were as loud throughout as at its peak.
  private func saturated(_ curve: LoudnessCurve, amount: Double) -> LoudnessCurve {
    var result = curve
    for part in curve.peaks.indices where curve.peaks[part] > 0 {
      let kept = Float(Drive.kept(amount, peak: Double(curve.peaks[part])))
      result.peaks[part] *= kept
      result.energies[part] *= kept * kept
    }
    return result
  }
}
