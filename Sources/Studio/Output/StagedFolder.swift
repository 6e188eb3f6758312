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
  /// The folders above that were made for it, the outermost first.
  private let madeParents: [String]
  /// What may not stand in the destination; empty where files are replaced.
  private let forbidden: [String]

  /// Makes the hidden folder.
  ///
  /// What processes that were killed left behind is swept away. Throws `exists` when one of `names`
  /// stands in the destination and `replacing` is false.
  public init(destination: String, names: [String], replacing: Bool) throws(OutputError) {
    let destination = PathName(destination).path
    self.destination = destination
    forbidden = replacing ? [] : names
    let files = FileManager.default
    let taken = names.filter { files.fileExists(atPath: "\(destination)/\($0)") }
    guard replacing || taken.isEmpty else { throw .exists(path: destination, names: taken) }
    var isDirectory: ObjCBool = false
    if files.fileExists(atPath: destination, isDirectory: &isDirectory), !isDirectory.boolValue {
      throw .exists(path: destination, names: [""])
    }
    let name = PathName(destination).last
    let parent = PathName(destination).parent
    guard name != "/" else { throw .notWritable(path: "/", cause: "it has no name") }
    let prefix = ".\(name).partial-"
    staging = "\(parent)/\(prefix)\(getpid())"
    madeParents = StagedFolder.missingFolders(above: staging)
    StagedFolder.sweep(parent, prefix: prefix)
    do {
      try files.createDirectory(atPath: staging, withIntermediateDirectories: true)
    } catch {
      throw StagedFolder.outputError(error, path: parent)
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
        atPath: PathName(path).parent, withIntermediateDirectories: true)
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

  /// Moves every file into the destination, replacing a file of the same name.
  ///
  /// Files of an earlier report of this folder that are not made any more, such as the stem of a
  /// part that is gone, are removed; files of the user's own stay. With `kept` that are all that it lists
  /// but those, else those in the folders that files are moved into. Processes that write to one place do
  /// so one after the other, and the later throws `exists` unless it replaces.
  public func commit(clearing kept: Set<String>? = nil) throws(OutputError) {
    let manager = FileManager.default
    let gate = open(PathName(destination).parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if gate >= 0 { flock(gate, LOCK_EX) }
    // Closing lets the next one in.
    defer { if gate >= 0 { close(gate) } }
    let taken = forbidden.filter { manager.fileExists(atPath: "\(destination)/\($0)") }
    guard taken.isEmpty else {
      discard()
      throw .exists(path: destination, names: taken)
    }
    do {
      let earlier = earlierFiles
      let made = files
      for path in made {
        let name = String(path.dropFirst(destination.count + 1))
        try manager.createDirectory(
          atPath: PathName(path).parent, withIntermediateDirectories: true)
        guard rename("\(staging)/\(name)", path) == 0 else {
          throw NSError(domain: NSPOSIXErrorDomain, code: Int(errno))
        }
      }
      let folders = Set(made.map { PathName($0).parent }).subtracting([destination])
      for old in earlier where !made.contains(old) {
        let isStale =
          kept.map { !$0.contains(FileAccess.real(old)) } ?? folders.contains(PathName(old).parent)
        if isStale { try? manager.removeItem(atPath: old) }
      }
      if kept != nil { _ = rmdir("\(destination)/\(SongFiles.stems)") }
      try manager.removeItem(atPath: staging)
    } catch {
      throw StagedFolder.outputError(error, path: destination)
    }
  }

  /// Removes everything that was written, and the folders that were made for it.
  public func discard() {
    try? FileManager.default.removeItem(atPath: staging)
    for folder in madeParents.reversed() { _ = rmdir(folder) }
  }

  /// What the report that stands in the destination lists.
  private var earlierFiles: [String] {
    struct Listing: Decodable { var files: [String] }
    guard let data = FileManager.default.contents(atPath: "\(destination)/\(SongFiles.report)"),
      let listing = try? JSONDecoder().decode(Listing.self, from: data)
    else { return [] }
    // A report may have been written from another working folder: names count, not paths.
    return listing.files.map { file in
      let path = PathName(file)
      let folder = PathName(path.parent).last
      return [SongFiles.stems, SongFiles.parts].contains(folder)
        ? "\(destination)/\(folder)/\(path.last)" : "\(destination)/\(path.last)"
    }
  }

  private static func missingFolders(above path: String) -> [String] {
    var missing: [String] = []
    var folder = PathName(path).parent
    while folder.count > 1, !FileManager.default.fileExists(atPath: folder) {
      missing.insert(folder, at: 0)
      folder = PathName(folder).parent
    }
    return missing
  }

  /// Removes hidden folders whose process does not run any more.
  private static func sweep(_ parent: String, prefix: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) && isAbandoned(name) {
      try? FileManager.default.removeItem(atPath: "\(parent)/\(name)")
    }
  }

  /// Whether a name is that of a hidden folder whose process does not run any more.
  static func isAbandoned(_ name: String) -> Bool {
    guard name.hasPrefix("."), let mark = name.range(of: ".partial-", options: .backwards),
      let process = Int32(name[mark.upperBound...]), process != getpid()
    else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  /// What an error of the file system means for a path that was to be written.
  static func outputError(_ error: any Error, path: String) -> OutputError {
    if let error = error as? OutputError { return error }
    // Foundation wraps the system's error, whose number alone `strerror` can explain.
    var cause = error as NSError
    while cause.domain != NSPOSIXErrorDomain,
      let inner = cause.userInfo[NSUnderlyingErrorKey] as? NSError
    {
      cause = inner
    }
    guard cause.domain == NSPOSIXErrorDomain else {
      switch CocoaError.Code(rawValue: cause.code) {
      case .fileWriteOutOfSpace: return .diskFull(path: path)
      case .fileWriteNoPermission: return .notWritable(path: path, cause: "permission denied")
      case .fileWriteVolumeReadOnly: return .notWritable(path: path, cause: "read-only disk")
      case .fileWriteInvalidFileName: return .notWritable(path: path, cause: "the name is invalid")
      default: return .notWritable(path: path, cause: "the system refuses it")
      }
    }
    guard cause.code != Int(ENOSPC) else { return .diskFull(path: path) }
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
