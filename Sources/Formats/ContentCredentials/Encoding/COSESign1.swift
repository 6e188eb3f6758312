/// A signature of one signer over bytes that lie elsewhere: COSE_Sign1 with tag 18 (RFC 9052, 4.2).
public struct COSESign1: Hashable, Sendable {
  /// Why CBOR is no such signature.
  public enum Fault: Error, Hashable, Sendable {
    /// The bytes are no CBOR.
    case cbor(CBORError)
    /// The item has no tag 18, or not four parts of the right types.
    case notSign1
    /// The protected header is no map.
    case badHeader
  }

  /// The encoded protected header, which is signed.
  public var protected: [UInt8]
  /// The header that is not signed: padding and time stamps.
  public var unprotected: CBORValue
  /// The signature.
  public var signature: [UInt8]

  /// Makes a signature of its parts.
  public init(
    protected: [UInt8], unprotected: CBORValue = .map([CBORValue.Entry]()), signature: [UInt8]
  ) {
    self.protected = protected
    self.unprotected = unprotected
    self.signature = signature
  }

  /// Reads a signature; throws `Fault`.
  public init(decoding bytes: some Collection<UInt8>) throws(Fault) {
    let item: CBORValue
    do { item = try CBORValue(decoding: bytes) } catch { throw .cbor(error) }
    guard case .tagged(18, .array(let parts)) = item, parts.count == 4,
      let protected = parts[0].bytes, parts[1].entries != nil, let signature = parts[3].bytes
    else { throw .notSign1 }
    self.init(protected: protected, unprotected: parts[1], signature: signature)
    guard header != nil else { throw .badHeader }
  }

  /// The bytes with tag 18; the payload is detached.
  public var encoded: [UInt8] {
    CBORValue.tagged(18, .array([.bytes(protected), unprotected, .null, .bytes(signature)])).encoded
  }

  /// The protected header as a map.
  private var header: CBORValue? {
    guard let value = try? CBORValue(decoding: protected), value.entries != nil else { return nil }
    return value
  }

  /// The number of the algorithm (label 1).
  public var algorithm: Int? { header?[.unsigned(1)]?.integer }

  /// The certificates in DER, the signer's first: label 33, or the text that older files have.
  public var certificates: [[UInt8]] {
    let value =
      header?[.unsigned(33)] ?? header?["x5chain"] ?? unprotected[.unsigned(33)]
      ?? unprotected["x5chain"]
    if let one = value?.bytes { return [one] }
    return value?.array?.compactMap(\.bytes) ?? []
  }

  /// Whether a time stamp of an authority is stored.
  public var hasTimeStamp: Bool {
    unprotected["sigTst2"] != nil || unprotected["sigTst"] != nil
  }

  /// What is signed: the context, the protected header, no external data, and the payload (4.4).
  public static func message(protected: [UInt8], payload: [UInt8]) -> [UInt8] {
    CBORValue.array([.text("Signature1"), .bytes(protected), .bytes([]), .bytes(payload)]).encoded
  }
}
