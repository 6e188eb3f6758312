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

  /// What stands at a path, links followed.
  struct Status {
    /// Whether it is an ordinary file.
    var isFile: Bool
    /// How many bytes it has.
    var bytes: Int
    /// Who may do what with it.
    var permissions: Int
  }

  /// What stands at a path, links followed; nil where nothing does, or where it may not be looked.
  static func status(_ path: String) -> Status? {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let found = try? FileManager.default.attributesOfItem(atPath: target) else { return nil }
    return Status(
      isFile: found[.type] as? FileAttributeType == .typeRegular,
      bytes: (found[.size] as? NSNumber)?.intValue ?? 0,
      permissions: (found[.posixPermissions] as? NSNumber)?.intValue ?? 0)
  }
}
