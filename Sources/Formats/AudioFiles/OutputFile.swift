#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that appears under its name only when it is complete.
///
/// Bytes go to a hidden file `.etude-PID-N.part` in the same folder, which `commit` renames over the target
/// and `discard` (or forgetting the object) removes. Every short write and every error is latched in
/// `failure`, because C libraries report them poorly. One thread at a time.
final class OutputFile {
  let path: String
  private var temporaryPath: String
  private var descriptor: Int32
  /// The first error that any call met.
  private(set) var failure: AudioFileError?
  /// Where offset 0 of the callers lies in the file: the length of a prefix such as an ID3 tag.
  var origin = 0
  private var position = 0
  /// The size at which writing fails as on a full disk, nil for the real disk's.
  let capacity: Int?

  init(path: String, capacity: Int? = nil) throws(AudioFileError) {
    self.path = path
    self.capacity = capacity
    var information = stat()
    if stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFREG {
      throw .notAFile(path: path)
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var number = 0
    repeat {
      temporaryPath = "\(folder).etude-\(getpid())-\(number).part"
      descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      number += 1
    } while descriptor < 0 && errno == EEXIST
    if descriptor < 0 { throw .from(code: errno, path: path) }
  }

  deinit { discard() }

  /// The number of bytes after `origin`.
  var length: Int {
    var information = stat()
    return fstat(descriptor, &information) == 0 ? Int(information.st_size) - origin : 0
  }

  var offset: Int { position }

  func seek(to offset: Int) { position = max(0, offset) }

  /// Writes at the current offset; returns the number of bytes written, fewer after a failure.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      if let capacity, origin + position + bytes.count > capacity {
        if failure == nil { failure = .diskFull(path: path) }
        break
      }
      let count = pwrite(
        descriptor, base + done, bytes.count - done, off_t(origin + position + done))
      if count < 0 && errno == EINTR { continue }
      if count <= 0 {
        if failure == nil { failure = .from(code: count == 0 ? ENOSPC : errno, path: path) }
        break
      }
      done += count
    }
    position += done
    return done
  }

  /// Writes an array of bytes at the current offset or throws.
  func write(_ bytes: [UInt8]) throws(AudioFileError) {
    _ = bytes.withUnsafeBytes { write($0) }
    if let failure { throw failure }
  }

  /// Reads at the current offset; returns the number of bytes read.
  func read(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let count = pread(
        descriptor, base + done, bytes.count - done, off_t(origin + position + done))
      if count < 0 && errno == EINTR { continue }
      if count <= 0 {
        if count < 0, failure == nil { failure = .from(code: errno, path: path) }
        break
      }
      done += count
    }
    position += done
    return done
  }

  /// Reads up to `count` bytes at the current offset.
  func read(count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = read(UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Appends everything of another file from `offset` on.
  func copy(from other: OutputFile, startingAt offset: Int) throws(AudioFileError) {
    other.seek(to: offset)
    while true {
      let piece = other.read(count: 1 << 20)
      if let failure = other.failure { throw failure }
      if piece.isEmpty { return }
      try write(piece)
    }
  }

  /// Closes the file and gives it its name, replacing an older file in one step.
  func commit() throws(AudioFileError) {
    guard descriptor >= 0 else { throw .closed(path: path) }
    if let failure {
      discard()
      throw failure
    }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, rename(temporaryPath, path) == 0 else {
      let code = errno
      unlink(temporaryPath)
      throw .from(code: code, path: path)
    }
  }

  /// Removes what was written; harmless after `commit`.
  func discard() {
    guard descriptor >= 0 else { return }
    _ = close(descriptor)
    descriptor = -1
    unlink(temporaryPath)
  }
}
