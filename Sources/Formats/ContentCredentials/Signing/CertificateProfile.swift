import CryptoExtras
import SwiftASN1
import X509

/// What a certificate must be to sign claims (C2PA 14.5.1).
enum CertificateProfile {
  /// The purpose that C2PA gave a number to: signing of claims.
  static let claimSigning: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 62558, 2, 1]
  /// The purpose of signing documents (RFC 9336).
  static let documentSigning: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 3, 36]

  /// What is wrong with the certificate of a signer, in words; empty where nothing is.
  static func faults(of certificate: Certificate) -> [String] {
    var faults: [String] = []
    if certificate.version != .v3 { faults.append("it is no certificate of version 3") }
    let extensions = certificate.extensions
    if isAuthority(certificate) {
      faults.append("it belongs to an authority, which must not sign claims")
    }
    if let usage = (try? extensions.keyUsage) ?? nil {
      if !usage.digitalSignature { faults.append("its key is not for signatures") }
      if usage.keyCertSign { faults.append("its key may sign certificates") }
    } else {
      faults.append("it does not say what its key is for")
    }
    faults += purposeFaults(of: extensions)
    if ((try? extensions.authorityKeyIdentifier) ?? nil) == nil {
      faults.append("it does not name the key that signed it")
    }
    if certificate.signatureAlgorithm == .sha1WithRSAEncryption {
      faults.append("it is signed over SHA-1")
    }
    if let key = _RSA.Signing.PublicKey(certificate.publicKey), key.keySizeInBits < 2048 {
      faults.append("its key has fewer than 2048 bits")
    }
    return faults
  }

  private static func purposeFaults(of extensions: Certificate.Extensions) -> [String] {
    guard let purposes = (try? extensions.extendedKeyUsage) ?? nil, !purposes.isEmpty else {
      return ["it names no purpose"]
    }
    if purposes.contains(.any) { return ["it is for any purpose"] }
    if purposes.contains(.timeStamping) || purposes.contains(.ocspSigning) {
      return ["it is for time stamps or revocation"]
    }
    let accepted = [
      ExtendedKeyUsage.Usage(oid: claimSigning), .emailProtection,
      ExtendedKeyUsage.Usage(oid: documentSigning),
    ]
    guard purposes.contains(where: { accepted.contains($0) }) else {
      return ["its purpose is not to sign claims"]
    }
    return []
  }

  /// Whether a certificate may sign others.
  static func isAuthority(_ certificate: Certificate) -> Bool {
    guard let constraints = (try? certificate.extensions.basicConstraints) ?? nil else {
      return false
    }
    if case .isCertificateAuthority = constraints { return true }
    return false
  }

  /// Whether a certificate is signed by its own key.
  static func isSelfSigned(_ certificate: Certificate) -> Bool {
    certificate.subject == certificate.issuer
      && certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
  }
}
