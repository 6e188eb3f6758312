import ContentCredentials
import Crypto
import Foundation
import SwiftASN1
import X509

/// A folder of its own with small files, a clock that stands and keys that are always the same.
final class Workbench {
  static let now = Date(timeIntervalSince1970: 1_790_000_000)
  static let seed = [UInt8](0..<32)
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "credentials-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Writes a file; returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], _ name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  static func identity() throws -> SigningIdentity {
    try SigningIdentity(selfSigned: seed, name: "Somebody", from: now)
  }

  static func recipe(title: String? = "Night Bus") -> ManifestRecipe {
    ManifestRecipe(
      title: title, generator: ManifestRecipe.Generator(name: "Etude", version: "0.0.0"),
      actions: [
        ManifestRecipe.Action(
          "c2pa.created", when: "2026-11-29T00:00:00Z", source: .algorithmicMedia,
          description: "Written by players", parameters: ["org.etude.seed": .integer(7)])
      ],
      created: [
        ManifestRecipe.Assertion(
          label: "org.etude.ledger",
          content: .map(["head": .bytes([1, 2, 0xAB]), "events": .integer(3)])),
        ManifestRecipe.Assertion(
          label: "cawg.training-mining",
          content: .map([
            "entries": .map([
              "cawg.ai_generative_training": .map(["use": .text("notAllowed")])
            ])
          ])),
      ],
      gathered: [
        (
          "cawg.metadata",
          #"{"@context":{"dc":"http://purl.org/dc/elements/1.1/"},"dc:creator":["Ada"]}"#
        )
      ])
  }

  /// Signs a file in place of itself.
  @discardableResult
  func sign(
    _ name: String, _ recipe: ManifestRecipe = recipe(), by identity: SigningIdentity? = nil
  ) throws -> String {
    try CredentialWriter(identity: identity ?? Self.identity()).write(
      recipe, from: path(name), to: path(name))
    return path(name)
  }

  func read(
    _ name: String, anchors: TrustAnchors = TrustAnchors(), at time: Date = now
  ) throws -> CredentialReport {
    try CredentialReader(anchors: anchors, time: time).read(path(name))
  }
}

extension CredentialReport {
  /// The codes of what failed, each once, sorted.
  var failures: [String] {
    Set(statuses.filter { $0.kind == .failure }.map(\.code)).sorted()
  }

  var codes: Set<String> { Set(statuses.map(\.code)) }
}

// MARK: - Files

/// Bytes of small sound files.
enum SmallFile {
  static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    Array(name.utf8) + little(content.count) + content + (content.count % 2 == 1 ? [0] : [])
  }

  static func little(_ number: Int, _ count: Int = 4) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func sound(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 7) }
  }

  /// WAVE of 16 bits; an extensible one has a longer `fmt ` chunk, as files of 24 bits have.
  static func wave(samples: Int = 800, isExtensible: Bool = false) -> [UInt8] {
    var format = little(isExtensible ? 0xFFFE : 1, 2) + little(2, 2) + little(48_000)
    format += little(192_000) + little(4, 2) + little(16, 2)
    if isExtensible {
      format += little(22, 2) + little(16, 2) + little(3) + little(1, 2)
      format += [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    }
    let body =
      chunk("fmt ", format) + chunk("LIST", Array("INFO".utf8)) + chunk("data", sound(samples * 4))
    return Array("RIFF".utf8) + little(body.count + 4) + Array("WAVE".utf8) + body
  }

  /// RF64 with its sizes in `ds64`.
  static func rf64() -> [UInt8] {
    let data = sound(1_000)
    let format =
      little(1, 2) + little(2, 2) + little(48_000) + little(192_000) + little(4, 2)
      + little(16, 2)
    let rest =
      chunk("fmt ", format) + Array("data".utf8) + [0xFF, 0xFF, 0xFF, 0xFF] + data
    let size = 4 + 36 + rest.count
    let sizes = chunk(
      "ds64", little(size, 8) + little(data.count, 8) + little(250, 8) + little(0))
    return Array("RF64".utf8) + [0xFF, 0xFF, 0xFF, 0xFF] + Array("WAVE".utf8) + sizes + rest
  }

  /// Something that begins as FLAC does.
  static func flac() -> [UInt8] { Array("fLaC".utf8) + [0x80, 0, 0, 34] + sound(600) }

  /// Something that begins as MPEG audio does.
  static func mp3() -> [UInt8] { [0xFF, 0xFB, 0x90, 0x00] + sound(700) }

  /// An ID3 tag with one title.
  static func tag(version: UInt8, title: String = "Tune", flags: UInt8 = 0) -> [UInt8] {
    let content = [0] + Array(title.utf8)
    let frame = Array("TIT2".utf8) + [0, 0, 0, UInt8(content.count)] + [0, 0] + content
    let padding = [UInt8](repeating: 0, count: 20)
    return Array("ID3".utf8) + [version, 0, flags, 0, 0, 0, UInt8(frame.count + 20)] + frame
      + padding
  }
}

// MARK: - Certificates

/// An authority of the tests and those whom it certifies.
struct TestAuthority {
  let key = P256.Signing.PrivateKey()
  let certificate: Certificate

  init() throws {
    let name = try DistinguishedName { CommonName("Test root") }
    let publicKey = Certificate.PublicKey(key.publicKey)
    certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(bytes: [1]), publicKey: publicKey,
      notValidBefore: Workbench.now.addingTimeInterval(-1_000),
      notValidAfter: Workbench.now.addingTimeInterval(1_000_000), issuer: name, subject: name,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
        Critical(KeyUsage(keyCertSign: true))
        SubjectKeyIdentifier(hash: publicKey)
      }, issuerPrivateKey: Certificate.PrivateKey(key))
  }

  var pem: String { get throws { try certificate.serializeAsPEM().pemString } }

  /// A certificate of a leaf; faults are put in on purpose.
  func leaf(
    _ publicKey: Certificate.PublicKey, namesIssuer: Bool = true, isAuthority: Bool = false,
    purposes: [ExtendedKeyUsage.Usage] = [
      ExtendedKeyUsage.Usage(oid: [1, 3, 6, 1, 4, 1, 62558, 2, 1])
    ]
  ) throws -> Certificate {
    let own = SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
    var list: [Certificate.Extension] = [
      try Certificate.Extension(KeyUsage(digitalSignature: true), critical: true),
      try Certificate.Extension(
        isAuthority
          ? BasicConstraints.isCertificateAuthority(maxPathLength: nil)
          : BasicConstraints.notCertificateAuthority, critical: true),
    ]
    if !purposes.isEmpty {
      list.append(try Certificate.Extension(try ExtendedKeyUsage(purposes), critical: false))
    }
    if namesIssuer {
      list.append(
        try Certificate.Extension(
          AuthorityKeyIdentifier(keyIdentifier: own.keyIdentifier), critical: false))
    }
    return try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(bytes: [2]), publicKey: publicKey,
      notValidBefore: Workbench.now.addingTimeInterval(-900),
      notValidAfter: Workbench.now.addingTimeInterval(900_000),
      issuer: certificate.subject, subject: try DistinguishedName { CommonName("Test signer") },
      signatureAlgorithm: .ecdsaWithSHA256, extensions: try Certificate.Extensions(list),
      issuerPrivateKey: Certificate.PrivateKey(key))
  }
}

/// A small generator with a seed (SplitMix64, Steele, Lea and Flood 2014).
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
  }
}
