/// What the configuration file says of content credentials, under `credentials`.
public struct CredentialConfiguration: Hashable, Codable, Sendable {
  /// What others may do with the sound for training and mining.
  public enum Use: String, Codable, CaseIterable, Sendable {
    /// They may.
    case allowed
    /// They may not.
    case notAllowed
    /// On conditions, which they have to ask for.
    case constrained
    /// Nothing is said.
    case unsaid
  }

  /// Whether exported sound carries credentials; true where it is not said.
  public var write: Bool?
  /// A file of certificates in PEM, the signer's first, instead of one that the program makes.
  public var certificate: String?
  /// The file of their private key in PEM; the program's own key where it is not named.
  public var key: String?
  /// What others may do with the sound; `notAllowed` where it is not said.
  public var training: Use?

  /// Says nothing.
  public init() {}
}
