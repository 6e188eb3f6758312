/// Why a lexicon could not be loaded; lines count from 1.
public enum LexiconError: Error, Hashable, Sendable {
  /// A file is missing or cannot be read.
  case unreadable(file: String)
  /// A file is not YAML.
  case notYAML(file: String, line: Int, problem: String)
  /// A key is missing.
  case missing(file: String, line: Int, key: String)
  /// A value is of the wrong kind.
  case wrongKind(file: String, line: Int, key: String, expected: String)
  /// A name is not one of those that are known.
  case unknownName(file: String, line: Int, key: String, name: String)
  /// A number is out of its range.
  case outOfRange(file: String, line: Int, key: String, value: Double, allowed: ClosedRange<Double>)
}
