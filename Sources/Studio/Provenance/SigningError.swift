/// Why the key that signs events could not be used.
public enum SigningError: Error, Hashable, Sendable {
  /// The file is there and cannot be read, with the cause as a clause.
  case unreadable(path: String, cause: String)
  /// The file holds no key.
  case malformed(path: String, cause: String)
  /// The key, the name or their folder could not be written.
  case notWritable(path: String, cause: String)
  /// A name that cannot be declared.
  case badName(cause: String)
}
