import Crypto
import CryptoExtras
import Foundation
import X509

/// The algorithms by which claims are signed, the whole list that C2PA allows (13.2.1).
public enum SigningAlgorithm: String, CaseIterable, Codable, Sendable {
  /// Ed25519.
  case ed25519
  /// ECDSA with SHA-256, SHA-384 and SHA-512.
  case es256, es384, es512
  /// RSA-PSS with SHA-256, SHA-384 and SHA-512.
  case ps256, ps384, ps512

  /// The number of the algorithm in COSE (IANA, COSE Algorithms).
  public var number: Int {
    switch self {
    case .ed25519: -8
    case .es256: -7
    case .es384: -35
    case .es512: -36
    case .ps256: -37
    case .ps384: -38
    case .ps512: -39
    }
  }

  /// The algorithm with a number; nil for what is not allowed.
  public init?(number: Int) {
    guard let known = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = known
  }

  /// Whether a signature over a message was made with the private half of a key.
  func isValid(_ signature: [UInt8], for message: [UInt8], key: Certificate.PublicKey) -> Bool {
    switch self {
    case .ed25519:
      Curve25519.Signing.PublicKey(key)?.isValidSignature(signature, for: message) ?? false
    case .es256: Self.isCurveSignature(signature, of: SHA256.hash(data: message), key: key)
    case .es384: Self.isCurveSignature(signature, of: SHA384.hash(data: message), key: key)
    case .es512: Self.isCurveSignature(signature, of: SHA512.hash(data: message), key: key)
    case .ps256: Self.isPSS(signature, of: SHA256.hash(data: message), key: key)
    case .ps384: Self.isPSS(signature, of: SHA384.hash(data: message), key: key)
    case .ps512: Self.isPSS(signature, of: SHA512.hash(data: message), key: key)
    }
  }

  /// Whether r and s, one behind the other, sign a digest.
  private static func isCurveSignature(
    _ signature: [UInt8], of digest: some Digest, key: Certificate.PublicKey
  ) -> Bool {
    if let key = P256.Signing.PublicKey(key),
      let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
    {
      return key.isValidSignature(signature, for: digest)
    }
    if let key = P384.Signing.PublicKey(key),
      let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature)
    {
      return key.isValidSignature(signature, for: digest)
    }
    if let key = P521.Signing.PublicKey(key),
      let signature = try? P521.Signing.ECDSASignature(rawRepresentation: signature)
    {
      return key.isValidSignature(signature, for: digest)
    }
    return false
  }

  private static func isPSS(
    _ signature: [UInt8], of digest: some Digest, key: Certificate.PublicKey
  ) -> Bool {
    _RSA.Signing.PublicKey(key)?.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .PSS) ?? false
  }
}
