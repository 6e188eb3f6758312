import Foundation
import Production
import Provenance
import StandardMIDI

extension Studio {
  /// What is told of a file that this program wrote.
  static let exportNotice =
    "The file was written by this program: its notes count as the program's and not as a person's "
    + "(docs/authorship.md)."

  /// What an import writes over: how far its ledger had come, and whether the engine may write in it.
  struct ReplacedProject {
    var head: KnownHead?
    var allowsEngine: Bool
  }

  /// The project in whose place an import puts another; nil where there is none that can be read.
  ///
  /// What forbids the engine to write is said to go over to the new project.
  func replaced(by request: ImportRequest, name: String) throws -> ReplacedProject? {
    let path = "\(request.output)/\(SongFiles.project(name: name))"
    guard request.replacing, let file = try? ProjectFile.open(at: path) else { return nil }
    defer { try? file.close() }
    // What cannot be read is no leave to write.
    let allowsEngine = (try? file.allowsEngine()) ?? false
    if !allowsEngine {
      notary.announce(
        "The engine may not write notes in '\(path)', which is replaced; nor may it in the new project. "
          + "Let it write again with: etude provenance ai '\(path)' on")
    }
    return ReplacedProject(head: try? file.ledgerHead(), allowsEngine: allowsEngine)
  }

  /// Whose the notes of an imported file are: the engine's where this program wrote the file, for then
  /// no more is known of them; a person's where it did not, or where the project beside the file, which
  /// gives the same bytes, shows that people alone wrote it.
  func exporter(of reading: ScoreReading, _ request: ImportRequest, song: Song) -> LedgerActor {
    guard reading.isExport else { return .person }
    guard let project = project(beside: request.file),
      let current = try? project.file.song(), current.exports(reading.bytes),
      let events = try? project.file.ledger(),
      let authorship = try? self.authorship(of: project.file, events: events)
    else {
      // Which of them a model wrote is not known, and it may have been all.
      let file = LedgerPart(
        name: "unrecorded", digest: LedgerHash.of(reading.bytes), parts: song.plan.parts.map(\.id))
      return .engine(LedgerEngine(version: EtudeVersion.current, models: [file]))
    }
    let parts = Set(song.plan.parts.map(\.id))
    guard
      authorship.notes.contains(where: {
        parts.contains($0.part) && $0.tally.touchedByMachine > 0
      })
    else { return .person }
    let kept = Set(authorship.events)
    var models: [LedgerPart] = []
    for event in events where kept.contains(event.id) {
      guard case .engine(let engine) = event.actor else { continue }
      for model in engine.models where !models.contains(model) { models.append(model) }
    }
    return .engine(LedgerEngine(version: EtudeVersion.current, models: models))
  }

  /// The project that a file which this program wrote lies beside, as `score.mid` or in `parts`.
  private func project(beside file: String) -> Project? {
    let folder = PathName(PathName(file).path).parent
    let place = PathName(folder).last == SongFiles.parts ? PathName(folder).parent : folder
    return try? Project.open(at: place.isEmpty ? "." : place)
  }
}

extension Song {
  /// Whether the whole score or one of its parts gives just these bytes as a MIDI file.
  fileprivate func exports(_ bytes: [UInt8]) -> Bool {
    let encoder = ScoreEncoder(levels: midiLevels)
    if let file = try? encoder.file(of: score, performance: performance).encoded(), file == bytes {
      return true
    }
    let parts = (try? encoder.partFiles(of: score, performance: performance)) ?? []
    return parts.contains { (try? $0.file.encoded()) == bytes }
  }
}
