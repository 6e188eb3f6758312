import Crypto
import Foundation

/// A private Ed25519 key (RFC 8032) that signs the events of ledgers.
public struct LedgerKey: Sendable {
  /// The public key.
  public let signer: LedgerSigner
  private let key: Curve25519.Signing.PrivateKey

  /// Makes a key of the system's random numbers.
  public init() { self.init(Curve25519.Signing.PrivateKey()) }

  /// The key of a seed of 32 bytes; throws `malformedKey`.
  public init(seed: [UInt8]) throws(LedgerError) {
    do {
      self.init(try Curve25519.Signing.PrivateKey(rawRepresentation: seed))
    } catch {
      throw .malformedKey(cause: "it has \(seed.count) bytes, and 32 were expected")
    }
  }

  private init(_ key: Curve25519.Signing.PrivateKey) {
    self.key = key
    signer = LedgerSigner(key.publicKey)
  }

  /// A PKCS #8 structure up to the seed: version 0, the algorithm 1.3.101.112, an octet string in
  /// an octet string (RFC 8410, section 7).
  private static let prefix: [UInt8] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]
  private static let label = "PRIVATE KEY"

  /// Reads a key from PEM as `pem` and `openssl genpkey -algorithm ed25519` write it.
  ///
  /// Throws `malformedKey`.
  public init(pem: String) throws(LedgerError) {
    let lines = pem.split(whereSeparator: \.isNewline).map {
      $0.trimmingCharacters(in: .whitespaces)
    }.filter { !$0.isEmpty }
    guard lines.count >= 3, lines.first == "-----BEGIN \(Self.label)-----",
      lines.last == "-----END \(Self.label)-----"
    else { throw .malformedKey(cause: "it is not PEM with one \(Self.label)") }
    guard let data = Data(base64Encoded: lines.dropFirst().dropLast().joined()) else {
      throw .malformedKey(cause: "what it holds is not base64")
    }
    guard data.count == Self.prefix.count + 32, Array(data.prefix(Self.prefix.count)) == Self.prefix
    else { throw .malformedKey(cause: "it holds no Ed25519 key") }
    try self.init(seed: Array(data.dropFirst(Self.prefix.count)))
  }

  /// The key as PEM (PKCS #8).
  public var pem: String {
    let data = Data(Self.prefix) + key.rawRepresentation
    return
      "-----BEGIN \(Self.label)-----\n\(data.base64EncodedString())\n-----END \(Self.label)-----\n"
  }

  /// Signs the hash of an event; 64 bytes.
  ///
  /// Throws `malformedKey` where the library refuses the key.
  func signature(of hash: String) throws(LedgerError) -> [UInt8] {
    do {
      return Array(try key.signature(for: LedgerSigner.message(hash)))
    } catch {
      throw .malformedKey(cause: "it does not sign: \(error)")
    }
  }
}

/// A public Ed25519 key that proves signatures of events.
public struct LedgerSigner: Hashable, Sendable {
  /// The 32 bytes of the key.
  public let bytes: [UInt8]
  /// The SHA-256 of the bytes.
  public let fingerprint: String

  init(_ key: Curve25519.Signing.PublicKey) {
    bytes = Array(key.rawRepresentation)
    fingerprint = LedgerHash.of(bytes)
  }

  /// A public key from its 32 bytes; throws `malformedKey`.
  public init(bytes: [UInt8]) throws(LedgerError) {
    do {
      self.init(try Curve25519.Signing.PublicKey(rawRepresentation: bytes))
    } catch {
      throw .malformedKey(cause: "a public key has 32 bytes, not \(bytes.count)")
    }
  }

  /// Whether a signature of an event's hash was made with this key.
  func isValid(_ signature: [UInt8], of hash: String) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
      return false
    }
    return key.isValidSignature(signature, for: Self.message(hash))
  }

  /// What is signed: a word for what it is, so that no signature made for something else serves.
  static func message(_ hash: String) -> [UInt8] { Array("etude ledger event \(hash)".utf8) }
}
