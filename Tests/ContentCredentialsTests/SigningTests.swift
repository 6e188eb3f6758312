import ContentCredentials
import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

@Suite("Signing identities")
struct SigningTests {
  @Test("a leaf of a trusted root is trusted, by either kind of key")
  func trusted() throws {
    let authority = try TestAuthority()
    let anchors = try TrustAnchors(pem: try authority.pem)
    let bench = try Workbench()
    try bench.write(SmallFile.wave(), "a.wav")
    let curve = P256.Signing.PrivateKey()
    let leaf = try authority.leaf(Certificate.PublicKey(curve.publicKey))
    let identity = try SigningIdentity(
      certificates: try leaf.serializeAsPEM().pemString + "\n" + authority.pem,
      key: curve.pemRepresentation, at: Workbench.now)
    #expect(identity.algorithm == .es256)
    #expect(identity.certificates.count == 1)
    try bench.sign("a.wav", by: identity)
    let report = try bench.read("a.wav", anchors: anchors)
    #expect(report.state == .trusted)
    #expect(report.failures.isEmpty)
    #expect(report.signer?.issuer == "Test root")
    #expect(try bench.read("a.wav").failures == ["signingCredential.untrusted"])
    let stranger = try TrustAnchors(pem: try TestAuthority().pem)
    #expect(try bench.read("a.wav", anchors: stranger).state == .valid)
  }

  @Test("an Ed25519 key in PKCS 8 signs")
  func ed25519() throws {
    let authority = try TestAuthority()
    let key = try Curve25519.Signing.PrivateKey(rawRepresentation: Workbench.seed)
    let leaf = try authority.leaf(Certificate.PublicKey(key.publicKey))
    let identity = try SigningIdentity(
      certificates: try leaf.serializeAsPEM().pemString,
      key: try Certificate.PrivateKey(key).serializeAsPEM().pemString, at: Workbench.now)
    #expect(identity.algorithm == .ed25519)
  }

  @Test("a certificate that must not sign claims is refused before and found behind")
  func unfit() throws {
    let authority = try TestAuthority()
    let key = try Curve25519.Signing.PrivateKey(rawRepresentation: Workbench.seed)
    let publicKey = Certificate.PublicKey(key.publicKey)
    let cases: [(Certificate, String)] = [
      (
        try authority.leaf(publicKey, namesIssuer: false), "it does not name the key that signed it"
      ),
      (
        try authority.leaf(publicKey, isAuthority: true),
        "it belongs to an authority, which must not sign claims"
      ),
      (try authority.leaf(publicKey, purposes: []), "it names no purpose"),
      (try authority.leaf(publicKey, purposes: [.any]), "it is for any purpose"),
      (
        try authority.leaf(publicKey, purposes: [.serverAuth]),
        "its purpose is not to sign claims"
      ),
    ]
    for (certificate, reason) in cases {
      let pem = try certificate.serializeAsPEM()
      #expect(throws: SigningIdentityError.unfit(reasons: [reason])) {
        try SigningIdentity(
          seed: Workbench.seed, certificates: pem.pemString, at: Workbench.now)
      }
      let bench = try Workbench()
      try bench.write(SmallFile.wave(), "a.wav")
      try bench.sign(
        "a.wav",
        by: SigningIdentity(unchecked: Workbench.seed, certificates: [pem.derBytes]))
      let report = try bench.read("a.wav", anchors: TrustAnchors(pem: authority.pem))
      #expect(report.failures == ["signingCredential.invalid"])
      #expect(report.state == .invalid)
    }
  }

  @Test("keys and certificates that do not fit, cannot be read or are too old are refused")
  func refused() throws {
    let authority = try TestAuthority()
    let key = P256.Signing.PrivateKey()
    let leaf = try authority.leaf(Certificate.PublicKey(key.publicKey)).serializeAsPEM().pemString
    let now = Workbench.now
    #expect(throws: SigningIdentityError.keyMismatch) {
      try SigningIdentity(
        certificates: leaf, key: P256.Signing.PrivateKey().pemRepresentation, at: now)
    }
    #expect(throws: SigningIdentityError.unreadableKey) {
      try SigningIdentity(certificates: leaf, key: "no key", at: now)
    }
    #expect(throws: SigningIdentityError.unsupportedKey) {
      try SigningIdentity(
        certificates: leaf, key: P384.Signing.PrivateKey().pemRepresentation, at: now)
    }
    #expect(throws: SigningIdentityError.unreadableCertificate(cause: "it holds no certificate")) {
      try SigningIdentity(certificates: key.pemRepresentation, key: key.pemRepresentation, at: now)
    }
    #expect(throws: SigningIdentityError.self) {
      try SigningIdentity(
        certificates: leaf, key: key.pemRepresentation, at: now.addingTimeInterval(9e6))
    }
    #expect(throws: SigningIdentityError.unsupportedKey) {
      try SigningIdentity(selfSigned: [1, 2, 3], name: "x", from: now)
    }
  }

  @Test("the same seed and time make the same certificate")
  func certificate() throws {
    let first = try Workbench.identity()
    #expect(first.certificates == (try Workbench.identity().certificates))
    let read = try SigningIdentity(
      seed: Workbench.seed, certificates: first.certificatesPEM, at: Workbench.now)
    #expect(read.certificates == first.certificates)
  }

  @Test("damaged certificates and keys are read or refused", arguments: UInt64(1)...60)
  func fuzz(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let pem = Array(try Workbench.identity().certificatesPEM.utf8)
    let bench = try Workbench()
    for _ in 0..<20 {
      var text = pem
      for _ in 0...Int.random(in: 0...3, using: &dice) {
        let place = Int.random(in: text.indices, using: &dice)
        text[place] = UInt8.random(in: 32...126, using: &dice)
      }
      let broken = String(decoding: text, as: UTF8.self)
      _ = try? SigningIdentity(
        seed: Workbench.seed, certificates: broken, at: Workbench.now)
      _ = try? SigningIdentity(certificates: broken, key: broken, at: Workbench.now)
      _ = try? TrustAnchors(pem: broken)
    }
    // A damaged certificate in a file, signed over.
    var der = try #require(try Workbench.identity().certificates.first)
    for _ in 0...Int.random(in: 0...2, using: &dice) {
      der[Int.random(in: der.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
    }
    try bench.write(SmallFile.wave(), "a.wav")
    try bench.sign(
      "a.wav", by: SigningIdentity(unchecked: Workbench.seed, certificates: [der]))
    _ = try bench.read("a.wav")
  }
}
