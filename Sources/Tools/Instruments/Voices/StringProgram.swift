import Production

/// A string's patch as prepared for a sample rate.
final class StringProgram: Sendable {
  let patch: StringPatch
  let rate: Double
  /// The frames of a string's loop at the lowest key, 16 Hz, and a margin.
  let capacity: Int

  init(_ patch: StringPatch, rate: Double) {
    self.patch = patch
    self.rate = rate
    capacity = Int(rate / 16) + 16
  }

  /// The coefficient of the loop's one-pole low-pass: less for high keys, whose loops are turned more often.
  func damping(at frequency: Double) -> Double {
    let b = patch.damping * min(1, power(220 / frequency, 0.35))
    return min(max(b, 0), 0.95)
  }

  /// Seconds for 60 dB at a frequency while the string is held.
  func decay(at frequency: Double) -> Double {
    patch.decay * power(patch.decayScaling, octaves(frequency))
  }

  private func octaves(_ frequency: Double) -> Double {
    var (octaves, ratio) = (0.0, frequency / 261.626)
    while ratio > 2 { (octaves, ratio) = (octaves + 1, ratio / 2) }
    while ratio < 0.5 { (octaves, ratio) = (octaves - 1, ratio * 2) }
    return octaves + (ratio >= 1 ? ratio - 1 : 1 - 1 / ratio)
  }
}
