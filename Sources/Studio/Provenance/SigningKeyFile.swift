import Foundation
public import Provenance

/// The user's signing key, the declared name and the list of heads: three files in one folder.
///
/// The key is PEM (PKCS #8, Ed25519) with file mode 0600, and is made when it is first needed. May be
/// used from any thread; of two processes that make a key at once, one wins and both use its.
public struct SigningKeyFile: Hashable, Sendable {
  /// Where the key is.
  public let path: String

  /// A key file at a path.
  public init(path: String) { self.path = path }

  /// The folder of the key.
  public var folder: String { PathName(path).parent }
  /// Where the declared name is.
  public var namePath: String { "\(folder)/name" }
  /// The list of heads beside the key.
  var heads: HeadList { HeadList(path: "\(folder)/heads") }

  /// The most bytes that a key file may have.
  private static let limit = 1 << 16

  /// The key; nil where there is none yet.
  ///
  /// Throws `unreadable` and `malformed`.
  public func load() throws(SigningError) -> LedgerKey? {
    guard let text = try Self.text(of: path, limit: Self.limit) else { return nil }
    do {
      return try LedgerKey(pem: text)
    } catch .malformedKey(let cause) {
      throw .malformed(path: path, cause: cause)
    } catch {
      throw .malformed(path: path, cause: "\(error)")
    }
  }

  /// The key, made now where there was none.
  ///
  /// Throws `SigningError`.
  public func loadOrMake() throws(SigningError) -> (key: LedgerKey, isNew: Bool) {
    if let key = try load() { return (key, false) }
    try makeFolder()
    let isNew = try place(LedgerKey().pem)
    guard let key = try load() else {
      throw .notWritable(path: path, cause: "it was taken away while it was made")
    }
    return (key, isNew)
  }

  /// Whether others than the owner may read the key.
  public var isOpenToOthers: Bool {
    (FileAccess.status(path)?.permissions ?? 0) & 0o077 != 0
  }

  /// Takes from others the right to read the key, and says so in a sentence; nil where they had none.
  ///
  /// Where the file system or its owner does not let the mode be changed, the sentence says that.
  public func closeToOthers() -> String? {
    guard let mode = FileAccess.status(path)?.permissions, mode & 0o077 != 0 else { return nil }
    let shown = "0" + String(mode & 0o777, radix: 8)
    guard chmod(path, 0o600) == 0, !isOpenToOthers else {
      return
        "Others may read the signing key '\(path)' (mode \(shown)), and whoever can read it can sign "
        + "as you. Its mode cannot be changed here: keep it elsewhere and name it in ETUDE_SIGNING_KEY."
    }
    return
      "Others could read the signing key '\(path)' (mode \(shown)); it was closed to them (mode 0600). "
      + "Who has copied it can sign as you: if that may be, move it away, and a new one is made."
  }

  /// Writes a file of mode 0600 that appears whole; false where one stood there already.
  private func place(_ text: String) throws(SigningError) -> Bool {
    let draft = "\(path).\(UUID().uuidString)"
    defer { unlink(draft) }
    try Self.write(text, to: draft, flags: O_CREAT | O_EXCL)
    if link(draft, path) == 0 { return true }
    if errno == EEXIST { return false }
    // Some file systems know no links.
    guard rename(draft, path) == 0 else {
      throw .notWritable(path: path, cause: String(cString: strerror(errno)))
    }
    return true
  }

  private func makeFolder() throws(SigningError) {
    guard !FileAccess.isFolder(folder) else { return }
    do {
      // The folder alone is closed to others, not those above it.
      try FileManager.default.createDirectory(
        atPath: PathName(folder).parent, withIntermediateDirectories: true)
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .notWritable(path: folder, cause: "the folder cannot be made")
    }
  }

  private static func write(_ text: String, to path: String, flags: Int32) throws(SigningError) {
    let file = open(path, O_WRONLY | O_CLOEXEC | flags, 0o600)
    guard file >= 0 else { throw .notWritable(path: path, cause: String(cString: strerror(errno))) }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
      throw .notWritable(path: path, cause: String(cString: strerror(errno)))
    }
  }

  /// The text of a small regular file; nil where there is none.
  private static func text(of path: String, limit: Int) throws(SigningError) -> String? {
    guard let status = FileAccess.status(path) else {
      if FileAccess.isMissing(path) { return nil }
      throw .unreadable(path: path, cause: "permission denied")
    }
    guard status.isFile else {
      throw .unreadable(path: path, cause: "it is not a file")
    }
    guard status.bytes <= limit else {
      throw .malformed(path: path, cause: "it has \(status.bytes) bytes")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path, cause: "permission denied")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw .malformed(path: path, cause: "it is not text")
    }
    return text
  }

  // MARK: The declared name

  /// The most bytes that a name may have.
  private static let longestName = 200

  /// The name that the key's owner declared; nil where none was.
  ///
  /// Throws `unreadable` and `malformed`.
  public func name() throws(SigningError) -> String? {
    guard let text = try Self.text(of: namePath, limit: Self.limit) else { return nil }
    let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard name.utf8.count <= Self.longestName, !name.unicodeScalars.contains(where: Self.isControl)
    else { throw .malformed(path: namePath, cause: "it holds no name") }
    return name.isEmpty ? nil : name
  }

  /// Declares a name; nil or an empty one takes it back.
  ///
  /// Throws `badName` and `notWritable`.
  public func declare(name: String?) throws(SigningError) {
    let name = (name ?? "").trimmingCharacters(in: .whitespaces)
    guard name.utf8.count <= Self.longestName else {
      throw .badName(cause: "it is longer than \(Self.longestName) bytes")
    }
    guard !name.unicodeScalars.contains(where: Self.isControl) else {
      throw .badName(cause: "it holds a control character")
    }
    try makeFolder()
    let draft = "\(namePath).\(UUID().uuidString)"
    defer { unlink(draft) }
    try Self.write(name + "\n", to: draft, flags: O_CREAT | O_EXCL)
    guard rename(draft, namePath) == 0 else {
      throw .notWritable(path: namePath, cause: String(cString: strerror(errno)))
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }
}
