import Foundation
import Hummingbird
import Music
import NIOPosix
import Production
import Studio
import Synchronization

/// What the routes share: the studio, the library, the queue, and what is told to pages.
///
/// Work on projects blocks, and is done on a pool of threads, never on those that serve requests.
struct Desk: Sendable {
  let studio: Studio
  let library: SongLibrary
  let queue: JobQueue
  let hub: EventHub
  let sound: SoundRecord
  let explain: @Sendable (any Error) -> StudioServer.Explanation
  let songs = SongCache()
  let overviews = OverviewCache()
  let marks: MarkDesk
  /// The threads that change projects.
  let writers: NIOThreadPool
  /// Notes as they were sent last.
  let notes = NotesCache()
  /// What styles are called, by their names.
  let titles: [String: String]

  /// Does work that blocks, and turns its errors into problems.
  func work<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await work(on: .singleton, body)
  }

  /// Does work that changes projects, on threads of its own: who reads does not stand behind it.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await work(on: writers, body)
  }

  private func work<Value: Sendable>(
    on pool: NIOThreadPool, _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    do {
      return try await pool.runIfActive { try body() }
    } catch let error as Problem {
      throw error
    } catch let error as LibraryError {
      throw Problem(error)
    } catch is CancellationError {
      throw Problem(503, "The studio is closing")
    } catch let error as JobError {
      throw Problem(error)
    } catch {
      throw explain(error).problem
    }
  }

  /// The current song of a project, decoded once for each of its states.
  func song(_ id: String) throws -> (song: Song, stand: ProjectStand, project: Project) {
    let project = try library.project(id)
    let stand = try project.file.stand()
    if let song = songs.song(project.file.path, at: stand) { return (song, stand, project) }
    let read = try project.file.songAndStand()
    songs.keep(read.song, of: project.file.path, at: read.stand)
    return (read.song, read.stand, project)
  }

  /// Changes a project, tells every page, and says where it stands now.
  func change(
    _ id: String, _ body: (Project) throws -> ChangeReport
  ) throws -> ChangeDocument {
    let project = try library.project(id)
    let report = try body(project)
    let stand = try project.file.stand()
    hub.tell(.project(id: id, revision: stand.revision))
    return ChangeDocument(
      revision: stand.revision, text: report.text, notices: report.notices)
  }
}

/// Changes tags and ratings, one at a time.
final class MarkDesk: Sendable {
  private let marks: Mutex<LibraryMarks>

  init(_ library: SongLibrary) { marks = Mutex(LibraryMarks(of: library)) }

  func all() throws -> [String: LibraryMarks.Mark] { try marks.withLock { try $0.all() } }

  func mark(_ id: String, tags: [String]?, rating: Int?) throws -> LibraryMarks.Mark {
    try marks.withLock { try $0.mark(id, tags: tags, rating: rating) }
  }
}

/// Songs that were read, by the file and the state.
final class SongCache: Sendable {
  private struct Entry {
    var stand: ProjectStand
    var song: Song
    var use: Int
  }
  private static let capacity = 16
  private let entries = Mutex<(songs: [String: Entry], uses: Int)>(([:], 0))

  func song(_ file: String, at stand: ProjectStand) -> Song? {
    entries.withLock { entries in
      guard var entry = entries.songs[file], entry.stand.state == stand.state,
        entry.stand.revision <= stand.revision
      else { return nil }
      entries.uses += 1
      entry.use = entries.uses
      entries.songs[file] = entry
      return entry.song
    }
  }

  func keep(_ song: Song, of file: String, at stand: ProjectStand) {
    entries.withLock { entries in
      entries.uses += 1
      entries.songs[file] = Entry(stand: stand, song: song, use: entries.uses)
      while entries.songs.count > Self.capacity,
        let oldest = entries.songs.min(by: { $0.value.use < $1.value.use })
      { entries.songs[oldest.key] = nil }
    }
  }
}

/// The notes of songs as JSON, by the file and the revision: they are asked for again and again.
final class NotesCache: Sendable {
  private static let capacity = 16
  private let entries = Mutex<[String: (revision: Int64, bytes: Data)]>([:])

  func bytes(_ file: String, revision: Int64, make: () throws -> Data) rethrows -> Data {
    if let known = entries.withLock({ $0[file] }), known.revision == revision { return known.bytes }
    let bytes = try make()
    entries.withLock { entries in
      if entries.count >= Self.capacity { entries.removeAll() }
      entries[file] = (revision, bytes)
    }
    return bytes
  }
}

/// What is told of projects, by their files and times.
final class OverviewCache: Sendable {
  private let entries = Mutex<[String: (modified: Double, overview: ProjectOverview)]>([:])

  func overview(_ place: SongLibrary.Place) -> ProjectOverview? {
    entries.withLock { entries in
      guard let entry = entries[place.file], entry.modified == place.modified else { return nil }
      return entry.overview
    }
  }

  func keep(_ overview: ProjectOverview, of place: SongLibrary.Place) {
    entries.withLock { entries in
      if entries.count > SongLibrary.capacity { entries = [:] }
      entries[place.file] = (place.modified, overview)
    }
  }
}

extension Problem {
  /// What is wrong with the library.
  init(_ error: LibraryError) {
    switch error {
    case .unknown: self.init(404, "There is no such project in the library")
    case .noFolder: self.init(500, "The library's folder cannot be read")
    case .marks(let cause): self.init(500, "Tags and ratings cannot be kept", detail: cause)
    case .badTag:
      self.init(
        422, "That is no tag",
        hint: "A tag has 1 to 64 bytes; a project has at most \(LibraryMarks.mostTags).")
    case .badRating: self.init(422, "A rating is 0 to 5 stars")
    case .notMoved(_, let cause): self.init(409, "The project was not moved", detail: cause)
    case .noReference: self.init(404, "There is no such reference")
    case .badReference(_, let cause):
      self.init(
        422, "That cannot be a reference: \(cause)", hint: "Send WAVE, AIFF, FLAC, MP3 or Ogg.")
    case .tooManyReferences(let most):
      self.init(409, "A project has at most \(most) references", hint: "Remove one first.")
    }
  }

  /// What is wrong with a job.
  init(_ error: JobError) {
    switch error {
    case .unknown: self.init(404, "There is no such job")
    case .tooMany(let waiting):
      self.init(429, "\(waiting) jobs wait already", hint: "Wait for some, or cancel some.")
    }
  }
}
