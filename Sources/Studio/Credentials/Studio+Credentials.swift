public import ContentCredentials
public import Foundation
import Production

extension Studio {
  /// The desk that signs; nil where no credentials are written.
  ///
  /// Makes key and certificate where there are none. Throws `SigningIdentityError` for certificates of the user's own
  /// that do not serve, and `StudioError.unreadable`.
  func credentials() throws -> CredentialDesk? {
    guard writesCredentials else { return nil }
    let material = try signingMaterial()
    let settings = configuration.credentials ?? CredentialConfiguration()
    return CredentialDesk(
      identity: try identity(material, settings), time: material.time,
      training: settings.training ?? .notAllowed, creator: configuration.artist)
  }

  /// The desk for files of some formats; nil where none of them carries credentials.
  func credentials(for formats: [OutputFormat]) throws -> CredentialDesk? {
    guard formats.contains(where: { $0.needsSound && $0 != .opus }) else { return nil }
    return try credentials()
  }

  private func identity(
    _ material: SigningMaterial, _ settings: CredentialConfiguration
  ) throws -> SigningIdentity {
    func text(_ path: String) throws -> String {
      String(decoding: try Self.readFile(path, limit: 1 << 20), as: UTF8.self)
    }
    if let path = settings.certificate {
      return try SigningIdentity(
        certificates: try text(path), key: try settings.key.map(text) ?? material.key,
        at: material.time)
    }
    // The certificate is kept, so that files of one machine have one signer; one that has run out or is of
    // another key is made anew. Whether it holds is asked of the clock, as whoever reads the file will ask.
    if !FileAccess.isMissing(material.certificatePath),
      let kept = try? SigningIdentity(
        certificates: try text(material.certificatePath), key: material.key, at: material.present)
    {
      return kept
    }
    // A time that was set is no reason to keep or replace anything. The same time gives the same
    // certificate, and a hundred years outlast a time that lies far back.
    let name = "Etude on a computer of its user"
    if material.isTimeFixed {
      return try SigningIdentity(
        selfSigned: material.key, name: name, from: material.time, years: 100)
    }
    let made = try SigningIdentity(selfSigned: material.key, name: name, from: material.time)
    do {
      try Data(made.certificatesPEM.utf8).write(
        to: URL(fileURLWithPath: material.certificatePath), options: .atomic)
    } catch {
      throw OutputError.notWritable(
        path: PathName(material.certificatePath).parent,
        cause: "the certificate cannot be written")
    }
    return made
  }

  /// A sound file as an ingredient, with the credentials that it has.
  func ingredient(
    _ path: String, _ relationship: ManifestRecipe.Ingredient.Relationship, at time: Date
  ) -> ManifestRecipe.Ingredient {
    let name = PathName(path).last
    return ManifestRecipe.Ingredient(
      relationship, title: name, format: CredentialStatement.mediaType(name),
      // What is damaged or absent is told as unknown, not refused: the sound itself can be read.
      credentials: try? CredentialReader(time: time).read(path))
  }

  /// What the content credentials of a sound file say, and whether they hold.
  ///
  /// `anchors` names a PEM file with certificates that are trusted. Throws `CredentialError`,
  /// `SigningIdentityError` for the anchors, and `StudioError` for a file of them that cannot be read.
  public static func inspect(
    _ path: String, anchors: String? = nil, time: Date = Date(),
    monitor: WorkMonitor = WorkMonitor()
  ) throws -> CredentialReport {
    let trusted = try anchors.map { path in
      try TrustAnchors(pem: String(decoding: try readFile(path, limit: 1 << 20), as: UTF8.self))
    }
    do throws(CredentialError) {
      return try CredentialReader(anchors: trusted ?? TrustAnchors(), time: time).read(
        path, isCancelled: monitor.isCancelled)
    } catch {
      throw error == .cancelled ? StudioError.cancelled : error
    }
  }
}

/// What is needed to sign.
struct SigningMaterial {
  /// The private key in PEM.
  var key: String
  /// Where its certificate is kept.
  var certificatePath: String
  /// The time that is claimed, and whether it was set instead of read from a clock.
  var time: Date, isTimeFixed: Bool
  /// The time by the clock.
  var present: Date
}
