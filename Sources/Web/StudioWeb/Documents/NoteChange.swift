import Music
import Production
import Studio

/// Notes that are taken away and put in, as `POST /api/projects/{id}/notes` takes them.
struct NoteChange: Codable, Sendable {
  struct NewNote: Codable, Sendable {
    var onset: Double
    var duration: Double
    var pitch: Int
    var velocity: Int
    var articulation: String?
  }
  var revision: Int64
  var part: String
  /// Indices into the part's notes of that revision.
  var remove: [Int]
  var add: [NewNote]

  /// How many notes one change may hold.
  static let limit = 20_000
  /// The finest grid that times are taken on: it holds every usual division and 1/960.
  private static let grid = 20_160

  /// The edit that it asks for.
  ///
  /// Throws `Problem`; 409 where the notes are those of an older revision.
  func edit(of song: Song, revision current: Int64) throws(Problem) -> Edit {
    guard let part = song.score.part(part) else {
      throw Problem(422, "The song has no part '\(part.prefix(80))'")
    }
    guard revision == current else {
      throw Problem(
        409, "The song has changed since",
        hint: "Somebody else, or another tab, changed it; look at it as it is now and try again.")
    }
    guard remove.count <= Self.limit, add.count <= Self.limit else {
      throw Problem(413, "A change holds at most \(Self.limit) notes")
    }
    guard Set(remove).count == remove.count, remove.allSatisfy(part.notes.indices.contains) else {
      throw Problem(422, "Notes are removed that are not there")
    }
    let removed = remove.map { part.notes[$0] }
    // What keeps its time keeps it exactly, whatever grid it came from.
    let exact = Dictionary(
      removed.flatMap { [$0.onset, $0.duration] }.map { ($0.value, $0) },
      uniquingKeysWith: { first, _ in first })
    var added: [Note] = []
    for note in add { added.append(try self.note(note, exact, length: song.score.length.value)) }
    return .replaceNotes(part: part.id, removing: removed, adding: added)
  }

  private func note(
    _ new: NewNote, _ exact: [Double: Beat], length: Double
  ) throws(Problem) -> Note {
    guard new.onset.isFinite, new.duration.isFinite, (0...length).contains(new.onset),
      new.duration > 0, new.onset + new.duration <= length + 1e-6,
      (0...127).contains(new.pitch), (1...127).contains(new.velocity)
    else { throw Problem(422, "A note lies outside the song, or has no length, pitch or velocity") }
    guard let articulation = Articulation(rawValue: new.articulation ?? "normal") else {
      throw Problem(422, "There is no such articulation")
    }
    func beat(_ value: Double) -> Beat {
      exact[value] ?? Beat(nearest: value, denominator: Self.grid)
    }
    return Note(
      onset: beat(new.onset), duration: beat(new.duration), pitch: Pitch(number: new.pitch),
      velocity: new.velocity, articulation: articulation)
  }
}
