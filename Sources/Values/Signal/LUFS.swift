/// A loudness in loudness units relative to full scale (ITU-R BS.1770-5).
///
/// The difference of two loudnesses, in LU, is a level in `Decibels`. Silence has no loudness; where a
/// meter finds none it returns nil.
public struct LUFS: Hashable, Comparable, Sendable {
  /// The number of loudness units relative to full scale.
  public var value: Double

  /// Makes a loudness of `value` LUFS.
  public init(_ value: Double) {
    self.value = value
  }

  /// Orders by loudness.
  public static func < (left: LUFS, right: LUFS) -> Bool { left.value < right.value }

  /// The loudness after a gain.
  public static func + (loudness: LUFS, gain: Decibels) -> LUFS {
    LUFS(loudness.value + gain.value)
  }

  /// The loudness after an attenuation.
  public static func - (loudness: LUFS, attenuation: Decibels) -> LUFS {
    LUFS(loudness.value - attenuation.value)
  }

  /// The gain that leads from `right` to `left`, in LU.
  public static func - (left: LUFS, right: LUFS) -> Decibels {
    Decibels(left.value - right.value)
  }
}

extension LUFS: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Makes a loudness from a literal such as `-14.5`.
  public init(floatLiteral value: Double) { self.value = value }

  /// Makes a loudness from a literal such as `-14`.
  public init(integerLiteral value: Int) { self.value = Double(value) }
}

extension LUFS: Codable {
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

extension LUFS: CustomStringConvertible {
  /// The loudness with one decimal, such as `-14.0 LUFS`.
  public var description: String { "\(oneDecimal(value)) LUFS" }
}
