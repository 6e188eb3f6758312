/// A frequency in hertz.
public struct Hertz: Hashable, Comparable, Sendable {
  /// The number of cycles a second.
  public var value: Double

  /// Makes a frequency of `value` hertz.
  public init(_ value: Double) {
    self.value = value
  }

  /// Orders by frequency.
  public static func < (left: Hertz, right: Hertz) -> Bool { left.value < right.value }

  /// A multiple of a frequency, such as a harmonic.
  public static func * (frequency: Hertz, factor: Double) -> Hertz {
    Hertz(frequency.value * factor)
  }

  /// A fraction of a frequency.
  public static func / (frequency: Hertz, divisor: Double) -> Hertz {
    Hertz(frequency.value / divisor)
  }

  /// The ratio of two frequencies.
  public static func / (left: Hertz, right: Hertz) -> Double { left.value / right.value }
}

extension Hertz: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Makes a frequency from a literal such as `27.5`.
  public init(floatLiteral value: Double) { self.value = value }

  /// Makes a frequency from a literal such as `440`.
  public init(integerLiteral value: Int) { self.value = Double(value) }
}

extension Hertz: Codable {
  /// Reads a plain number.
  public init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(Double.self)
  }

  /// Writes a plain number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}

extension Hertz: CustomStringConvertible {
  /// The frequency with one decimal, such as `440.0 Hz`.
  public var description: String { "\(oneDecimal(value)) Hz" }
}
