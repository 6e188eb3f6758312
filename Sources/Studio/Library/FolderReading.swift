import CoreFoundation
import Glibc

/// Reads folders without asking for more than names and kinds: a library is looked at every second.
enum FolderReading {
  /// What stands under a name; links are neither.
  enum Kind { case file, folder, other }

  /// The names in a folder with what stands there, in no order; none where it cannot be read.
  static func entries(of folder: String) -> [(name: String, kind: Kind)] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var entries: [(name: String, kind: Kind)] = []
    while let entry = readdir(stream) {
      // Proof: readdir ends every name with a zero inside its own array.
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      entries.append((name, kind(of: entry.pointee.d_type, at: "\(folder)/\(name)")))
    }
    return entries
  }

  /// Some file systems do not say in the folder what stands under a name.
  private static func kind(of type: UInt8, at path: String) -> Kind {
    switch Int(type) {
    case Int(DT_REG): return .file
    case Int(DT_DIR): return .folder
    case Int(DT_UNKNOWN):
      var found = stat()
      guard lstat(path, &found) == 0 else { return .other }
      let mode = found.st_mode & S_IFMT
      return mode == S_IFREG ? .file : mode == S_IFDIR ? .folder : .other
    default: return .other
    }
  }

  /// When a file was last changed, in seconds since 1970; nil where there is none.
  static func modified(_ path: String) -> Double? {
    var found = stat()
    guard lstat(path, &found) == 0 else { return nil }
    return Double(found.st_mtim.tv_sec) + Double(found.st_mtim.tv_nsec) * 1e-9
  }
}
