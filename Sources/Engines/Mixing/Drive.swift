import Effects
import Signal

/// The saturation of strips and bus, as one number from 0 (none) to 1 (heavy).
enum Drive {
  /// The effect of an amount, nil for none; quiet passages keep their level with `makeUp`.
  static func saturation(_ amount: Double) -> Saturation? {
    guard amount > 0 else { return nil }
    return Saturation(Saturation.Settings(drive: decibels(amount), bias: 0.08, mix: 1))
  }

  /// The gain behind the saturation that leaves a sine of -20 dBFS as loud as it was.
  static func makeUp(_ amount: Double) -> Decibels {
    guard amount > 0 else { return 0 }
    let drive = decibels(amount).gain
    // `Saturation` keeps the level of a peak of a quarter of full scale.
    let kept = curve(drive * 0.25) / 0.25
    let quiet = curve(drive * 0.1) / 0.1
    return Decibels(gain: kept / quiet) ?? 0
  }

  /// What saturation and make-up leave of a peak, as a gain against that of quiet passages.
  static func kept(_ amount: Double, peak: Double) -> Double {
    guard amount > 0, peak > 0 else { return 1 }
    let drive = decibels(amount).gain
    return curve(drive * peak) / peak / (curve(drive * 0.1) / 0.1)
  }

  /// The drive of the greatest amount.
  static let most = Decibels(18)

  private static func decibels(_ amount: Double) -> Decibels { most * min(amount, 1) }

  /// The curve of `Saturation` without bias.
  private static func curve(_ x: Double) -> Double {
    let held = min(max(x, -3), 3)
    return held * (27 + held * held) / (27 + 9 * held * held)
  }
}
