/// Exponentials that are the same on every processor: additions and products alone.
package enum FixedExponential {
  private static let ln2 = 0x1.62e42fefa39efp-1

  /// e to the power of a number; 0 below -700 and for numbers that are none, its bound above 700.
  ///
  /// x = n ln 2 + r with |r| <= 0.35; the series of e^r to the thirteenth power leaves an error
  /// below 1e-16 (Abramowitz and Stegun 4.2.1).
  package static func of(_ x: Double) -> Double {
    guard x > -700 else { return 0 }
    let power = (min(x, 700) / ln2).rounded()
    let r = min(x, 700) - power * ln2
    var sum = 1.0
    for term in stride(from: 13, through: 1, by: -1) { sum = 1 + r / Double(term) * sum }
    return Double(sign: .plus, exponent: Int(power), significand: sum)
  }

  /// The chances that logits stand for, which sum to 1.
  static func chances(_ logits: [Double]) -> [Double] {
    let top = logits.max() ?? 0
    let raised = logits.map { of($0 - top) }
    let sum = raised.reduce(0, +)
    return raised.map { $0 / sum }
  }
}
