#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `base` to the power of `exponent`; both finite, the base more than 0.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// 2 to the power of a number.
func powerOfTwo(_ exponent: Double) -> Double { exp2(exponent) }

/// The sine of a number of turns.
func sineOfTurns(_ turns: Double) -> Double { sin(2 * Double.pi * turns) }

/// The cosine of a number of turns.
func cosineOfTurns(_ turns: Double) -> Double { cos(2 * Double.pi * turns) }

/// The factor for one step of an exponential fall of 60 dB in `steps` steps, at least one.
func fall(of60dBIn steps: Double) -> Float { Float(power(10, -3 / max(steps, 1))) }

/// The factor for one step of an exponential approach that goes nine tenths of its way in `steps` steps.
func approach(in steps: Double) -> Double { power(10, -1 / max(steps, 1)) }

/// The frequency of a key in hertz; key 69 is 440 Hz, in equal temperament (ISO 16).
func frequency(ofKey key: Double) -> Double { 440 * powerOfTwo((key - 69) / 12) }

/// The filter's tangent, tan(pi f / rate), with the frequency held within what a filter can do.
func warped(_ frequency: Double, _ rate: Double) -> Float {
  Float(tan(Double.pi * min(max(frequency, 5), 0.47 * rate) / rate))
}

/// How far a phase lags behind through a one-pole low-pass y = (1 - b) x + b y', in frames, at a
/// frequency of `turns` cycles a frame.
func onePoleDelay(_ b: Double, _ turns: Double) -> Double {
  let w = 2 * Double.pi * turns
  return atan2(b * sin(w), 1 - b * cos(w)) / w
}

/// A soft saturation that is the identity for small values and stays within -1...1.
///
/// The Padé approximant of the hyperbolic tangent of order [3/2], held where it reaches 1 (at 3).
@inline(__always)
func saturated(_ value: Float) -> Float {
  let x = max(-3, min(3, value))
  let square = x * x
  return x * (27 + square) / (27 + 9 * square)
}
