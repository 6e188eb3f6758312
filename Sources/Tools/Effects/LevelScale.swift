/// Fast conversion between amplitudes and levels in units of log2, within 0.001 dB.
///
/// Written so that the compiler turns loops over them into SIMD; libm would cost ten times as much. The
/// polynomials are least-squares fits at Chebyshev nodes of one octave.
enum LevelScale {
  /// Decibels for each unit of log2 of an amplitude: 20 log10(2).
  static let decibelsPerOctave: Float = 6.020_6

  /// log2 of a positive normal number.
  @inline(__always)
  static func log2(_ x: Float) -> Float {
    let bits = Int32(bitPattern: x.bitPattern)
    // Mantissa m in [1, 2) as t = m - 1, and the exponent.
    let exponent = Float((bits &>> 23) &- 127)
    let t = Float(bitPattern: UInt32(bitPattern: (bits & 0x007F_FFFF) | 0x3F80_0000)) - 1
    // log2(1 + t) = t q(t), q(1) = 1 keeps it continuous.
    let low = 1.442693156 + t * ((-0.721154271) + t * 0.477593089)
    let high = (-0.338706130) + t * (0.214427865 + t * ((-0.094931373) + t * 0.020077663))
    return exponent + t * (low + t * t * t * high)
  }

  /// 2 to the power of `x`, for x in -100...100.
  @inline(__always)
  static func exp2(_ x: Float) -> Float {
    // Adding 1.5 * 2^23 leaves the nearest integer in the low bits.
    let shifted = x + 12_582_912
    let whole = shifted - 12_582_912
    let f = x - whole
    let exponent = (Int32(bitPattern: shifted.bitPattern) &<< 23)
    let p =
      1 + f
      * (0.693146856 + f * (0.240222380 + f * (0.055508930 + f * (0.009671698 + f * 0.001321867))))
    return Float(bitPattern: UInt32(bitPattern: Int32(bitPattern: p.bitPattern) &+ exponent))
  }
}
