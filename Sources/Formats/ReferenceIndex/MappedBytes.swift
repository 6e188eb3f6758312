#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The bytes of a file, mapped into memory and not copied, for as long as somebody holds them.
///
/// Pages are read when they are first touched and are shared between processes. A file that is cut
/// while it is mapped ends the process on the next touch (SIGBUS): replace indexes by renaming.
///
/// Proof: the bytes are never written after `init`, and are released by `deinit` alone.
final class MappedBytes: @unchecked Sendable {
  /// The bytes, valid while this object lives.
  let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// Maps a file of at most `limit` bytes.
  init(path: String, limit: Int) throws(ReferenceIndexError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw MappedBytes.error(path: path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw MappedBytes.error(path: path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    let size = Int(status.st_size)
    guard size <= limit else { throw .tooLong(bytes: size, limit: limit) }
    isMapped = size > 0
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
      throw MappedBytes.error(path: path)
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  /// Copies bytes that are in memory.
  init(copying source: [UInt8]) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 8)
    source.withUnsafeBytes { room.copyMemory(from: $0) }
    bytes = UnsafeRawBufferPointer(room)
    isMapped = false
  }

  deinit {
    guard isMapped else {
      bytes.deallocate()
      return
    }
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }

  private static func error(path: String) -> ReferenceIndexError {
    switch errno {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case EACCES, EPERM: .permissionDenied(path: path)
    case let code: .system(path: path, code: code)
    }
  }
}
