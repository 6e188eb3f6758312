import Foundation

/// A folder of projects, some of them in folders of variations.
///
/// A value without state; what stands in the folder counts. Hidden folders are no part of it, and
/// links that lead out of it are not followed. Methods may be called from any thread.
public struct SongLibrary: Hashable, Sendable {
  /// Where a project stands.
  public struct Place: Hashable, Sendable {
    /// What it is called in the library.
    public let id: SongID
    /// Its file.
    public let file: String
    /// When the file was last changed, in seconds since 1970.
    public let modified: Double
    /// The folder of variations that holds it, below the library's; nil where it stands by itself.
    public let group: String?
  }

  /// The library's folder, without links.
  public let folder: String

  /// How many folders lie between the library and a project at most.
  private static let depth = 3
  /// The most projects that are listed.
  public static let capacity = 5000

  /// Opens a library; the folder is made where there is none.
  ///
  /// Throws `noFolder`.
  public init(folder: String) throws(LibraryError) {
    let path = PathName(folder).named.path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .noFolder(path: path)
    }
    self.folder = FileAccess.real(path)
    guard FileAccess.isFolder(self.folder), FileAccess.canList(self.folder) else {
      throw .noFolder(path: path)
    }
  }

  /// The folder of what the studio keeps beside the projects: tags, jobs, trash.
  public var ownFolder: String { folder + "/.etude-studio" }

  /// Every project, in the order of their ids.
  public func places() -> [Place] {
    var found: [Place] = []
    collect([], into: &found)
    return found.sorted { $0.id.text < $1.id.text }
  }

  private func collect(_ components: [String], into found: inout [Place]) {
    let here = ([folder] + components).joined(separator: "/")
    for (name, kind) in FolderReading.entries(of: here).sorted(by: { $0.name < $1.name })
    where SongID.isName(name) && found.count < Self.capacity {
      switch kind {
      case .folder:
        if components.count < Self.depth { collect(components + [name], into: &found) }
      case .file where name.hasSuffix(".etude") && name.count > 6:
        guard let modified = FolderReading.modified("\(here)/\(name)") else { continue }
        let stem = PathName(name).stem
        let own = components.last == stem ? components : components + [stem]
        let group = own.dropLast().joined(separator: "/")
        found.append(
          Place(
            id: SongID(components: own), file: "\(here)/\(name)", modified: modified,
            group: group.isEmpty ? nil : group))
      default: break
      }
    }
  }

  /// The file of a project.
  ///
  /// Throws `unknown` where there is none inside the library.
  public func file(of id: String) throws(LibraryError) -> String {
    guard let name = SongID(id) else { throw .unknown(id: id) }
    let path = ([folder] + name.components).joined(separator: "/")
    let stem = name.components.last ?? ""
    for candidate in ["\(path)/\(stem).etude", "\(path).etude"] {
      guard FileAccess.status(candidate)?.isFile == true else { continue }
      guard FileAccess.real(candidate) == candidate else { throw .unknown(id: id) }
      return candidate
    }
    throw .unknown(id: id)
  }

  /// Opens a project.
  ///
  /// Throws `LibraryError` and `ProjectError`.
  public func project(_ id: String) throws -> Project { try Project.open(at: try file(of: id)) }

  /// The id of a project that stands inside the library.
  public func id(ofFile path: String) -> String? {
    let real = FileAccess.real(path)
    guard real.hasPrefix(folder + "/") else { return nil }
    let below = real.dropFirst(folder.count + 1)
    var components = below.split(separator: "/").map(String.init)
    guard let last = components.popLast(), last.hasSuffix(".etude") else { return nil }
    let stem = PathName(last).stem
    if components.last != stem { components.append(stem) }
    guard components.allSatisfy(SongID.isName) else { return nil }
    return SongID(components: components).text
  }

  /// Removes what a program that was killed left half-written: hidden folders of files that were never whole,
  /// folders that held nothing else, and files that were on their way in a day ago.
  public func sweep() {
    sweep(folder, depth: 0)
    let yesterday = Date().timeIntervalSince1970 - 86_400
    for (name, kind) in FolderReading.entries(of: ownFolder)
    where kind == .folder && name.hasPrefix(Self.intake) {
      let path = "\(ownFolder)/\(name)"
      guard let time = FolderReading.modified(path), time < yesterday else { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// Returns whether something was removed there.
  @discardableResult private func sweep(_ here: String, depth: Int) -> Bool {
    var isSwept = false
    for (name, kind) in FolderReading.entries(of: here) where kind == .folder {
      let path = "\(here)/\(name)"
      if StagedFolder.isAbandoned(name) {
        isSwept = (try? FileManager.default.removeItem(atPath: path)) != nil || isSwept
      } else if SongID.isName(name), depth < Self.depth, sweep(path, depth: depth + 1) {
        // Succeeds where nothing else is in it; a folder that somebody made stays.
        isSwept = rmdir(path) == 0 || isSwept
      }
    }
    return isSwept
  }

  private static let intake = "incoming-"

  /// A folder that is not there yet, for a file on its way in.
  public func freshIntake() -> String { "\(ownFolder)/\(Self.intake)\(UUID().uuidString)" }

  /// A folder for a new song that is not there yet, named after words.
  public func freshFolder(named words: String) -> String {
    let slug = SongName.slug(words)
    var (name, number) = (slug, 1)
    while !FileAccess.isMissing("\(folder)/\(name)") {
      number += 1
      name = "\(slug)-\(number)"
    }
    return "\(folder)/\(name)"
  }
}
