#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A level ratio in decibels: 20 log10 of an amplitude ratio, 10 log10 of a power ratio.
///
/// Any finite value is allowed; silence has no level in decibels, so `init(gain:)` returns nil for it.
public struct Decibels: Hashable, Comparable, Sendable {
  /// The number of decibels.
  public var value: Double

  /// Makes a level of `value` decibels.
  public init(_ value: Double) {
    self.value = value
  }

  /// Makes the level of a linear amplitude ratio, nil for zero, negative or non-finite ratios.
  public init?(gain: Double) {
    guard gain > 0, gain.isFinite else { return nil }
    value = 20 * log10(gain)
  }

  /// Makes the level of a linear power ratio, nil for zero, negative or non-finite ratios.
  public init?(power: Double) {
    guard power > 0, power.isFinite else { return nil }
    value = 10 * log10(power)
  }

  /// The linear amplitude ratio, 10^(dB/20).
  public var gain: Double { pow(10, value / 20) }

  /// The linear power ratio, 10^(dB/10).
  public var power: Double { pow(10, value / 10) }

  /// No change of level.
  public static let zero = Decibels(0)

  /// Orders by level.
  public static func < (left: Decibels, right: Decibels) -> Bool { left.value < right.value }

  /// Gains in series.
  public static func + (left: Decibels, right: Decibels) -> Decibels {
    Decibels(left.value + right.value)
  }

  /// The ratio of two levels.
  public static func - (left: Decibels, right: Decibels) -> Decibels {
    Decibels(left.value - right.value)
  }

  /// The inverse ratio.
  public static prefix func - (level: Decibels) -> Decibels { Decibels(-level.value) }

  /// A level scaled in decibels, such as half of a gain reduction.
  public static func * (level: Decibels, factor: Double) -> Decibels {
    Decibels(level.value * factor)
  }

  /// Adds another gain in series.
  public static func += (left: inout Decibels, right: Decibels) { left.value += right.value }

  /// Takes another gain away.
  public static func -= (left: inout Decibels, right: Decibels) { left.value -= right.value }
}

extension Decibels: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Makes a level from a literal such as `-1.5`.
  public init(floatLiteral value: Double) { self.value = value }

  /// Makes a level from a literal such as `-6`.
  public init(integerLiteral value: Int) { self.value = Double(value) }
}

extension Decibels: Codable {
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

extension Decibels: CustomStringConvertible {
  /// The level with one decimal, such as `-6.0 dB`.
  public var description: String { "\(oneDecimal(value)) dB" }
}

/// Writes a number with one decimal place, without Foundation.
func oneDecimal(_ value: Double) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
  let tenths = Int((abs(value) * 10).rounded())
  let sign = value < 0 && tenths > 0 ? "-" : ""
  return "\(sign)\(tenths / 10).\(tenths % 10)"
}
