/// Why something of a library of songs cannot be had.
public enum LibraryError: Error, Hashable, Sendable {
  /// The folder of the library is none, or may not be listed.
  case noFolder(path: String)
  /// There is no project of that id, or it lies outside the library.
  case unknown(id: String)
  /// The list of tags and ratings cannot be read or written.
  case marks(cause: String)
  /// A tag that is empty, too long or holds control characters; or one too many.
  case badTag(String)
  /// A rating outside 0...5.
  case badRating(Int)
  /// A project cannot be moved to or out of the trash.
  case notMoved(id: String, cause: String)
  /// A project has no recording of that name beside it.
  case noReference(name: String)
  /// A file does not serve as a reference.
  case badReference(name: String, cause: String)
  /// A project has as many references as it may have.
  case tooManyReferences(most: Int)
}
