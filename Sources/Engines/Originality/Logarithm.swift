/// Logarithms in whole sixteenths of a bit, the same on every machine.
enum Logarithm {
  /// Sixteenths of a bit in a bit.
  static let unit = 16

  /// 16 log2 of a number of at least 1, straight between powers of two: at most 1.4 too small.
  static func sixteenths(_ number: Int) -> Int {
    guard number > 1 else { return 0 }
    let power = Int.bitWidth - 1 - number.leadingZeroBitCount
    let rest = number - (1 << power)
    return power * unit + (power <= 50 ? (rest * unit) >> power : 0)
  }

  /// The same of a fraction, not below 0.
  static func sixteenths(_ number: Int, over other: Int) -> Int {
    // Scaled so that small numbers lose nothing.
    max(0, sixteenths(max(number, 1) << 10) - sixteenths(max(other, 1) << 10))
  }
}
