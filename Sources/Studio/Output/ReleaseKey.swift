import Crypto
import Foundation

/// The key that manifests of releases are signed with (Ed25519, RFC 8032).
///
/// The private key is kept off every repository and machine that builds; docs/influence.md says how a
/// release is signed.
enum ReleaseKey {
  /// The public key, 32 bytes in hexadecimal; `docs/release-key.pem` holds the same.
  static let publicKey = "855ab487fff59b9903750b1642f3a796fa7b3e25c81ceb90a2d55a8958f220cf"

  /// Whether a signature in base 64 was made by the release key over some bytes.
  static func isValid(_ signature: String, over bytes: Data) -> Bool {
    guard
      let raw = Data(
        base64Encoded: signature.trimmingCharacters(in: .whitespacesAndNewlines)),
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: Self.bytes(of: publicKey))
    else { return false }
    return key.isValidSignature(raw, for: bytes)
  }

  private static func bytes(of hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
  }
}
