#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that is read in pieces at any place; closed when forgotten.
final class SourceFile {
  let path: String
  /// The size when it was opened.
  let size: Int
  private let descriptor: Int32

  init(_ path: String) throws(CredentialError) {
    self.path = path
    // A pipe would wait for a writer.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .from(code: errno, path: path) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else {
      close(descriptor)
      throw .from(code: errno, path: path)
    }
    guard information.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notAFile(path: path)
    }
    size = Int(information.st_size)
  }

  deinit { close(descriptor) }

  /// The bytes of a range, fewer where the file ends; throws the system's errors.
  func bytes(_ range: Range<Int>) throws(CredentialError) -> [UInt8] {
    let wanted = range.clamped(to: 0..<max(size, 0))
    guard range.lowerBound < size else { return [] }
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted.count) { buffer, done in
      while done < wanted.count, let base = buffer.baseAddress {
        let count = pread(
          descriptor, base + done, wanted.count - done, off_t(wanted.lowerBound + done))
        if count < 0, errno == EINTR { continue }
        if count < 0 { code = errno }
        if count <= 0 { break }
        done += count
      }
    }
    guard code == 0 else { throw .from(code: code, path: path) }
    return bytes
  }

  /// Hands over the bytes of a range piece by piece.
  ///
  /// Throws `damagedFile` where the file is shorter, and `cancelled`.
  func stream(
    _ range: Range<Int>, isCancelled: () -> Bool = { false },
    to body: ([UInt8]) throws(CredentialError) -> Void
  ) throws(CredentialError) {
    var place = range.lowerBound
    while place < range.upperBound {
      if isCancelled() { throw .cancelled }
      let piece = try bytes(place..<min(place + SourceFile.pieceBytes, range.upperBound))
      guard !piece.isEmpty else { throw .damagedFile(path: path, cause: "it ends too early") }
      try body(piece)
      place += piece.count
    }
  }

  /// How much of a file is in memory at once.
  private static let pieceBytes = 1 << 20
}

extension CredentialError {
  /// The case that describes an `errno` for a path.
  static func from(code: Int32, path: String) -> CredentialError {
    switch code {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case EACCES, EPERM, EROFS: .permissionDenied(path: path)
    case ENOSPC, EDQUOT, EFBIG: .diskFull(path: path)
    case EISDIR, ENXIO: .notAFile(path: path)
    default: .system(path: path, code: code)
    }
  }
}

/// Numbers in bytes.
enum Number {
  static func bigEndian(_ bytes: some Collection<UInt8>) -> Int {
    bytes.prefix(7).reduce(0) { $0 << 8 | Int($1) }
  }

  static func littleEndian(_ bytes: some Collection<UInt8>) -> Int {
    // Seven bytes cannot overflow; the eighth of a size that exists is zero.
    Array(bytes).prefix(7).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  static func littleEndian(_ number: Int, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  static func bigEndian(_ number: Int, count: Int) -> [UInt8] {
    littleEndian(number, count: count).reversed()
  }
}
