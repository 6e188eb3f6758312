#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The coefficients of a second-order section, y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''.
///
/// Designs follow R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients".
/// Frequencies are held between 1 Hz and 0.49 of the sample rate, where the bilinear transform is sound.
public struct BiquadCoefficients: Hashable, Sendable {
  /// Feed-forward coefficients.
  public var b0, b1, b2: Double
  /// Feed-back coefficients, normalised to a0 = 1.
  public var a1, a2: Double

  /// Makes a section from normalised coefficients.
  public init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
    (self.b0, self.b1, self.b2, self.a1, self.a2) = (b0, b1, b2, a1, a2)
  }

  /// The section that changes nothing.
  public static let identity = BiquadCoefficients(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0)

  /// The quality factor of a second-order Butterworth filter, 1/sqrt(2).
  public static let butterworth = 0.5.squareRoot()

  private init(_ b: (Double, Double, Double), over a: (Double, Double, Double)) {
    self.init(b0: b.0 / a.0, b1: b.1 / a.0, b2: b.2 / a.0, a1: a.1 / a.0, a2: a.2 / a.0)
  }

  /// The cookbook's w0 as cosine and its alpha for a quality factor.
  private static func angle(
    _ frequency: Hertz, _ quality: Double, _ rate: SampleRate
  ) -> (cosine: Double, alpha: Double) {
    let held = min(max(frequency.value, 1), 0.49 * rate.hertz)
    let w0 = 2 * Double.pi * held / rate.hertz
    return (cos(w0), sin(w0) / (2 * max(quality, 1e-3)))
  }

  /// A low-pass of 12 dB an octave.
  public static func lowPass(
    _ frequency: Hertz, quality: Double = butterworth, at rate: SampleRate
  ) -> BiquadCoefficients {
    let (c, alpha) = angle(frequency, quality, rate)
    return BiquadCoefficients(
      ((1 - c) / 2, 1 - c, (1 - c) / 2), over: (1 + alpha, -2 * c, 1 - alpha))
  }

  /// A high-pass of 12 dB an octave.
  public static func highPass(
    _ frequency: Hertz, quality: Double = butterworth, at rate: SampleRate
  ) -> BiquadCoefficients {
    let (c, alpha) = angle(frequency, quality, rate)
    return BiquadCoefficients(
      ((1 + c) / 2, -1 - c, (1 + c) / 2), over: (1 + alpha, -2 * c, 1 - alpha))
  }

  /// A band-pass with 0 dB at its centre.
  public static func bandPass(
    _ frequency: Hertz, quality: Double, at rate: SampleRate
  ) -> BiquadCoefficients {
    let (c, alpha) = angle(frequency, quality, rate)
    return BiquadCoefficients((alpha, 0, -alpha), over: (1 + alpha, -2 * c, 1 - alpha))
  }

  /// A notch.
  public static func notch(
    _ frequency: Hertz, quality: Double, at rate: SampleRate
  ) -> BiquadCoefficients {
    let (c, alpha) = angle(frequency, quality, rate)
    return BiquadCoefficients((1, -2 * c, 1), over: (1 + alpha, -2 * c, 1 - alpha))
  }

  /// An all-pass, which turns the phase by 180 degrees at its frequency.
  public static func allPass(
    _ frequency: Hertz, quality: Double = butterworth, at rate: SampleRate
  ) -> BiquadCoefficients {
    let (c, alpha) = angle(frequency, quality, rate)
    return BiquadCoefficients(
      (1 - alpha, -2 * c, 1 + alpha), over: (1 + alpha, -2 * c, 1 - alpha))
  }

  /// A bell of `gain` at its centre.
  public static func peak(
    _ frequency: Hertz, gain: Decibels, quality: Double, at rate: SampleRate
  ) -> BiquadCoefficients {
    let (c, alpha) = angle(frequency, quality, rate)
    let a = pow(10, gain.value / 40)
    return BiquadCoefficients(
      (1 + alpha * a, -2 * c, 1 - alpha * a), over: (1 + alpha / a, -2 * c, 1 - alpha / a))
  }

  /// A shelf that changes everything well below its frequency by `gain`.
  public static func lowShelf(
    _ frequency: Hertz, gain: Decibels, quality: Double = butterworth, at rate: SampleRate
  ) -> BiquadCoefficients {
    let (c, alpha) = angle(frequency, quality, rate)
    let a = pow(10, gain.value / 40)
    let s = 2 * a.squareRoot() * alpha
    return BiquadCoefficients(
      (
        a * ((a + 1) - (a - 1) * c + s), 2 * a * ((a - 1) - (a + 1) * c),
        a * ((a + 1) - (a - 1) * c - s)
      ),
      over: ((a + 1) + (a - 1) * c + s, -2 * ((a - 1) + (a + 1) * c), (a + 1) + (a - 1) * c - s))
  }

  /// A shelf that changes everything well above its frequency by `gain`.
  public static func highShelf(
    _ frequency: Hertz, gain: Decibels, quality: Double = butterworth, at rate: SampleRate
  ) -> BiquadCoefficients {
    let (c, alpha) = angle(frequency, quality, rate)
    let a = pow(10, gain.value / 40)
    let s = 2 * a.squareRoot() * alpha
    return BiquadCoefficients(
      (
        a * ((a + 1) + (a - 1) * c + s), -2 * a * ((a - 1) + (a + 1) * c),
        a * ((a + 1) + (a - 1) * c - s)
      ),
      over: ((a + 1) - (a - 1) * c + s, 2 * ((a - 1) - (a + 1) * c), (a + 1) - (a - 1) * c - s))
  }

  /// The sections of a Butterworth high-pass of an even order: 6 dB an octave for each order.
  public static func butterworthHighPass(
    _ frequency: Hertz, order: Int, at rate: SampleRate
  ) -> [BiquadCoefficients] {
    butterworthQualities(order).map { highPass(frequency, quality: $0, at: rate) }
  }

  /// The sections of a Butterworth low-pass of an even order: 6 dB an octave for each order.
  public static func butterworthLowPass(
    _ frequency: Hertz, order: Int, at rate: SampleRate
  ) -> [BiquadCoefficients] {
    butterworthQualities(order).map { lowPass(frequency, quality: $0, at: rate) }
  }

  /// The quality factors of the pole pairs of a Butterworth filter of an even order.
  private static func butterworthQualities(_ order: Int) -> [Double] {
    precondition(order > 0 && order % 2 == 0, "an even order")
    return (0..<order / 2).map { pair in
      1 / (2 * cos(Double.pi * Double(2 * pair + 1) / Double(2 * order)))
    }
  }

  /// The linear gain of the section at a frequency.
  public func gain(at frequency: Hertz, sampleRate: SampleRate) -> Double {
    let w = 2 * Double.pi * frequency.value / sampleRate.hertz
    let (c1, s1, c2, s2) = (cos(w), sin(w), cos(2 * w), sin(2 * w))
    let (nr, ni) = (b0 + b1 * c1 + b2 * c2, b1 * s1 + b2 * s2)
    let (dr, di) = (1 + a1 * c1 + a2 * c2, a1 * s1 + a2 * s2)
    return ((nr * nr + ni * ni) / (dr * dr + di * di)).squareRoot()
  }

  /// The greatest magnitude of the two poles; the section is stable if it is below 1.
  public var poleRadius: Double {
    let discriminant = a1 * a1 - 4 * a2
    guard discriminant >= 0 else { return a2.squareRoot() }
    let root = discriminant.squareRoot()
    return max(abs(-a1 + root), abs(-a1 - root)) / 2
  }
}
