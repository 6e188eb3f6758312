import CoreFoundation
import Foundation
import Studio
import Synchronization

/// Where a studio serves a library, for commands of the same user: a private file of the library.
///
/// The server holds a lock on the file (flock) for as long as it runs: a note that nobody holds is what one
/// that was killed has left.
struct ServingNote: Codable, Hashable, Sendable {
  /// The address that it listens to.
  var host: String
  /// The port.
  var port: Int
  /// What every request carries, where it listens to more than this machine.
  var token: String?

  private static let limit = 4096

  static func path(in library: SongLibrary) -> String { library.ownFolder + "/serving.json" }

  /// The note of a running studio; nil where none runs, or where others may have written it.
  static func read(in library: SongLibrary) -> ServingNote? {
    let file = open(path(in: library), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var found = stat()
    guard fstat(file, &found) == 0, found.st_mode & S_IFMT == S_IFREG, found.st_uid == getuid(),
      found.st_mode & 0o077 == 0
    else { return nil }
    guard flock(file, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = Glibc.read(file, &bytes, limit)
    guard count > 0 else { return nil }
    return try? JSONDecoder().decode(ServingNote.self, from: Data(bytes[..<count]))
  }
}

/// Writes the note of this server and holds it.
final class ServingSign: Sendable {
  private let file = Mutex<Int32?>(nil)

  /// Puts a note up; where another studio serves the library already, or nothing can be written there,
  /// commands go on to work on the files beside the studio.
  func put(_ note: ServingNote, in library: SongLibrary) {
    try? FileManager.default.createDirectory(
      atPath: library.ownFolder, withIntermediateDirectories: true)
    guard let text = try? JSONText.line(note) else { return }
    let file = open(ServingNote.path(in: library), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return }
    let bytes = Array(text.utf8)
    guard Self.lock(file), fchmod(file, 0o600) == 0, ftruncate(file, 0) == 0,
      write(file, bytes, bytes.count) == bytes.count
    else {
      close(file)
      return
    }
    self.file.withLock { $0 = file }
  }

  /// A command that looks whether the note is held holds it for a moment itself.
  private static func lock(_ file: Int32) -> Bool {
    for _ in 0..<20 {
      if flock(file, LOCK_EX | LOCK_NB) == 0 { return true }
      usleep(10_000)
    }
    return false
  }

  /// Takes the note down.
  func takeDown() {
    file.withLock { file in
      guard let held = file else { return }
      ftruncate(held, 0)
      close(held)
      file = nil
    }
  }
}
