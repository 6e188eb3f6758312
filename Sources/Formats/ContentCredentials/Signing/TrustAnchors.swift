import Foundation
import SwiftASN1
import X509

/// The certificates that a person trusts: signers whose chain ends at one of them are known.
///
/// The chain is walked by issuer and subject (RFC 5280, 6.1): signatures, validity, authority, the length of the
/// path, and no critical extension that is not understood. Name constraints and revocation are not looked at; a
/// chain with constraints is refused.
public struct TrustAnchors: Sendable {
  private let roots: [Certificate]
  /// The longest chain that is followed.
  private static let longestChain = 8

  /// Nobody is trusted.
  public init() { roots = [] }

  /// Reads certificates in PEM; throws `SigningIdentityError`.
  public init(pem: String) throws(SigningIdentityError) {
    roots = try PEMText.certificates(pem)
  }

  /// Whether nobody is trusted.
  public var isEmpty: Bool { roots.isEmpty }

  /// Whether a chain, the signer first, ends at an anchor at some time.
  func trust(_ chain: [Certificate], at time: Date) -> Bool {
    guard var current = chain.first else { return false }
    if roots.contains(current) { return true }
    guard isUnderstood(current) else { return false }
    var rest = Array(chain.dropFirst().prefix(Self.longestChain))
    for below in 0..<Self.longestChain {
      if roots.contains(where: { signs($0, current, below: below, at: time) }) { return true }
      guard let next = rest.firstIndex(where: { signs($0, current, below: below, at: time) })
      else { return false }
      current = rest.remove(at: next)
    }
    return false
  }

  /// Whether an authority signed a certificate, with `below` authorities between it and the signer.
  private func signs(
    _ issuer: Certificate, _ certificate: Certificate, below: Int, at time: Date
  ) -> Bool {
    guard issuer.subject == certificate.issuer, isUnderstood(issuer),
      (issuer.notValidBefore...issuer.notValidAfter).contains(time),
      case .isCertificateAuthority(let longest)? = (try? issuer.extensions.basicConstraints) ?? nil,
      longest.map({ below <= $0 }) ?? true,
      ((try? issuer.extensions.keyUsage) ?? nil)?.keyCertSign ?? true,
      certificate.signatureAlgorithm != .sha1WithRSAEncryption
    else { return false }
    return issuer.publicKey.isValidSignature(certificate.signature, for: certificate)
  }

  private func isUnderstood(_ certificate: Certificate) -> Bool {
    let known: [ASN1ObjectIdentifier] = [
      .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
      .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.subjectAlternativeName,
      .X509ExtensionID.subjectKeyIdentifier, .X509ExtensionID.authorityKeyIdentifier,
    ]
    return certificate.notValidBefore <= certificate.notValidAfter
      && certificate.extensions.allSatisfy { !$0.critical || known.contains($0.oid) }
  }
}
