/// The types of numbers that weights and fixtures hold.
public enum NumberType: String, Hashable, Sendable, CustomStringConvertible {
  /// Signed bytes.
  case int8 = "I8"
  /// Signed words of 32 bits.
  case int32 = "I32"
  /// Half precision, IEEE 754 binary16.
  case half = "F16"
  /// Single precision, IEEE 754 binary32.
  case single = "F32"

  /// Bytes of one number.
  public var size: Int {
    switch self {
    case .int8: 1
    case .half: 2
    case .int32, .single: 4
    }
  }

  /// The name that the file format uses.
  public var description: String { rawValue }
}
