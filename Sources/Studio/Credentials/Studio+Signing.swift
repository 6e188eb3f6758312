import Foundation
import Music
import Production
import Provenance

extension Studio {
  /// The user's key and the time, those that a project's events are signed with; a key is made on first
  /// use.
  func signingMaterial() throws -> SigningMaterial {
    let pen = try notary.pen()
    return SigningMaterial(
      key: pen.key.pem, certificatePath: "\(notary.keyFile.folder)/certificate.pem",
      time: Date(timeIntervalSince1970: Double(pen.time)))
  }

  /// What the credentials of a song's files state, from the ledger of its project.
  func statement(of song: Song, in file: ProjectFile, _ work: String) throws -> CredentialStatement
  {
    CredentialStatement(
      basis: .song(ContentOrigin(try file.ledger()), seed: song.plan.seed),
      title: song.score.title, work: work)
  }
}
