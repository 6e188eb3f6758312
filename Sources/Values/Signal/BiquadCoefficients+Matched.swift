#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// Bells and shelves that follow their analogue prototypes up to the Nyquist frequency, where the bilinear
// transform of the cookbook squeezes them ("cramping"). After M. Vicanek, "Matched second order digital
// filters" (2016): poles by impulse invariance, zeros such that the magnitude agrees at chosen frequencies.
// The squared magnitude of b0 + b1 z^-1 + b2 z^-2 at w is B0 p0 + B1 p1 + B2 p2, with p1 = sin^2(w/2),
// p0 = 1 - p1, p2 = 4 p0 p1, B0 = (b0 + b1 + b2)^2, B1 = (b0 - b1 + b2)^2, B2 = -4 b0 b2.
extension BiquadCoefficients {
  /// A bell of `gain` at its centre that follows the analogue bell up to the Nyquist frequency.
  ///
  /// Prototype: (s^2 + s A/Q + 1) / (s^2 + s/(A Q) + 1), A = 10^(gain/40), as `peak` has it. The gain at the
  /// centre is exact. Frequencies are held in 1 Hz...0.49 of the rate, `quality` above 0.05.
  public static func matchedPeak(
    _ frequency: Hertz, gain: Decibels, quality: Double, at rate: SampleRate
  ) -> BiquadCoefficients {
    // A cut is the inverse of the boost, whose poles are the sharper ones and fit better.
    guard gain.value >= 0 else {
      return matchedPeak(frequency, gain: -gain, quality: quality, at: rate).inverse
    }
    guard let w = matchedAngle(frequency, rate) else {
      return peak(frequency, gain: gain, quality: quality, at: rate)
    }
    let (a, q) = (pow(10, gain.value / 40), max(quality, 0.05))
    let poles = impulseInvariantPoles(w, damping: 1 / (2 * a * q))
    let square = SquaredMagnitude(poles)
    let p1 = sin(w / 2) * sin(w / 2)
    let p0 = 1 - p1
    // The gain at 0 is 1; value and slope of the squared magnitude at the centre give B1 there...
    let value = square.at(p0, p1) * gain.power
    let slope = (square.b1 - square.b0 + 4 * (p0 - p1) * square.b2) * gain.power
    let curvature = (value - slope * p1 - square.b0) / (4 * p1 * p1)
    let sloped = slope + square.b0 + 4 * (p1 - p0) * curvature
    // ...and the prototype's magnitude at the Nyquist frequency another. Their errors have opposite signs; a
    // quarter of the second is nearest to the prototype over the whole band.
    let x = Double.pi / w
    let (real, rise, fall) = (1 - x * x, x * a / q, x / (a * q))
    let end = square.b1 * (real * real + rise * rise) / (real * real + fall * fall)
    let b1 = 0.75 * sloped + 0.25 * end
    let b2 = (value - square.b0 * p0 - b1 * p1) / (4 * p0 * p1)
    return SquaredMagnitude(b0: square.b0, b1: b1, b2: b2).over(poles)
  }

  /// A shelf below a frequency that follows the analogue shelf up to the Nyquist frequency.
  ///
  /// Prototype: A (s^2 + s sqrt(A)/Q + A) / (A s^2 + s sqrt(A)/Q + 1), A = 10^(gain/40), as `lowShelf` has it: half of
  /// the gain in decibels is reached at the frequency. `quality` above 1/sqrt(2) overshoots, below is gentler.
  public static func matchedLowShelf(
    _ frequency: Hertz, gain: Decibels, quality: Double = butterworth, at rate: SampleRate
  ) -> BiquadCoefficients {
    guard gain.value >= 0 else {
      return matchedLowShelf(frequency, gain: -gain, quality: quality, at: rate).inverse
    }
    guard let w = matchedAngle(frequency, rate) else {
      return lowShelf(frequency, gain: gain, quality: quality, at: rate)
    }
    let a = pow(10, gain.value / 40)
    let q = max(quality, 0.05)
    return matchedShelf(w, poleAngle: w / a.squareRoot(), quality: q, gain: gain) { s in
      // |A (A - s^2 + j s sqrt(A)/Q) / (1 - A s^2 + j s sqrt(A)/Q)|^2
      let side = a * s * s / (q * q)
      return a * a * ((a - s * s) * (a - s * s) + side)
        / ((1 - a * s * s) * (1 - a * s * s) + side)
    }
  }

  /// A shelf above a frequency that follows the analogue shelf up to the Nyquist frequency.
  ///
  /// Prototype: A (A s^2 + s sqrt(A)/Q + 1) / (s^2 + s sqrt(A)/Q + A), as `highShelf` has it: half of the gain in
  /// decibels is reached at the frequency. It is `gain` in series with a low shelf of the opposite gain.
  public static func matchedHighShelf(
    _ frequency: Hertz, gain: Decibels, quality: Double = butterworth, at rate: SampleRate
  ) -> BiquadCoefficients {
    let low = matchedLowShelf(frequency, gain: -gain, quality: quality, at: rate)
    let g = gain.gain
    return BiquadCoefficients(
      b0: g * low.b0, b1: g * low.b1, b2: g * low.b2, a1: low.a1, a2: low.a2)
  }

  /// The angle of a frequency; nil so far below the Nyquist frequency that the bilinear transform squeezes
  /// nothing: less than 0.02 dB at 20 kHz.
  private static func matchedAngle(_ frequency: Hertz, _ rate: SampleRate) -> Double? {
    let held = min(max(frequency.value, 1), 0.49 * rate.hertz)
    return held < 0.004 * rate.hertz ? nil : 2 * Double.pi * held / rate.hertz
  }

  /// a1 and a2 of exp(s T) for the poles s^2 + 2 d w s + w^2.
  private static func impulseInvariantPoles(
    _ w: Double, damping d: Double
  ) -> (a1: Double, a2: Double) {
    let turn = d < 1 ? cos(w * (1 - d * d).squareRoot()) : cosh(w * (d * d - 1).squareRoot())
    return (-2 * exp(-d * w) * turn, exp(-2 * d * w))
  }

  /// Zeros for a shelf: its magnitude is that of the prototype at 0, at the frequency (or 0.45 of the rate, if that
  /// is lower) and at the Nyquist frequency; `power` is the prototype's at a multiple of its frequency.
  private static func matchedShelf(
    _ w: Double, poleAngle: Double, quality: Double, gain: Decibels,
    power: (Double) -> Double
  ) -> BiquadCoefficients {
    let poles = impulseInvariantPoles(poleAngle, damping: 1 / (2 * quality))
    let square = SquaredMagnitude(poles)
    let middle = min(w, 0.9 * Double.pi)
    let p1 = sin(middle / 2) * sin(middle / 2)
    let p0 = 1 - p1
    let b0 = square.b0 * gain.power
    let b1 = square.b1 * power(Double.pi / w)
    let b2 = (power(middle / w) * square.at(p0, p1) - b0 * p0 - b1 * p1) / (4 * p0 * p1)
    return SquaredMagnitude(b0: b0, b1: b1, b2: b2).over(poles)
  }

  /// The section that undoes this one; its zeros must lie inside the unit circle.
  private var inverse: BiquadCoefficients {
    BiquadCoefficients(b0: 1 / b0, b1: a1 / b0, b2: a2 / b0, a1: b1 / b0, a2: b2 / b0)
  }
}

/// The squared magnitude of a polynomial in z^-1 as B0 p0 + B1 p1 + B2 p2 (Vicanek 2016, equations 7 and 26).
private struct SquaredMagnitude {
  var b0, b1, b2: Double

  init(b0: Double, b1: Double, b2: Double) {
    (self.b0, self.b1, self.b2) = (b0, b1, b2)
  }

  init(_ poles: (a1: Double, a2: Double)) {
    b0 = (1 + poles.a1 + poles.a2) * (1 + poles.a1 + poles.a2)
    b1 = (1 - poles.a1 + poles.a2) * (1 - poles.a1 + poles.a2)
    b2 = -4 * poles.a2
  }

  func at(_ p0: Double, _ p1: Double) -> Double { b0 * p0 + b1 * p1 + 4 * b2 * p0 * p1 }

  /// The polynomial of minimum phase with this magnitude, over the poles.
  func over(_ poles: (a1: Double, a2: Double)) -> BiquadCoefficients {
    let (even, odd) = (max(b0, 0).squareRoot(), max(b1, 0).squareRoot())
    let w = 0.5 * (even + odd)
    let first = 0.5 * (w + max(w * w + b2, 0).squareRoot())
    return BiquadCoefficients(
      b0: first, b1: 0.5 * (even - odd), b2: -b2 / (4 * first), a1: poles.a1, a2: poles.a2)
  }
}
