import Foundation
import HTTPTypes
import Hummingbird
import Music
import Production
import Signal
import Studio

/// Files that come in: music, projects and recordings for the library, references for a project.
struct IntakeRoutes {
  let desk: Desk

  func add(to api: RouterGroup<StudioContext>) {
    let desk = desk
    api.post("imports/:name") { request, context in
      let name = try Intake.name(try Asked.parameter("name", context))
      let intake = Intake(library: desk.library, name: name)
      defer { intake.discard() }
      try await Asked.save(request, to: intake.file, limit: intake.limit)
      let taken = try await desk.work { try desk.take(intake) }
      if taken.project != nil { desk.hub.tell(.library) }
      return Answer.json(taken, status: taken.project == nil ? .ok : .created)
    }
    api.get("projects/:id/references") { _, context in
      let id = try Asked.parameter("id", context)
      return Answer.json(
        try await desk.work {
          ReferencesDocument(references: ReferenceShelf(of: try desk.library.project(id)).all())
        })
    }
    api.put("projects/:id/references/:name") { request, context in
      let id = try Asked.parameter("id", context)
      let name = try Intake.name(try Asked.parameter("name", context))
      let shelf = try await desk.work { ReferenceShelf(of: try desk.library.project(id)) }
      let intake = Intake(library: desk.library, name: name)
      defer { intake.discard() }
      try await Asked.save(request, to: intake.file, limit: Asked.sound)
      return Answer.json(
        try await desk.work { try shelf.take(intake.file, named: name) }, status: .created)
    }
    api.delete("projects/:id/references/:name") { _, context in
      let id = try Asked.parameter("id", context)
      let name = try Asked.parameter("name", context)
      try await desk.work { try ReferenceShelf(of: try desk.library.project(id)).remove(name) }
      return Answer.json(["removed": name])
    }
  }
}

private struct ReferencesDocument: Encodable, Sendable {
  var references: [ReferenceShelf.Reference]
}

/// A file on its way in, in a folder of its own inside the library.
struct Intake: Sendable {
  let name: String
  private let folder: String

  /// Where the bytes are written.
  var file: String { "\(folder)/\(name)" }

  /// How many came.
  var bytes: Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  init(library: SongLibrary, name: String) {
    self.name = name
    folder = library.freshIntake()
  }

  /// How many bytes may come: no music in notes is as long as a recording.
  var limit: Int {
    ["mid", "midi", "smf", "kar"].contains((name as NSString).pathExtension.lowercased())
      ? Asked.file : Asked.sound
  }

  func discard() { try? FileManager.default.removeItem(atPath: folder) }

  /// A name that any file system takes.
  static func name(_ words: String) throws(Problem) -> String {
    let last = PathName(words).last
    guard !last.isEmpty, !last.hasPrefix("."), last.utf8.count <= 200 else {
      throw Problem(422, "The file has no name that can be used")
    }
    return String(last.map { $0.isLetter || $0.isNumber || "-_. ".contains($0) ? $0 : "_" })
  }
}

/// What became of a file that came in.
struct IntakeDocument: Encodable, Sendable {
  /// What a recording is like, as options of a brief and for people.
  struct Sound: Encodable, Sendable {
    var name: String
    var seconds: Double
    @OrNull var tempo: Double?
    @OrNull var key: String?
    @OrNull var loudness: Double?
    var notices: [String]
  }
  /// The project that was made.
  @OrNull var project: String?
  /// What was heard in a recording, of which no project is made.
  @OrNull var sound: Sound?
}

extension Desk {
  /// Takes in a file: MIDI and projects into the library, of recordings what is heard in them.
  func take(_ intake: Intake) throws -> IntakeDocument {
    if intake.name.lowercased().hasSuffix(".etude") {
      return IntakeDocument(project: try copy(intake), sound: nil)
    }
    if studio.isSound(intake.file) {
      return IntakeDocument(project: nil, sound: try listen(to: intake))
    }
    guard intake.bytes <= Asked.file else {
      throw Problem(413, "The file is too large", hint: "At most \(Asked.file) bytes are taken.")
    }
    let output = library.freshFolder(named: PathName(intake.name).stem)
    let report = try studio.importMIDI(
      ImportRequest(file: intake.file, output: output, formats: [.midi]))
    guard let made = report.files.first, let id = library.id(ofFile: made) else {
      throw Problem(500, "The project was made outside the library")
    }
    return IntakeDocument(project: id, sound: nil)
  }

  /// A project's file, checked whole, with the history that it has.
  private func copy(_ intake: Intake) throws -> String {
    let project = try Project.open(at: intake.file)
    _ = try project.file.song()
    _ = try project.file.ledger()
    try project.file.close()
    let folder = library.freshFolder(named: PathName(intake.name).stem)
    let file = "\(folder)/\(PathName(folder).last).etude"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard rename(intake.file, file) == 0, let id = library.id(ofFile: file) else {
      _ = rmdir(folder)
      throw Problem(507, "The project cannot be kept", hint: "Make room on the disk.")
    }
    return id
  }

  private func listen(to intake: Intake) throws -> IntakeDocument.Sound {
    let found = try studio.analyzeSound(file: intake.file)
    return IntakeDocument.Sound(
      name: intake.name, seconds: found.source.duration, tempo: found.tempo?.beatsPerMinute,
      key: found.tonality.map { "\($0.key)" }, loudness: found.loudness.integrated?.value,
      notices: found.notices)
  }
}
