import Production
import Synchronization

/// Projects of a library that are kept open, so that what is asked of them often need not be read anew.
///
/// Each has a connection to read on and one to change it with: who reads does not stand behind who waits
/// to write. A file that was moved, or that another has taken the place of, is let go. Bounded; may be used
/// from any thread. Long reading belongs on a connection of its own (`SongLibrary.project`).
public final class SongShelf: Sendable {
  private struct Entry {
    var file: FileAccess.Identity
    var reading: Project
    var writing: Project
    var use: Int
  }

  /// How many projects are kept open.
  public static let capacity = 16
  private let library: SongLibrary
  private let entries = Mutex<(all: [String: Entry], uses: Int)>(([:], 0))

  /// An empty shelf.
  public init(_ library: SongLibrary) { self.library = library }

  /// A project to read, for as long as a page waits.
  ///
  /// Throws `LibraryError` and `ProjectError`.
  public func reading(_ id: String) throws -> Project { try entry(id).reading }

  /// A project to change.
  ///
  /// Throws `LibraryError` and `ProjectError`.
  public func writing(_ id: String) throws -> Project { try entry(id).writing }

  /// What is told of a project in a list; one that is not on the shelf is opened and closed again.
  ///
  /// Throws `ProjectError`.
  public func overview(_ place: SongLibrary.Place) throws(ProjectError) -> ProjectOverview {
    guard let file = FileAccess.status(place.file)?.identity,
      let project = known(place.file, file)?.reading
    else { return try Project.open(at: place.file).file.overview() }
    let (song, stand) = try project.file.songAndStand()
    return ProjectOverview(
      plan: song.plan, prompt: song.brief.prompt, revision: stand.revision,
      isMixed: song.mix != nil)
  }

  private func known(_ path: String, _ file: FileAccess.Identity) -> Entry? {
    entries.withLock { entries in
      guard var entry = entries.all[path] else { return nil }
      guard entry.file == file else {
        entries.all[path] = nil
        return nil
      }
      entries.uses += 1
      entry.use = entries.uses
      entries.all[path] = entry
      return entry
    }
  }

  private func entry(_ id: String) throws -> Entry {
    let path = try library.file(of: id)
    guard let file = FileAccess.status(path)?.identity else { throw LibraryError.unknown(id: id) }
    if let known = known(path, file) { return known }
    let reading = try Project.open(at: path)
    let writing = try reading.another()
    return entries.withLock { entries in
      entries.uses += 1
      let entry = Entry(file: file, reading: reading, writing: writing, use: entries.uses)
      entries.all[path] = entry
      while entries.all.count > Self.capacity,
        let oldest = entries.all.min(by: { $0.value.use < $1.value.use })
      { entries.all[oldest.key] = nil }
      return entry
    }
  }
}
