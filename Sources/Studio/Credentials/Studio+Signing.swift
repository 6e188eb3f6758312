import Foundation
import Music
package import Production
import Provenance

extension Studio {
  /// The user's key and the time, those that a project's events are signed with; a key is made on first
  /// use.
  func signingMaterial() throws -> SigningMaterial {
    let pen = try notary.pen()
    return SigningMaterial(
      key: pen.key.pem, certificatePath: "\(notary.keyFile.folder)/certificate.pem",
      time: Date(timeIntervalSince1970: Double(pen.time)), isTimeFixed: notary.isTimeFixed,
      present: Date(timeIntervalSince1970: Double(notary.present)))
  }

  /// What the credentials of a song's files state, from the ledger of its project.
  func statement(of song: Song, in file: ProjectFile, _ work: String) throws -> CredentialStatement
  {
    let events = try file.ledger()
    var origin = ContentOrigin(events)
    // Events that contradict one another tell no history of notes; then their words alone are told.
    if let authorship = try? self.authorship(of: file, events: events) {
      origin.parts = ContentOrigin.authors(authorship, events: events)
    }
    return CredentialStatement(
      basis: .song(origin, seed: song.plan.seed), title: song.score.title, work: work)
  }
}

extension ContentOrigin {
  /// Who wrote or changed notes of each part, by the same measurement that reports are made of.
  ///
  /// What was carried along, as when a chord was put in, stays its writer's. What is of no record
  /// counts as a model's, as it does in reports.
  package static func authors(
    _ authorship: Authorship, events: [LedgerEvent]
  ) -> [String: Set<Author>] {
    let byNumber = Dictionary(events.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var parts: [String: Set<Author>] = [:]
    for part in authorship.parts { parts[part.id] = [] }
    for note in authorship.notes {
      let writer: Author =
        switch note.source {
        case .imported: .file
        case .entered: .person
        case .rules: .players
        case .model, .unrecorded: .model
        }
      parts[note.part, default: []].insert(writer)
      for marks in [note.pitch, note.rhythm] {
        if marks.person != nil { parts[note.part, default: []].insert(.person) }
        if let event = marks.machine.flatMap({ byNumber[$0] }) {
          parts[note.part, default: []].insert(event.machine(writing: note.part))
        }
      }
    }
    return parts
  }
}

extension LedgerEvent {
  /// What of the machine changed notes of a part.
  fileprivate func machine(writing part: String) -> ContentOrigin.Author {
    guard case .engine(let engine) = actor else { return .players }
    return engine.models.contains { $0.parts.contains(part) } ? .model : .players
  }
}
