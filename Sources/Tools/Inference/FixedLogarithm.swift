/// Logarithms that are the same on every processor: additions, products and a division alone.
package enum FixedLogarithm {
  private static let ln2 = 0x1.62e42fefa39efp-1

  /// The natural logarithm of a positive finite number.
  ///
  /// x = 2^n m with m in 0.707...1.414; with s = (m - 1) / (m + 1), ln m = 2 (s + s^3/3 + s^5/5 ...)
  /// (Abramowitz and Stegun 4.1.27). |s| < 0.172, so that eleven terms leave an error below 1e-17.
  package static func natural(_ x: Double) -> Double {
    var power = Double(x.exponent)
    var m = x.significand
    if m > 1.414_213_562_373_095_1 {
      m *= 0.5
      power += 1
    }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var sum = 0.0
    for term in stride(from: 21, through: 1, by: -2) { sum = sum * square + 1 / Double(term) }
    return power * ln2 + 2 * s * sum
  }
}
