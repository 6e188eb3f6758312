import Foundation
import HTTPTypes
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
  let shelf: SongShelf
  let overviews = OverviewCache()
  let marks: MarkDesk
  /// The threads that read, and those that change projects: they wait for files and not for processors.
  let readers = NIOThreadPool(numberOfThreads: 8)
  let writers = NIOThreadPool(numberOfThreads: 4)
  /// Notes and histories as they were sent last, by the file.
  let notes = BoundedCache<NotesDocument>(bytes: 32 << 20)
  let histories = BoundedCache<HistoryDocument>(bytes: 8 << 20)
  let jobs = JobList()
  /// What styles are called, by their names.
  let titles: [String: String]

  /// Does work that blocks, and turns its errors into problems.
  func work<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await work(on: readers, body)
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

  /// The studio as a request orders it: commands say that they are some, all else counts as the page.
  func studio(for request: Request) -> Studio {
    let name = HTTPField.Name("X-Etude")
    return name.flatMap { request.headers[$0] } == "command" ? studio.ordered(by: .command) : studio
  }

  /// The current song of a project, decoded once for each of its states.
  func song(_ id: String) throws -> (song: Song, stand: ProjectStand, project: Project) {
    let project = try shelf.reading(id)
    let read = try project.file.songAndStand()
    return (read.song, read.stand, project)
  }

  /// Changes a project, tells every page, and says where it stands now.
  func change(
    _ id: String, _ body: (Project) throws -> ChangeReport
  ) throws -> ChangeDocument {
    let project = try shelf.writing(id)
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

/// What is told of projects, by their files and times.
final class OverviewCache: Sendable {
  private let entries = Mutex<[String: (modified: Double, overview: ProjectOverview)]>([:])
  /// Seconds within which a file may change again without looking younger.
  private static let blur = 0.05

  func overview(_ place: SongLibrary.Place) -> ProjectOverview? {
    entries.withLock { entries in
      guard let entry = entries[place.file], entry.modified == place.modified else { return nil }
      return entry.overview
    }
  }

  /// Keeps what was read of a project `now`, in seconds since 1970.
  func keep(_ overview: ProjectOverview, of place: SongLibrary.Place, now: Double) {
    entries.withLock { entries in
      if entries.count > SongLibrary.capacity { entries = [:] }
      entries[place.file] = now - place.modified > Self.blur ? (place.modified, overview) : nil
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
