import Crypto

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes files with content credentials.
///
/// The manifest's length is known before the file is read, so that one pass copies and hashes it; the store then
/// goes into the room that was left for it. The file appears under its name when it is whole. At most a few MiB
/// are in memory. May be used from any thread.
public struct CredentialWriter: Sendable {
  private let identity: SigningIdentity

  /// Writes claims of an identity.
  public init(identity: SigningIdentity) { self.identity = identity }

  /// Copies a WAV, FLAC or MP3 file with a manifest in it; both paths may be the same.
  ///
  /// Credentials that the source has are left out: recipes carry them on as those of an ingredient. Throws
  /// `CredentialError`; nothing is left behind then, and what stood at the destination stays.
  public func write(
    _ recipe: ManifestRecipe, from source: String, to destination: String,
    isCancelled: () -> Bool = { false }
  ) throws(CredentialError) {
    let file = try SourceFile(source)
    let carrier = try Carrier(file)
    let builder = ManifestBuilder(recipe: recipe, identity: identity)
    let length: Int
    do { length = try builder.length() } catch { throw .notSigned(error) }
    guard length <= ManifestStore.limit else {
      throw .tooLarge(path: source, bytes: length, limit: ManifestStore.limit)
    }
    let plan = try carrier.plan(for: file, length: length)
    let exclusion = plan.exclusion(length: length)
    let target = try StagedFile(destination)
    var hasher = SHA256()
    try copy(plan.before, of: file, to: target, &hasher, isCancelled)
    try target.write(plan.head)
    let place = target.length
    try target.write([UInt8](repeating: 0, count: length))
    try copy(plan.after, of: file, to: target, &hasher, isCancelled)
    let store: [UInt8]
    do {
      store = try builder.store(
        DataHash(exclusion: exclusion, hash: Array(hasher.finalize())))
    } catch { throw .notSigned(error) }
    guard store.count == length else {
      throw .damagedFile(path: source, cause: "its manifest changed its length")
    }
    try target.write(store, at: place)
    try target.commit()
  }

  private func copy(
    _ pieces: [EmbeddingPlan.Piece], of file: SourceFile, to target: StagedFile,
    _ hasher: inout SHA256, _ isCancelled: () -> Bool
  ) throws(CredentialError) {
    for piece in pieces {
      switch piece {
      case .bytes(let bytes):
        hasher.update(data: bytes)
        try target.write(bytes)
      case .source(let range):
        try file.stream(range, isCancelled: isCancelled) { bytes throws(CredentialError) in
          hasher.update(data: bytes)
          try target.write(bytes)
        }
      }
    }
  }
}

/// A hidden file that takes its name when it is whole, and is removed when it is forgotten before.
private final class StagedFile {
  private let path: String
  private var hidden: String
  private var descriptor: Int32
  private(set) var length = 0

  init(_ path: String) throws(CredentialError) {
    self.path = path
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var number = 0
    repeat {
      hidden = "\(folder).etude-\(getpid())-c\(number).part"
      descriptor = open(hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      number += 1
    } while descriptor < 0 && errno == EEXIST
    guard descriptor >= 0 else { throw .from(code: errno, path: path) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(hidden)
  }

  func write(_ bytes: [UInt8]) throws(CredentialError) {
    try write(bytes, at: length)
    length += bytes.count
  }

  func write(_ bytes: [UInt8], at place: Int) throws(CredentialError) {
    var code: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, let base = buffer.baseAddress {
        let count = pwrite(descriptor, base + done, buffer.count - done, off_t(place + done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          code = count == 0 ? ENOSPC : errno
          break
        }
        done += count
      }
    }
    guard code == 0 else { throw .from(code: code, path: path) }
  }

  func commit() throws(CredentialError) {
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, rename(hidden, path) == 0 else {
      let code = errno
      unlink(hidden)
      throw .from(code: code, path: path)
    }
  }
}
