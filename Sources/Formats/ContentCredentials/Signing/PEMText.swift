import SwiftASN1
import X509

/// Certificates and keys as text.
enum PEMText {
  /// The most certificates of a chain that are read.
  private static let limit = 16

  /// The certificates of a text, in its order; throws `SigningIdentityError.unreadableCertificate`.
  static func certificates(_ pem: String) throws(SigningIdentityError) -> [Certificate] {
    let documents: [PEMDocument]
    do {
      documents = try PEMDocument.parseMultiple(pemString: pem)
    } catch {
      throw .unreadableCertificate(cause: "it is no PEM text")
    }
    let wanted = documents.filter { $0.discriminator == Certificate.defaultPEMDiscriminator }
    guard !wanted.isEmpty else { throw .unreadableCertificate(cause: "it holds no certificate") }
    guard wanted.count <= limit else {
      throw .unreadableCertificate(cause: "it holds more than \(limit) certificates")
    }
    var certificates: [Certificate] = []
    for document in wanted { certificates.append(try certificate(document.derBytes)) }
    return certificates
  }

  /// A certificate in DER.
  static func certificate(_ bytes: [UInt8]) throws(SigningIdentityError) -> Certificate {
    do {
      return try Certificate(derEncoded: bytes)
    } catch {
      throw .unreadableCertificate(cause: "it is damaged")
    }
  }

  /// The bytes of a certificate in DER.
  static func der(_ certificate: Certificate) throws(SigningIdentityError) -> [UInt8] {
    var serializer = DER.Serializer()
    do {
      try serializer.serialize(certificate)
    } catch {
      throw .unreadableCertificate(cause: "it cannot be written")
    }
    return serializer.serializedBytes
  }
}
