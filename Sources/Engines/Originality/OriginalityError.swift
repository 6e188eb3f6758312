public import ReferenceIndex

/// Why a piece cannot be held against other music.
public enum OriginalityError: Error, Hashable, Sendable {
  /// An index cannot be read.
  case index(name: String, ReferenceIndexError)
}
