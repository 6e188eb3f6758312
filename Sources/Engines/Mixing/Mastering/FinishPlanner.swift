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
  private static let leastRatio = 0.3, greatestRatio = 2.2, greatestContrast = 1.8
  private static let mostRide = Decibels(8)
  /// The limiting above which peaks are rounded first, in dB.
  private static let freeLimiting = Decibels(4)
  private static let greatestAmount = 0.75

  /// Plans for a genre.
  package init(corridor: GenreCorridor) { self.corridor = corridor }

  /// The ride that brings loudness range and peak to loudness ratio into the corridor; nil where they lie there.
  ///
  /// Both are those behind the limiter that brings the song to its loudness. The range counts more: the ratio is
  /// met as far as the range stays inside.
  package func ride(
    _ curve: LoudnessCurve, loops: Bool, loudness: LUFS, ceiling: Decibels
  ) -> MixPlan.Ride? {
    let forecast = LimiterForecast(curve, ceiling: ceiling)
    let gain = forecast.gain(for: loudness, most: Mastering.mostLimiting).gain
    guard Double(curve.shortTerm().count) / 10 + 3 >= Self.shortest, corridor.range.count == 2,
      corridor.peakToLoudness.count == 2, let pivot = curve.integrated(),
      let plain = dynamics(forecast.limited(gain: gain))
    else { return nil }
    let (low, high) = (corridor.range[0], corridor.range[1])
    let flattest = corridor.peakToLoudness[0]
    func made(_ ratio: Double) -> MixPlan.Ride {
      MixPlan.Ride(
        ratio: ratio, pivot: LUFS((pivot.value * 10).rounded() / 10), most: Self.mostRide,
        reason: reason(plain, ratio: ratio))
    }
    func found(_ ratio: Double) -> (range: Double, ratio: Double) {
      let ridden = RideCurve(made(ratio), curve: curve, loops: loops).applied(to: curve)
      let change = (ridden.integrated() ?? pivot) - pivot
      return dynamics(
        LimiterForecast(ridden, ceiling: ceiling).limited(gain: gain - change)) ?? plain
    }
    // Both grow with the ratio.
    var ratio = 1.0
    if plain.range > high {
      ratio = Self.search(Self.leastRatio, 1) { found($0).range < high - Self.margin }
    } else if plain.range < low {
      ratio = Self.search(1, Self.greatestRatio) { found($0).range < low + Self.margin }
    }
    // The bounds are whole numbers.
    if ratio >= 1, found(ratio).ratio < flattest - 0.5 {
      ratio = Self.search(ratio, max(ratio, Self.greatestContrast)) {
        let now = found($0)
        return now.ratio < flattest - 0.3 && now.range < high - Self.margin
      }
    }
    return ratio == 1 ? nil : made((100 * ratio).rounded() / 100)
  }

  /// Where, between two ratios, something that holds at the lower holds no more.
  private static func search(_ low: Double, _ high: Double, _ holds: (Double) -> Bool) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<9 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// Loudness range and peak to loudness ratio; nil of silence.
  private func dynamics(_ curve: LoudnessCurve) -> (range: Double, ratio: Double)? {
    guard let range = LoudnessRange.of(curve.shortTerm()), let loudness = curve.integrated(),
      let peak = Decibels(gain: Double(curve.peak))
    else { return nil }
    return (range, peak.value - loudness.value)
  }

  private func reason(_ plain: (range: Double, ratio: Double), ratio: Double) -> String {
    let change = String(
      format: "soft passages are %@, 1 dB becomes %.2f dB, within %.0f dB.",
      ratio < 1 ? "brought up" : "let down", ratio, Self.mostRide.value)
    let (low, high) = (corridor.range[0], corridor.range[1])
    guard plain.range >= low, plain.range <= high else {
      return String(
        format: "The loudness range is %.1f LU, that of %@ %.0f to %.0f: %@", plain.range,
        corridor.name, low, high, change)
    }
    return String(
      format: "Peaks lie %.1f dB above the loudness, in %@ %.0f to %.0f: %@", plain.ratio,
      corridor.name, corridor.peakToLoudness[0], corridor.peakToLoudness[1], change)
  }

  /// The saturation that leaves the limiter no more to do than is good; nil where it has no more already.
  ///
  /// The curve is that behind `earlier`, which the answer takes in; the ride follows the saturation.
  package func saturation(
    _ curve: LoudnessCurve, behind earlier: MasterPlan.Saturation? = nil, ride: RideCurve? = nil,
    loudness: LUFS, ceiling: Decibels
  ) -> MasterPlan.Saturation? {
    func limiting(_ curve: LoudnessCurve) -> Decibels {
      let forecast = LimiterForecast(ride?.applied(to: curve) ?? curve, ceiling: ceiling)
      return forecast.take(gain: forecast.gain(for: loudness, most: 60).gain).reduction
    }
    let (before, least) = (limiting(curve), earlier?.amount ?? 0)
    guard before > Self.freeLimiting + Decibels(earlier == nil ? 0 : Self.margin),
      least < Self.greatestAmount
    else { return nil }
    let amounts = stride(from: 0.05, through: Self.greatestAmount - least, by: 0.05)
    let enough = amounts.first { limiting(saturated(curve, amount: $0)) <= Self.freeLimiting }
    let amount = min(least + (enough ?? 1), Self.greatestAmount)
    return MasterPlan.Saturation(
      amount: (amount * 100).rounded() / 100,
      reason: earlier?.reason
        ?? String(
          format: "The limiter would take %.1f dB for %.1f LUFS: peaks are rounded before it.",
          before.value, loudness.value))
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
