#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The audio files of one folder, told by their content.
///
/// Links to files are followed, links in a circle are not, and no file is listed twice: what is passed over
/// is listed with the reason. Folders inside are not entered.
public struct AudioFolder: Hashable, Sendable {
  /// Why something in the folder is not taken.
  public enum Reason: Hashable, Sendable {
    /// Its name begins with a dot.
    case hidden
    /// It is a folder.
    case folder
    /// It is a device, a pipe or a socket.
    case special
    /// It is no audio; the content may be known, such as MIDI.
    case notAudio(AudioContainer)
    /// It has no bytes.
    case empty
    /// It is a symbolic link to something that does not exist.
    case brokenLink
    /// It is a symbolic link that leads in a circle.
    case linkLoop
    /// It is another name of a file that is listed.
    case duplicate(of: String)
    /// It may not be read.
    case unreadable
  }

  /// Something that is not taken.
  public struct Skipped: Hashable, Sendable {
    /// Its path, under the folder's as given.
    public let path: String
    /// Why.
    public let reason: Reason
  }

  /// The folder, as given.
  public let path: String
  /// The paths of the audio files, under the folder's as given, sorted by name in the order of Unicode.
  public let files: [String]
  /// What else lies there, sorted alike.
  public let skipped: [Skipped]

  /// Lists a folder.
  ///
  /// Throws `noAudioFiles` if none is found, `notAFolder`, and the file system's errors.
  public init(_ path: String) throws(AudioFileError) {
    self.path = path
    let names = try AudioFolder.names(in: path)
    let prefix = path.hasSuffix("/") ? path : path + "/"
    var (files, skipped): ([String], [Skipped]) = ([], [])
    var seen: [FileIdentity: String] = [:]
    for name in names {
      let path = prefix + name
      if name.hasPrefix(".") {
        skipped.append(Skipped(path: path, reason: .hidden))
        continue
      }
      switch AudioFolder.look(at: path) {
      case .failure(let reason): skipped.append(Skipped(path: path, reason: reason.reason))
      case .success(let identity):
        if let other = seen[identity] {
          skipped.append(Skipped(path: path, reason: .duplicate(of: other)))
        } else {
          seen[identity] = path
          files.append(path)
        }
      }
    }
    guard !files.isEmpty else { throw .noAudioFiles(folder: path, skipped: skipped) }
    self.files = files
    self.skipped = skipped
  }

  private struct FileIdentity: Hashable {
    var device: UInt64
    var number: UInt64
  }

  private struct Refusal: Error {
    var reason: Reason
  }

  private static func look(at path: String) -> Result<FileIdentity, Refusal> {
    let refuse = { (reason: Reason) in
      Result<FileIdentity, Refusal>.failure(Refusal(reason: reason))
    }
    var information = stat()
    guard stat(path, &information) == 0 else {
      switch errno {
      case ELOOP: return refuse(.linkLoop)
      case ENOENT: return refuse(.brokenLink)
      default: return refuse(.unreadable)
      }
    }
    switch information.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: return refuse(.folder)
    default: return refuse(.special)
    }
    guard information.st_size > 0 else { return refuse(.empty) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return refuse(.unreadable) }
    defer { close(descriptor) }
    let container = AudioContainer(startingWith: firstBytes(of: descriptor))
    guard container.isReadable else { return refuse(.notAudio(container)) }
    return .success(
      FileIdentity(device: UInt64(information.st_dev), number: UInt64(information.st_ino)))
  }

  private static func names(in path: String) throws(AudioFileError) -> [String] {
    guard let directory = opendir(path) else {
      if errno == ENOTDIR { throw .notAFolder(path: path) }
      throw .from(code: errno, path: path)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
