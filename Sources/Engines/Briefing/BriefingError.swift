/// Why an option cannot be taken; positions count characters of its text from 0.
public enum BriefingError: Error, Hashable, Sendable {
  /// A name is none of those that are known; the nearest of them come first.
  case unknownName(option: String, name: String, position: Int, nearest: [String])
  /// A number is out of its range.
  case outOfRange(option: String, value: Double, position: Int, allowed: ClosedRange<Double>)
  /// The text is not what the option takes.
  case malformed(option: String, text: String, position: Int, expected: String)
  /// A chord or numeral cannot be read; the position is that of the first wrong character.
  case chord(option: String, symbol: String, position: Int)
  /// Two options ask for and refuse the same thing.
  case contradiction(option: String, other: String, name: String)
}
