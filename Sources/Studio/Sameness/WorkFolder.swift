import Foundation

/// The songs below folders: projects and MIDI files.
///
/// What the studio itself wrote beside a project (`score.mid` and `parts`) is that project's and no song
/// of its own, even where it is named itself, as long as the project is among the songs. Hidden files and links to folders are passed over.
struct WorkFolder {
  /// The paths, ascending.
  private(set) var paths: [String] = []

  /// Lists the songs of folders; a file that is named itself is taken whatever it is called, unless it
  /// was written beside a project that is taken too.
  ///
  /// Throws `StudioError.unreadable` for what is not there or may not be listed, and
  /// `StudioError.cancelled`.
  init(_ names: [String], isCancelled: () -> Bool) throws {
    var found: Set<String> = []
    for name in names {
      let path = PathName(name).path
      guard FileAccess.isFolder(path) else {
        let cause = FileAccess.isMissing(path) ? "there is no such file" : "permission denied"
        guard FileAccess.canRead(path) else {
          throw StudioError.unreadable(path: path, cause: cause)
        }
        found.insert(path)
        continue
      }
      guard FileAccess.canList(path) else {
        throw StudioError.unreadable(path: path, cause: "the folder may not be listed")
      }
      try list(path, into: &found, isCancelled: isCancelled)
    }
    let projects = Set(
      found.filter { !Studio.isMIDIName($0) }.map { PathName(PathName($0).parent).named.path })
    paths = found.filter { !Self.isWritten($0, beside: projects) }.sorted()
  }

  /// Whether a file is what the studio writes beside a project in one of some folders.
  private static func isWritten(_ path: String, beside projects: Set<String>) -> Bool {
    let place = PathName(PathName(path).parent).named
    return PathName(path).last == SongFiles.score && projects.contains(place.path)
      || Studio.isMIDIName(path) && place.last == SongFiles.parts
        && projects.contains(PathName(place.parent).named.path)
  }

  private func list(
    _ folder: String, into found: inout Set<String>, isCancelled: () -> Bool
  ) throws {
    let names = FileManager.default.enumerator(atPath: folder)
    var projects: Set<String> = []
    var files: [String] = []
    while let name = names?.nextObject() as? String {
      if isCancelled() { throw StudioError.cancelled }
      let last = PathName(name).last
      let isFolder = names?.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
      if last.hasPrefix(".") {
        if isFolder { names?.skipDescendants() }
        continue
      }
      guard !isFolder, Self.isSong(last) else { continue }
      let path = "\(folder)/\(name)"
      files.append(path)
      if !Studio.isMIDIName(last) { projects.insert(PathName(PathName(path).parent).named.path) }
    }
    for path in files where !Self.isWritten(path, beside: projects) { found.insert(path) }
  }

  private static func isSong(_ name: String) -> Bool {
    name.lowercased().hasSuffix(".etude") || Studio.isMIDIName(name)
  }
}

extension Studio {
  /// Whether a name ends like that of a MIDI file.
  static func isMIDIName(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.hasSuffix(".mid") || name.hasSuffix(".midi")
  }
}
