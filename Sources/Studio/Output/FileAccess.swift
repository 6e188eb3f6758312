import CoreFoundation
import Foundation

/// Why a path cannot be opened.
enum FileAccess {
  /// Whether nothing stands at a path, or can; false where it may not be looked.
  static func isMissing(_ path: String) -> Bool {
    access(path, F_OK) != 0 && [ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP].contains(errno)
  }

  /// Whether a folder stands at a path.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// A path without links and dots, by which two names of one file are known as one.
  ///
  /// Of what does not stand there yet its folder's links are followed.
  static func real(_ path: String) -> String {
    if let found = realpath(path, nil) {
      defer { free(found) }
      return String(cString: found)
    }
    let name = PathName(path).named
    guard let folder = realpath(name.parent, nil) else {
      return URL(fileURLWithPath: path).standardizedFileURL.path
    }
    defer { free(folder) }
    return PathName(String(cString: folder)).path + "/" + name.last
  }

  /// Whether a folder may be listed and its files opened.
  static func canList(_ folder: String) -> Bool { access(folder, R_OK | X_OK) == 0 }

  /// Whether a file may be read.
  static func canRead(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// Which file it is, whatever it is called.
  struct Identity: Hashable {
    var device: UInt
    var number: UInt
  }

  /// What stands at a path, links followed.
  struct Status {
    /// Whether it is an ordinary file.
    var isFile: Bool
    /// How many bytes it has.
    var bytes: Int
    /// Who may do what with it.
    var permissions: Int
    /// Which file it is.
    var identity: Identity
  }

  /// What stands at a path, links followed; nil where nothing does, or where it may not be looked.
  static func status(_ path: String) -> Status? {
    var found = stat()
    guard stat(path, &found) == 0 else { return nil }
    return Status(
      isFile: found.st_mode & S_IFMT == S_IFREG, bytes: Int(found.st_size),
      permissions: Int(found.st_mode & 0o7777),
      identity: Identity(device: found.st_dev, number: found.st_ino))
  }
}
