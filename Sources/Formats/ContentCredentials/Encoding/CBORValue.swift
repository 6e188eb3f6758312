/// One data item of CBOR (RFC 8949), as far as content credentials use it.
public indirect enum CBORValue: Hashable, Sendable {
  /// A whole number from 0 (major type 0).
  case unsigned(UInt64)
  /// The number -1 - n (major type 1).
  case negative(UInt64)
  /// A byte string (major type 2).
  case bytes([UInt8])
  /// A text (major type 3).
  case text(String)
  /// A list (major type 4).
  case array([CBORValue])
  /// Keys with values (major type 5), in any order: they are sorted when written.
  case map([Entry])
  /// A value with a tag (major type 6), such as 0 for a date or 18 for COSE_Sign1.
  case tagged(UInt64, CBORValue)
  /// Truth (major type 7).
  case boolean(Bool)
  /// Nothing.
  case null
  /// Undefined.
  case undefined
  /// A number of floating point, of any width when read.
  case float(Double)
  /// Another simple value.
  case simple(UInt8)

  /// One entry of a map.
  public struct Entry: Hashable, Sendable {
    /// The key.
    public var key: CBORValue
    /// The value.
    public var value: CBORValue

    /// Makes an entry.
    public init(_ key: CBORValue, _ value: CBORValue) {
      self.key = key
      self.value = value
    }
  }

  /// A map with texts for keys; what is nil is left out.
  public static func map(_ entries: KeyValuePairs<String, CBORValue?>) -> CBORValue {
    .map(entries.compactMap { key, value in value.map { Entry(.text(key), $0) } })
  }

  /// A date as text of RFC 3339 (tag 0).
  public static func date(_ text: String) -> CBORValue { .tagged(0, .text(text)) }

  /// A whole number, negative or not.
  public static func integer(_ number: Int) -> CBORValue {
    number >= 0 ? .unsigned(UInt64(number)) : .negative(UInt64(-1 - number))
  }

  /// The value of a text key; nil for what is no map or lacks it.
  public subscript(key: String) -> CBORValue? { self[.text(key)] }

  /// The value of a key; nil for what is no map or lacks it.
  public subscript(key: CBORValue) -> CBORValue? {
    guard case .map(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The text of a text, or of a tagged one.
  public var text: String? {
    switch self {
    case .text(let text): text
    case .tagged(_, .text(let text)): text
    default: nil
    }
  }

  /// The bytes of a byte string.
  public var bytes: [UInt8]? {
    guard case .bytes(let bytes) = self else { return nil }
    return bytes
  }

  /// The items of a list.
  public var array: [CBORValue]? {
    guard case .array(let items) = self else { return nil }
    return items
  }

  /// The entries of a map.
  public var entries: [Entry]? {
    guard case .map(let entries) = self else { return nil }
    return entries
  }

  /// A whole number, if it fits.
  public var integer: Int? {
    switch self {
    case .unsigned(let number): Int(exactly: number)
    case .negative(let number): Int(exactly: number).map { -1 - $0 }
    default: nil
    }
  }
}
