/// Why a vocabulary could not be read.
public enum VocabularyError: Error, Hashable, Sendable {
  /// The file is missing or cannot be read.
  case missing(path: String)
  /// The text is not JSON of the expected shape.
  case unreadable(cause: String)
  /// The file is of another kind.
  case wrongFormat(got: String, expected: String)
  /// The file is of another version than the program reads.
  case wrongVersion(got: Int, supported: Int)
  /// The grid is not the program's; steps a quarter note, microtiming steps a grid step.
  case wrongGrid(ticks: Int, micro: Int)
  /// A field is missing, unknown or out of its place.
  case wrongField(column: Int, got: String?, expected: String?)
  /// A field's values are not fit for use.
  case wrongValues(field: String, cause: String)
  /// A type of event is missing, unknown or told twice.
  case wrongEvent(type: String, cause: String)
}
