import Foundation

/// The pieces of a path, without asking the file system.
///
/// Foundation's own path functions on strings end the process for a path of one letter.
public struct PathName: Hashable, Sendable {
  /// The path without slashes at its end; `/` for the root and `.` for an empty path.
  public let path: String

  /// Takes a path apart.
  public init(_ path: String) {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
    self.path = trimmed.isEmpty ? "." : String(trimmed)
  }

  /// The last component, such as `song.mid` in `out/song.mid`.
  public var last: String {
    guard path != "/", let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }

  /// The folder that holds it: `.` where none is named.
  public var parent: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : PathName(String(path[..<slash])).path
  }

  /// The last component without its extension.
  public var stem: String {
    let name = last
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The same place by a path that ends in a name, so that `.` and `..` can be called something.
  public var named: PathName {
    guard [".", ".."].contains(last) else { return self }
    let start = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    var components: [Substring] = []
    for component in start.split(separator: "/") where component != "." {
      if component == ".." { _ = components.popLast() } else { components.append(component) }
    }
    return PathName("/" + components.joined(separator: "/"))
  }
}
