import Crypto
public import Foundation
import SwiftASN1
import X509

/// Why nobody can sign with a certificate and a key.
public enum SigningIdentityError: Error, Hashable, Sendable {
  /// A certificate cannot be read.
  case unreadableCertificate(cause: String)
  /// The private key is no PEM text of a key.
  case unreadableKey
  /// The private key is of a kind that does not sign here.
  case unsupportedKey
  /// The key is not that of the first certificate.
  case keyMismatch
  /// The certificate must not sign claims, for these reasons.
  case unfit(reasons: [String])
  /// The certificate is not valid at the time; both ends in RFC 3339.
  case outsideValidity(from: String, to: String)
}

/// Who signs: a private key, and the certificates that say whose it is.
public struct SigningIdentity: Sendable {
  private enum Key {
    case ed25519(Curve25519.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
  }

  private let key: Key
  /// The certificates in DER, the signer's first, without the root.
  public let certificates: [[UInt8]]

  /// Takes a chain and a key in PEM, to sign at some time.
  ///
  /// Throws `SigningIdentityError` where they cannot be read, do not fit together, or may not sign then.
  public init(
    certificates chain: String, key text: String, at time: Date
  ) throws(SigningIdentityError) {
    let read = try PEMText.certificates(chain)
    let key = try Self.key(text)
    // The sender leaves the root out; the reader has it or does not trust it.
    let sent = read.enumerated().filter {
      $0.offset == 0 || !CertificateProfile.isSelfSigned($0.element)
    }.map(\.element)
    try self.init(chain: sent, key: key, at: time)
  }

  /// The same for an Ed25519 key in PEM.
  public init(
    selfSigned key: String, name: String, from start: Date, years: Int = 10
  ) throws(SigningIdentityError) {
    guard case .ed25519(let key) = try Self.key(key) else { throw .unsupportedKey }
    try self.init(
      selfSigned: Array(key.rawRepresentation), name: name, from: start, years: years)
  }

  /// Makes a certificate for an Ed25519 key of 32 bytes that is signed by the key itself.
  ///
  /// It says nothing of who holds the key. The same seed, name and time give the same certificate. Throws
  /// `unsupportedKey` for a seed of another length.
  public init(
    selfSigned seed: [UInt8], name: String, from start: Date, years: Int = 10
  ) throws(SigningIdentityError) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw .unsupportedKey
    }
    let certificate: Certificate
    do {
      certificate = try Self.certificate(for: key, name: name, from: start, years: years)
    } catch {
      throw .unreadableCertificate(cause: "it cannot be made")
    }
    try self.init(chain: [certificate], key: .ed25519(key), at: start)
  }

  /// Takes an Ed25519 key of 32 bytes with a chain in PEM.
  public init(
    seed: [UInt8], certificates chain: String, at time: Date
  ) throws(SigningIdentityError) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw .unsupportedKey
    }
    try self.init(chain: try PEMText.certificates(chain), key: .ed25519(key), at: time)
  }

  /// Takes a key and certificates as they are, whether they may sign or not, for tests.
  package init(unchecked seed: [UInt8], certificates: [[UInt8]]) throws(SigningIdentityError) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw .unsupportedKey
    }
    self.key = .ed25519(key)
    self.certificates = certificates
  }

  private init(chain: [Certificate], key: Key, at time: Date) throws(SigningIdentityError) {
    guard let signer = chain.first else { throw .unreadableCertificate(cause: "there is none") }
    let matches =
      switch key {
      case .ed25519(let key):
        Curve25519.Signing.PublicKey(signer.publicKey)?.rawRepresentation
          == key.publicKey.rawRepresentation
      case .p256(let key):
        P256.Signing.PublicKey(signer.publicKey)?.rawRepresentation
          == key.publicKey.rawRepresentation
      }
    guard matches else { throw .keyMismatch }
    let reasons = CertificateProfile.faults(of: signer)
    guard reasons.isEmpty else { throw .unfit(reasons: reasons) }
    guard signer.notValidBefore <= time, time <= signer.notValidAfter else {
      throw .outsideValidity(
        from: signer.notValidBefore.formatted(.iso8601),
        to: signer.notValidAfter.formatted(.iso8601))
    }
    self.key = key
    var bytes: [[UInt8]] = []
    for certificate in chain { bytes.append(try PEMText.der(certificate)) }
    certificates = bytes
  }

  /// The algorithm of its signatures.
  public var algorithm: SigningAlgorithm {
    switch key {
    case .ed25519: .ed25519
    case .p256: .es256
    }
  }

  /// The certificates as PEM, the signer's first.
  public var certificatesPEM: String {
    certificates.map {
      PEMDocument(type: Certificate.defaultPEMDiscriminator, derBytes: $0).pemString + "\n"
    }.joined()
  }

  /// The bytes of every signature: r and s of P-256, or Ed25519's.
  static let signatureLength = 64

  /// Signs a message; Ed25519 always signs alike, ECDSA never.
  func sign(_ message: [UInt8]) throws(SigningIdentityError) -> [UInt8] {
    do {
      switch key {
      case .ed25519(let key): return Array(try key.signature(for: message))
      case .p256(let key): return Array(try key.signature(for: message).rawRepresentation)
      }
    } catch {
      throw .unsupportedKey
    }
  }

  /// A private key in PEM: PKCS #8 or SEC 1 for P-256, PKCS #8 (RFC 8410) for Ed25519.
  private static func key(_ text: String) throws(SigningIdentityError) -> Key {
    if let key = try? P256.Signing.PrivateKey(pemRepresentation: text) { return .p256(key) }
    guard
      let document = (try? PEMDocument.parseMultiple(pemString: text))?
        .first(where: { $0.discriminator.hasSuffix("PRIVATE KEY") })
    else { throw .unreadableKey }
    // Version 0 or 1, the algorithm 1.3.101.112, and the seed as a string in a string; a public key may follow.
    let bytes = document.derBytes
    let algorithm: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
    guard bytes.count >= 48, bytes[0] == 0x30, Array(bytes[2..<4]) == [2, 1],
      Array(bytes[5..<16]) == algorithm,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes[16..<48])
    else {
      throw document.discriminator == "ENCRYPTED PRIVATE KEY" ? .unreadableKey : .unsupportedKey
    }
    return .ed25519(key)
  }

  private static func certificate(
    for key: Curve25519.Signing.PrivateKey, name: String, from start: Date, years: Int
  ) throws -> Certificate {
    let publicKey = Certificate.PublicKey(key.publicKey)
    let start = Date(timeIntervalSince1970: start.timeIntervalSince1970.rounded(.down))
    let digest = SHA256.hash(
      data: Array(key.publicKey.rawRepresentation) + Array(start.formatted(.iso8601).utf8))
    var serial = Array(digest.prefix(16))
    // Positive and of full length.
    serial[0] = serial[0] & 0x3F | 0x40
    let subject = try DistinguishedName {
      CommonName(name)
      OrganizationName("Etude, certificate made on this computer")
    }
    let identifier = SubjectKeyIdentifier(hash: publicKey)
    let extensions = try Certificate.Extensions {
      Critical(BasicConstraints.notCertificateAuthority)
      Critical(KeyUsage(digitalSignature: true))
      try ExtendedKeyUsage([ExtendedKeyUsage.Usage(oid: CertificateProfile.claimSigning)])
      identifier
      AuthorityKeyIdentifier(keyIdentifier: identifier.keyIdentifier)
    }
    return try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(bytes: serial), publicKey: publicKey,
      notValidBefore: start,
      notValidAfter: start.addingTimeInterval(Double(years) * 365.25 * 86_400),
      issuer: subject, subject: subject, signatureAlgorithm: .ed25519, extensions: extensions,
      issuerPrivateKey: Certificate.PrivateKey(key))
  }
}
