import Crypto
import Foundation
import SwiftASN1
import X509

/// Checks one manifest of a store: claim, signature, certificate, assertions, actions and ingredients
/// (C2PA 15.5 to 15.11); all but the binding to the file.
struct ManifestCheck {
  let store: ManifestStore
  let manifest: ManifestStore.Manifest
  let anchors: TrustAnchors
  let time: Date
  private let lineage: Lineage
  private let followsIngredients: Bool
  /// The assertions that are here, by their labels.
  private let boxes: [String: JUMBFSuperbox]
  /// What was found of the manifests of ingredients, by their labels.
  private(set) var others: [String: Other] = [:]
  private(set) var statuses: [CredentialStatus] = []
  private(set) var claim: ReadClaim?
  private(set) var signer: CredentialReport.Signer?
  private(set) var hasTimeStamp = false

  /// The manifest of an ingredient.
  struct Other {
    /// Whether claim, signature and assertions hold, and whether what it stands on is as it was.
    var holds: Bool, isWhole: Bool
  }

  init(
    _ manifest: ManifestStore.Manifest, in store: ManifestStore, anchors: TrustAnchors, time: Date,
    within lineage: Lineage? = nil
  ) {
    // Of the manifest of an ingredient the lineage knows what it stands on.
    followsIngredients = lineage == nil
    self.lineage = lineage ?? Lineage(store)
    self.store = store
    self.manifest = manifest
    self.anchors = anchors
    self.time = time
    let assertions = manifest.assertions
    boxes = Dictionary(
      assertions.map { ($0.label ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    if boxes.count < assertions.count {
      statuses.append(
        .failure(
          "assertion.undeclared", HashedURI.absolute(manifest.label), "two have the same name"))
    }
    run()
  }

  /// Whether nothing failed but that the signer is not known.
  var holds: Bool {
    !statuses.contains { $0.kind == .failure && $0.code != "signingCredential.untrusted" }
  }

  private mutating func run() {
    let claims = manifest.claims
    guard let box = claims.first else {
      statuses.append(.failure("claim.missing", HashedURI.absolute(manifest.label)))
      return
    }
    guard claims.count == 1 else {
      statuses.append(.failure("claim.multiple", HashedURI.absolute(manifest.label)))
      return
    }
    let claim: ReadClaim
    do {
      claim = try ReadClaim(box)
    } catch {
      statuses.append(
        .failure(error.code, HashedURI.absolute(manifest.label, box.label), error.cause))
      return
    }
    self.claim = claim
    checkSignature(of: claim)
    checkAssertions(of: claim)
    checkActions(of: claim)
    checkIngredients(of: claim)
  }

  /// The assertions of a kind that the claim lists and that are here, in its order.
  func assertions(_ kind: String) -> [JUMBFSuperbox] {
    (claim?.references ?? []).compactMap { box(of: $0) }.filter { $0.kind == kind }
  }

  /// The box that an address of the claim names inside of the assertion store.
  private func box(of reference: HashedURI) -> JUMBFSuperbox? {
    guard let place = HashedURI.resolve(reference.url, from: manifest.label),
      place.manifest == manifest.label, place.path.first == "c2pa.assertions",
      place.path.count == 2
    else { return nil }
    return boxes[place.path[1]]
  }
}

// MARK: - Signature

extension ManifestCheck {
  private mutating func checkSignature(of claim: ReadClaim) {
    let url = HashedURI.absolute(manifest.label, "c2pa.signature")
    guard let content = manifest.signature?.content("cbor") else {
      statuses.append(.failure("claimSignature.missing", url))
      return
    }
    let signature: COSESign1
    do {
      signature = try COSESign1(decoding: content)
    } catch {
      statuses.append(.failure("claimSignature.mismatch", url, "it is no signature (\(error))"))
      return
    }
    hasTimeStamp = signature.hasTimeStamp
    guard let number = signature.algorithm, let algorithm = SigningAlgorithm(number: number) else {
      statuses.append(.failure("algorithm.unsupported", url))
      return
    }
    let chain: [Certificate]
    do {
      // What is sent beyond a sensible chain is not looked at.
      chain = try signature.certificates.prefix(16).map { try PEMText.certificate($0) }
    } catch {
      statuses.append(.failure("signingCredential.invalid", url, "a certificate is damaged"))
      return
    }
    guard let certificate = chain.first else {
      statuses.append(.failure("signingCredential.invalid", url, "there is no certificate"))
      return
    }
    signer = CredentialReport.Signer(certificate, algorithm: algorithm)
    let message = COSESign1.message(protected: signature.protected, payload: claim.bytes)
    let isValid = algorithm.isValid(
      signature.signature, for: message, key: certificate.publicKey)
    statuses.append(
      isValid
        ? .success("claimSignature.validated", url)
        : .failure("claimSignature.mismatch", url, "the claim or its signature was changed"))
    checkCertificate(certificate, chain: chain, url: url)
  }

  private mutating func checkCertificate(
    _ certificate: Certificate, chain: [Certificate], url: String
  ) {
    let faults = CertificateProfile.faults(of: certificate)
    if !faults.isEmpty {
      statuses.append(
        .failure("signingCredential.invalid", url, faults.joined(separator: "; ")))
    }
    let isInside = certificate.notValidBefore <= time && time <= certificate.notValidAfter
    statuses.append(
      isInside
        ? .success("claimSignature.insideValidity", url)
        : .failure(
          "claimSignature.outsideValidity", url,
          "the certificate is valid from \(certificate.notValidBefore.formatted(.iso8601)) to "
            + certificate.notValidAfter.formatted(.iso8601)))
    if hasTimeStamp {
      statuses.append(
        .information("timeStamp.untrusted", url, "there is a time stamp, which is not checked"))
    }
    if faults.isEmpty {
      statuses.append(
        anchors.trust(chain, at: time)
          ? .success("signingCredential.trusted", url)
          : .failure(
            "signingCredential.untrusted", url, "the certificate ends at nobody who is trusted"))
    }
    statuses.append(.information("signingCredential.ocsp.skipped", url))
  }
}

// MARK: - Assertions

extension ManifestCheck {
  private mutating func checkAssertions(of claim: ReadClaim) {
    var declared: Set<String> = []
    for reference in claim.references {
      let place = HashedURI.resolve(reference.url, from: manifest.label)
      if let place, place.manifest != manifest.label {
        statuses.append(.failure("assertion.outsideManifest", reference.url))
        continue
      }
      guard let box = box(of: reference) else {
        let absolute = place.map {
          HashedURI.absolute($0.manifest, $0.path.joined(separator: "/"))
        }
        if let absolute, store.redacted.contains(absolute) { continue }
        statuses.append(.failure("assertion.missing", reference.url))
        continue
      }
      declared.insert(box.label ?? "")
      guard let name = reference.algorithm ?? claim.algorithm,
        let algorithm = HashAlgorithm(rawValue: name)
      else {
        statuses.append(.failure("algorithm.unsupported", reference.url))
        continue
      }
      statuses.append(
        algorithm.hash(box.payload) == reference.hash
          ? .success("assertion.hashedURI.match", reference.url)
          : .failure(
            "assertion.hashedURI.mismatch", reference.url, "the assertion was changed"))
    }
    for box in boxes.values.sorted(by: { ($0.label ?? "") < ($1.label ?? "") })
    where !declared.contains(box.label ?? "") {
      statuses.append(
        .failure("assertion.undeclared", HashedURI.assertion(box.label ?? "")))
    }
  }

  private mutating func checkActions(of claim: ReadClaim) {
    let boxes = assertions("c2pa.actions.v2") + assertions("c2pa.actions")
    var openings = 0
    for (index, box) in boxes.enumerated() {
      let url = HashedURI.assertion(box.label ?? "")
      guard let value = try? box.item() else {
        statuses.append(.failure("assertion.cbor.invalid", url))
        continue
      }
      let actions = value["actions"]?.array ?? []
      let names = actions.map { $0["action"]?.text }
      guard !actions.isEmpty, names.allSatisfy({ $0 != nil }) else {
        statuses.append(.failure("assertion.action.malformed", url, "an action has no name"))
        continue
      }
      openings += names.count { $0 == "c2pa.created" || $0 == "c2pa.opened" }
      // Version 1 knew no such order.
      guard claim.version == 2 else { continue }
      let first = names.first ?? nil
      if index == 0, first != "c2pa.created", first != "c2pa.opened", !manifest.isUpdate {
        statuses.append(
          .failure(
            "assertion.action.malformed", url, "the first action neither creates nor opens"))
      }
      for action in actions { check(action, url: url) }
    }
    if claim.version == 2, openings > 1 {
      statuses.append(
        .failure(
          "assertion.action.malformed", HashedURI.assertion("c2pa.actions.v2"),
          "content is created or opened more than once"))
    }
    if claim.version == 2, boxes.isEmpty, !manifest.isUpdate {
      statuses.append(
        .failure(
          "assertion.action.malformed", HashedURI.absolute(manifest.label), "there are no actions"))
    }
  }

  private mutating func check(_ action: CBORValue, url: String) {
    switch action["action"]?.text {
    case "c2pa.created" where action["digitalSourceType"]?.text == nil:
      statuses.append(
        .failure(
          "assertion.action.malformed", url, "it is not said how the content came to be"))
    case "c2pa.opened":
      let parameters = action["parameters"]
      let used = parameters?["ingredients"]?.array ?? (parameters?["ingredient"].map { [$0] } ?? [])
      let parents = used.compactMap { HashedURI($0) }.compactMap { reference -> JUMBFSuperbox? in
        guard let box = box(of: reference), let item = try? box.item(),
          item["relationship"]?.text == "parentOf",
          HashAlgorithm(rawValue: reference.algorithm ?? claim?.algorithm ?? "")?.hash(box.payload)
            == reference.hash
        else { return nil }
        return box
      }
      guard parents.count != 1 else { return }
      statuses.append(
        .failure(
          "assertion.action.ingredientMismatch", url, "what was opened is no parent that is here"))
    default: break
    }
  }
}

// MARK: - Ingredients

extension ManifestCheck {
  /// The assertions that tell of ingredients, of any version.
  var ingredientBoxes: [JUMBFSuperbox] {
    ["c2pa.ingredient.v3", "c2pa.ingredient.v2", "c2pa.ingredient"].flatMap(assertions)
  }

  private mutating func checkIngredients(of claim: ReadClaim) {
    var parents = 0
    for box in ingredientBoxes {
      let url = HashedURI.assertion(box.label ?? "")
      guard let value = try? box.item() else {
        statuses.append(.failure("assertion.cbor.invalid", url))
        continue
      }
      if value["relationship"]?.text == "parentOf" { parents += 1 }
      guard let reference = HashedURI(ingredient: value) else {
        statuses.append(.information("ingredient.unknownProvenance", url))
        continue
      }
      let algorithm = reference.algorithm ?? claim.algorithm
      statuses.append(status(of: reference, in: value, url: url, algorithm: algorithm))
    }
    if parents > 1 {
      statuses.append(.failure("manifest.multipleParents", HashedURI.absolute(manifest.label)))
    }
  }

  /// Whether the manifest of an ingredient, and all that it stands on, is as it was when it was used.
  ///
  /// Each manifest is checked once, however many ingredients name it.
  private mutating func status(
    of reference: HashedURI, in ingredient: CBORValue, url: String, algorithm: String?
  ) -> CredentialStatus {
    guard let place = HashedURI.resolve(reference.url, from: manifest.label),
      place.manifest != manifest.label, let other = store.manifest(place.manifest)
    else { return .failure("ingredient.manifest.missing", url) }
    guard let algorithm = algorithm.flatMap(HashAlgorithm.init) else {
      return .failure("algorithm.unsupported", url)
    }
    guard lineage.digest(of: other.label, algorithm) == reference.hash else {
      return .failure("ingredient.manifest.mismatch", url)
    }
    let found =
      others[other.label]
      ?? Other(
        holds: followsIngredients
          && ManifestCheck(other, in: store, anchors: anchors, time: time, within: lineage).holds,
        isWhole: lineage.isWhole(below: other.label))
    others[other.label] = found
    // What was broken before and is told as that was not changed since.
    guard found.isWhole || Self.tellsFault(ingredient) else {
      return .failure(
        "ingredient.manifest.mismatch", url, "a manifest that it stands on was changed")
    }
    return .success("ingredient.manifest.validated", url)
  }

  /// Whether an ingredient says that its credentials did not hold when it was used.
  static func tellsFault(_ ingredient: CBORValue) -> Bool {
    let failures = ingredient["validationResults"]?["activeManifest"]?["failure"]?.array ?? []
    return failures.contains {
      ($0["code"]?.text ?? "signingCredential.untrusted") != "signingCredential.untrusted"
    }
  }
}

extension CredentialReport.Signer {
  init(_ certificate: Certificate, algorithm: SigningAlgorithm) {
    name = Self.text(certificate.subject, .RDNAttributeType.commonName)
    organization = Self.text(certificate.subject, .RDNAttributeType.organizationName)
    issuer =
      Self.text(certificate.issuer, .RDNAttributeType.commonName)
      ?? Self.text(certificate.issuer, .RDNAttributeType.organizationName)
    isSelfSigned = CertificateProfile.isSelfSigned(certificate)
    validFrom = certificate.notValidBefore.formatted(.iso8601)
    validTo = certificate.notValidAfter.formatted(.iso8601)
    self.algorithm = algorithm
    let bytes = (try? PEMText.der(certificate)) ?? []
    fingerprint = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      .joined()
  }

  private static func text(_ name: DistinguishedName, _ type: ASN1ObjectIdentifier) -> String? {
    for attribute in name.flatMap(Array.init) where attribute.type == type {
      return String(attribute.value)
    }
    return nil
  }
}
