import Foundation

/// Where masters are written: into a folder that becomes visible whole, or to one file.
///
/// A single file needs no hidden folder: each file appears under its name when it is complete.
struct MasterPlace {
  /// The folder in which the files will stand.
  let destination: String
  private let staging: StagedFolder?

  /// Makes the place; throws `OutputError.exists` when one of `names` stands there and `replacing` is false.
  init(
    output: String, isFolder: Bool, names: [String], replacing: Bool
  ) throws(OutputError) {
    guard !isFolder else {
      let staging = try StagedFolder(destination: output, names: names, replacing: replacing)
      self.staging = staging
      destination = staging.destination
      return
    }
    staging = nil
    destination = PathName(output).parent
    let folder = destination
    guard FileAccess.isFolder(folder) else {
      throw .notWritable(path: folder, cause: "it is no folder")
    }
    let taken = names.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
    guard replacing || taken.isEmpty else { throw .exists(path: folder, names: taken) }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw .notWritable(path: folder, cause: "permission denied")
    }
    Leftovers.sweepParts(in: folder)
  }

  /// Where a file is written until all is complete.
  func path(_ name: String) throws(OutputError) -> String {
    if let staging { return try staging.path(name) }
    return "\(destination)/\(name)"
  }

  /// Writes a text.
  func write(_ text: String, to name: String) throws(OutputError) {
    try staging?.write(text.utf8, to: name)
  }

  /// Moves everything to its place.
  func commit() throws(OutputError) { try staging?.commit() }

  /// Removes what was written and not moved.
  func discard() { staging?.discard() }
}
