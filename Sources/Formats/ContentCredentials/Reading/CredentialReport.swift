/// What the content credentials of a file say, and whether they hold.
public struct CredentialReport: Sendable {
  /// Whether credentials hold (C2PA 14.3).
  public enum State: String, Codable, Sendable {
    /// Something does not hold.
    case invalid
    /// File and claim are as they were signed; who signed is not known.
    case valid
    /// The same, and the signer's certificate ends at a trusted one.
    case trusted
  }

  /// Who signed.
  public struct Signer: Hashable, Codable, Sendable {
    /// The names in the certificate.
    public var name: String?, organization: String?
    /// Who signed the certificate.
    public var issuer: String?
    /// Whether the certificate is signed by its own key, so that anybody could have made it.
    public var isSelfSigned: Bool
    /// From when to when the certificate is valid, in RFC 3339.
    public var validFrom: String, validTo: String
    /// The algorithm of the signature.
    public var algorithm: SigningAlgorithm?
    /// The SHA-256 of the certificate, as hexadecimal digits.
    public var fingerprint: String
  }

  /// Something that was done.
  public struct Action: Hashable, Codable, Sendable {
    /// What, such as `c2pa.created`.
    public var name: String
    /// When, as it was claimed.
    public var when: String?
    /// How the content came to be, where the word is known.
    public var source: DigitalSourceType?
    /// How the content came to be, as it stands there.
    public var sourceAddress: String?
    /// In words.
    public var description: String?
    /// With which program.
    public var agent: String?
  }

  /// What the content was made from.
  public struct Ingredient: Hashable, Codable, Sendable {
    /// Its name.
    public var title: String?
    /// Its media type.
    public var format: String?
    /// `parentOf`, `componentOf` or `inputTo`.
    public var relationship: String?
    /// In words.
    public var description: String?
    /// The name of its manifest, where it had one.
    public var manifest: String?
    /// Whether its manifest is here and its claim, signature and assertions hold; nil where it had none.
    public var holds: Bool?
  }

  /// What one manifest says.
  public struct Claim: Hashable, Codable, Sendable {
    /// The version of the form: 1 or 2.
    public var version: Int
    /// The title.
    public var title: String?
    /// The programs that made the claim, with their versions.
    public var generators: [String]
    /// The name of this version of the file.
    public var instance: String?
    /// What was done.
    public var actions: [Action]
    /// What it was made from.
    public var ingredients: [Ingredient]
    /// The labels of all that the signer states.
    public var assertions: [String]
    /// The labels of what others told the signer.
    public var gathered: [String]
    /// The uses for training and mining that are said, by what is used.
    public var training: [String: String]
    /// The head of the ledger, and how many events it counts.
    public var ledgerHead: String?, ledgerEvents: Int?
    /// Names that a person gave.
    public var creators: [String]
  }

  /// The kind of file: WAV, FLAC or MP3.
  public var container: String
  /// Whether the credentials hold.
  public var state: State
  /// The name of the active manifest.
  public var manifest: String
  /// What it says; nil where it cannot be read.
  public var claim: Claim?
  /// Who signed; nil where there is no certificate that can be read.
  public var signer: Signer?
  /// Whether an authority stamped the time; the stamp is not checked.
  public var hasTimeStamp: Bool
  /// Everything that was checked.
  public var statuses: [CredentialStatus]
  /// How many manifests are in the store, those of ingredients with it.
  public var manifests: Int
  /// How many bytes the store has.
  public var bytes: Int

  let store: ManifestStore

  /// The outcome as an ingredient's `validationResults` has it.
  var statusMap: CBORValue {
    func list(_ kind: CredentialStatus.Kind) -> CBORValue {
      .array(
        statuses.filter { $0.kind == kind }.map {
          .map([
            "code": .text($0.code), "url": $0.url.map { .text($0) },
            "explanation": $0.explanation.map { .text($0) },
          ])
        })
    }
    return .map([
      "success": list(.success), "informational": list(.informational), "failure": list(.failure),
    ])
  }
}

extension CredentialReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case container, state, manifest, claim, signer, hasTimeStamp, statuses, manifests, bytes
  }

  /// Writes everything but the store.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(container, forKey: .container)
    try values.encode(state, forKey: .state)
    try values.encode(manifest, forKey: .manifest)
    try values.encode(claim, forKey: .claim)
    try values.encode(signer, forKey: .signer)
    try values.encode(hasTimeStamp, forKey: .hasTimeStamp)
    try values.encode(statuses, forKey: .statuses)
    try values.encode(manifests, forKey: .manifests)
    try values.encode(bytes, forKey: .bytes)
  }
}
