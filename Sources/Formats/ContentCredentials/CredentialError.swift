/// Why content credentials could not be read or written.
public enum CredentialError: Error, Hashable, Sendable {
  /// The file does not exist.
  case notFound(path: String)
  /// The file may not be read, or the folder not be written.
  case permissionDenied(path: String)
  /// The disk is full.
  case diskFull(path: String)
  /// There is a folder or a device where a file is needed.
  case notAFile(path: String)
  /// Another system call failed with this `errno`.
  case system(path: String, code: Int32)
  /// The file is of a kind in which no credentials are read; its name, such as `MP4`, where it is known.
  case unsupportedContainer(path: String, name: String?)
  /// The container of the file is damaged.
  case damagedFile(path: String, cause: String)
  /// The file holds no credentials.
  case none(path: String)
  /// The file holds several manifest stores, which count as none (C2PA A.3.6).
  case severalStores(path: String, count: Int)
  /// The credentials are larger than what is read.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// The credentials are no manifest store.
  case damagedStore(path: String, cause: String)
  /// The file has no room left for credentials in its size fields.
  case noRoom(path: String)
  /// The claim cannot be signed.
  case notSigned(SigningIdentityError)
  /// The caller asked to stop.
  case cancelled
}
