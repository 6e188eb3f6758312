/// One thing that was checked (C2PA 15.2.2), with its outcome.
public struct CredentialStatus: Hashable, Codable, Sendable {
  /// What it means.
  public enum Kind: String, Codable, Sendable {
    /// It holds.
    case success
    /// It should be known.
    case informational
    /// It does not hold.
    case failure
  }

  /// What it means.
  public let kind: Kind
  /// The code of the specification, such as `assertion.dataHash.match`.
  public let code: String
  /// The place in the store.
  public let url: String?
  /// In words.
  public let explanation: String?

  static func success(_ code: String, _ url: String? = nil, _ text: String? = nil) -> Self {
    Self(kind: .success, code: code, url: url, explanation: text)
  }

  static func information(_ code: String, _ url: String? = nil, _ text: String? = nil) -> Self {
    Self(kind: .informational, code: code, url: url, explanation: text)
  }

  static func failure(_ code: String, _ url: String? = nil, _ text: String? = nil) -> Self {
    Self(kind: .failure, code: code, url: url, explanation: text)
  }
}
