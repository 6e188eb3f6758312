import Foundation

/// Why a song's files could not be written.
public enum OutputError: Error, Hashable, Sendable {
  /// Files that would be replaced stand there; nothing was written.
  case exists(path: String, names: [String])
  /// The folder or its parent may not be written.
  case notWritable(path: String, cause: String)
  /// The disk is full.
  case diskFull(path: String)
}

/// A folder of new files that becomes visible whole or not at all.
///
/// Files are written into a hidden folder beside the wanted one and moved in by `commit`; `discard`
/// removes them. Existing files are untouched until `commit`.
public struct StagedFolder: Sendable {
  /// The folder in which the files will stand.
  public let destination: String
  /// The hidden folder in which they are written.
  public let staging: String

  /// Makes the hidden folder.
  ///
  /// Throws `exists` when one of `names` stands in the destination and `replacing` is false.
  public init(destination: String, names: [String], replacing: Bool) throws(OutputError) {
    self.destination = destination
    let files = FileManager.default
    let taken = names.filter { files.fileExists(atPath: "\(destination)/\($0)") }
    guard replacing || taken.isEmpty else { throw .exists(path: destination, names: taken) }
    var isDirectory: ObjCBool = false
    if files.fileExists(atPath: destination, isDirectory: &isDirectory), !isDirectory.boolValue {
      throw .exists(path: destination, names: [""])
    }
    let name = (destination as NSString).lastPathComponent
    let parent = (destination as NSString).deletingLastPathComponent
    staging = "\(parent.isEmpty ? "." : parent)/.\(name).partial-\(getpid())"
    do {
      try files.createDirectory(atPath: staging, withIntermediateDirectories: true)
    } catch {
      throw StagedFolder.outputError(error, path: parent.isEmpty ? "." : parent)
    }
    if files.fileExists(atPath: destination), !files.isWritableFile(atPath: destination) {
      discard()
      throw .notWritable(path: destination, cause: "permission denied")
    }
  }

  /// The path of a file in the hidden folder; folders in the name are made.
  public func path(_ name: String) throws(OutputError) -> String {
    let path = "\(staging)/\(name)"
    do {
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    } catch {
      throw StagedFolder.outputError(error, path: destination)
    }
    return path
  }

  /// Writes one file into the hidden folder.
  public func write(_ bytes: some Sequence<UInt8>, to name: String) throws(OutputError) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: try path(name)))
    } catch {
      throw StagedFolder.outputError(error, path: destination)
    }
  }

  /// Moves everything into the destination, replacing what has the same name.
  public func commit() throws(OutputError) {
    let files = FileManager.default
    do {
      try files.createDirectory(atPath: destination, withIntermediateDirectories: true)
      for name in try files.contentsOfDirectory(atPath: staging).sorted() {
        let target = "\(destination)/\(name)"
        if files.fileExists(atPath: target) { try files.removeItem(atPath: target) }
        try files.moveItem(atPath: "\(staging)/\(name)", toPath: target)
      }
      try files.removeItem(atPath: staging)
    } catch {
      throw StagedFolder.outputError(error, path: destination)
    }
  }

  /// Removes everything that was written.
  public func discard() { try? FileManager.default.removeItem(atPath: staging) }

  private static func outputError(_ error: any Error, path: String) -> OutputError {
    if let error = error as? OutputError { return error }
    let cocoa = error as NSError
    let cause = (cocoa.userInfo[NSUnderlyingErrorKey] as? NSError) ?? cocoa
    if cause.code == Int(ENOSPC) || cocoa.code == CocoaError.fileWriteOutOfSpace.rawValue {
      return .diskFull(path: path)
    }
    return .notWritable(path: path, cause: String(cString: strerror(Int32(cause.code))))
  }
}

extension StagedFolder {
  /// The files that were written, as paths in the destination.
  var files: [String] {
    (FileManager.default.subpaths(atPath: staging) ?? []).sorted().filter { name in
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(staging)/\(name)", isDirectory: &isDirectory)
        && !isDirectory.boolValue
    }.map { "\(destination)/\($0)" }
  }
}
