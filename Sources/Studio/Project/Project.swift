import Foundation

/// An opened project with its place on disk: the folder that holds the files made from it.
public struct Project: Sendable {
  /// The project file.
  public let file: ProjectFile
  /// The folder that holds it and its stems, MIDI and master.
  public let folder: String
  /// The project's name: the file's without its extension.
  public let name: String

  /// Opens a project by its file, or by the folder that holds exactly one.
  ///
  /// Throws `ProjectError`; `missing` when a folder holds none or several.
  public static func open(at path: String) throws(ProjectError) -> Project {
    guard FileAccess.isFolder(path) else { return try Project(file: path) }
    let folder = PathName(path).path
    guard FileAccess.canList(folder) else { throw .unreadable(path: path) }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { name in
        var isFolder: ObjCBool = false
        return name.hasSuffix(".etude")
          && FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
          && !isFolder.boolValue
      }.sorted()
    let own = PathName(folder).named.last + ".etude"
    guard let name = names.contains(own) ? own : names.count == 1 ? names[0] : nil else {
      throw names.isEmpty ? .missing(path: path) : .ambiguous(folder: path, names: names)
    }
    return try Project(file: "\(folder)/\(name)")
  }

  /// The same project by another connection to its file; see `ProjectFile.another`.
  ///
  /// Throws what `open` throws.
  func another() throws(ProjectError) -> Project { Project(try file.another()) }

  private init(file path: String) throws(ProjectError) {
    self.init(try ProjectFile.open(at: path))
  }

  private init(_ file: ProjectFile) {
    self.file = file
    folder = PathName(file.path).parent
    name = PathName(file.path).stem
  }
}
