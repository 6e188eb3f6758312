/// A point or a length in musical time, as an exact fraction of a quarter note.
///
/// One beat is one quarter note whatever the metre. The fraction is kept in lowest terms with a
/// positive denominator, so that equal times are equal values. Denominators that occur in music
/// are small; arithmetic traps on overflow of `Int`, which no playable score can reach.
public struct Beat: Hashable, Sendable {
  /// The numerator, in lowest terms; negative before the origin.
  public let numerator: Int
  /// The denominator, in lowest terms; at least 1.
  public let denominator: Int

  /// Makes the fraction `numerator / denominator` in lowest terms; the denominator is not zero.
  public init(_ numerator: Int, _ denominator: Int = 1) {
    precondition(denominator != 0, "a beat has a non-zero denominator")
    let divisor = Beat.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let sign = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / divisor
    self.denominator = sign * denominator / divisor
  }

  /// The origin of musical time.
  public static let zero = Beat(0)

  /// The time as a floating-point number of quarter notes, correctly rounded.
  public var value: Double { Double(numerator) / Double(denominator) }

  /// The greatest whole number of beats that is not after this time.
  public var floor: Int {
    let quotient = numerator / denominator
    return numerator % denominator < 0 ? quotient - 1 : quotient
  }

  /// The time nearest to `value` quarter notes on a grid of `denominator` steps a beat; ties go up.
  public init(nearest value: Double, denominator: Int) {
    self.init(Int((value * Double(denominator) + 0.5).rounded(.down)), denominator)
  }

  /// This time moved to the nearest multiple of `step`; ties go up.
  public func quantized(to step: Beat) -> Beat {
    precondition(step > .zero, "a grid step is positive")
    let ratio = self / step
    return Beat((ratio + Beat(1, 2)).floor) * step
  }

  private static func greatestCommonDivisor(_ first: UInt, _ second: UInt) -> Int {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return a == 0 ? 1 : Int(a)
  }
}

extension Beat: Comparable, AdditiveArithmetic {
  /// Whether the first time comes before the second.
  public static func < (left: Beat, right: Beat) -> Bool {
    left.denominator == right.denominator
      ? left.numerator < right.numerator
      : left.numerator * right.denominator < right.numerator * left.denominator
  }

  /// The sum of two times.
  public static func + (left: Beat, right: Beat) -> Beat {
    left.denominator == right.denominator
      ? Beat(left.numerator + right.numerator, left.denominator)
      : Beat(
        left.numerator * right.denominator + right.numerator * left.denominator,
        left.denominator * right.denominator)
  }

  /// The difference of two times.
  public static func - (left: Beat, right: Beat) -> Beat { left + (-right) }

  /// The product of two fractions.
  public static func * (left: Beat, right: Beat) -> Beat {
    Beat(left.numerator * right.numerator, left.denominator * right.denominator)
  }

  /// A time repeated a whole number of times.
  public static func * (left: Beat, right: Int) -> Beat {
    Beat(left.numerator * right, left.denominator)
  }

  /// The quotient of two fractions; the divisor is not zero.
  public static func / (left: Beat, right: Beat) -> Beat {
    Beat(left.numerator * right.denominator, left.denominator * right.numerator)
  }

  /// A time divided by a whole number that is not zero.
  public static func / (left: Beat, right: Int) -> Beat {
    Beat(left.numerator, left.denominator * right)
  }

  /// What is left of a time after the greatest whole multiple of a positive length.
  public static func % (left: Beat, right: Beat) -> Beat {
    left - right * (left / right).floor
  }

  /// The time mirrored at the origin.
  public static prefix func - (beat: Beat) -> Beat { Beat(-beat.numerator, beat.denominator) }
}

extension Beat: CustomStringConvertible, ExpressibleByIntegerLiteral, LosslessStringConvertible {
  /// A whole number of beats.
  public init(integerLiteral value: Int) { self.init(value) }

  /// The time as text: `3` or `7/2`.
  public var description: String {
    denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
  }

  /// Reads `3` or `7/2`; nil for anything else, a zero denominator or terms beyond 2^31.
  public init?(_ description: String) {
    let terms = description.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(terms.count), let numerator = Int32(terms[0]) else { return nil }
    guard terms.count == 2 else {
      self.init(Int(numerator))
      return
    }
    guard let denominator = Int32(terms[1]), denominator > 0 else { return nil }
    self.init(Int(numerator), Int(denominator))
  }
}

extension Beat: Codable {
  /// Reads the time from its text.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, as: "a beat such as 3 or 7/2", Beat.init)
  }

  /// Writes the time as text.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}
