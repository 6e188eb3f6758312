import Foundation

extension SongLibrary {
  private var trash: String { ownFolder + "/trash" }

  /// Moves a project with everything beside it into the library's trash; returns its name there.
  ///
  /// Throws `LibraryError`.
  public func discard(_ id: String) throws(LibraryError) -> String {
    let file = try file(of: id)
    let parent = PathName(file).parent
    let isAlone = parent != folder && PathName(parent).last == PathName(file).stem
    let source = isAlone ? parent : file
    let stem = SongID(id)?.text ?? id
    var (name, number) = (stem, 1)
    while !FileAccess.isMissing("\(trash)/\(name)") {
      number += 1
      name = "\(stem)~.\(number)"
    }
    do {
      try FileManager.default.createDirectory(
        atPath: "\(trash)/\(name)", withIntermediateDirectories: true)
      try FileManager.default.moveItem(
        atPath: source, toPath: "\(trash)/\(name)/\(PathName(source).last)")
      try source.write(toFile: "\(trash)/\(name)/.origin", atomically: true, encoding: .utf8)
    } catch {
      throw .notMoved(id: id, cause: "the trash cannot be written")
    }
    return name
  }

  /// Brings back what was discarded, to where it stood.
  ///
  /// Throws `LibraryError`; `notMoved` where something else stands there now.
  public func bringBack(_ name: String) throws(LibraryError) {
    guard SongID(name) != nil else { throw .unknown(id: name) }
    let folder = "\(trash)/\(name)"
    guard let origin = try? String(contentsOfFile: "\(folder)/.origin", encoding: .utf8),
      origin.hasPrefix(self.folder + "/"), !origin.contains("/../")
    else { throw .unknown(id: name) }
    guard FileAccess.isMissing(origin) else {
      throw .notMoved(id: name, cause: "something else stands in its place")
    }
    do {
      try FileManager.default.createDirectory(
        atPath: PathName(origin).parent, withIntermediateDirectories: true)
      try FileManager.default.moveItem(
        atPath: "\(folder)/\(PathName(origin).last)", toPath: origin)
      try FileManager.default.removeItem(atPath: folder)
    } catch {
      throw .notMoved(id: name, cause: "it cannot be moved back")
    }
  }
}
