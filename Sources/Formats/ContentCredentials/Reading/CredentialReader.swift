import Crypto
public import Foundation

/// Reads the content credentials of a WAV, FLAC or MP3 file, written by any program, and checks them.
///
/// The file is read in pieces; at most a store of 64 MiB is in memory. May be used from any thread.
public struct CredentialReader: Sendable {
  private let anchors: TrustAnchors
  private let time: Date

  /// Checks certificates at a time, against the certificates that are trusted.
  public init(anchors: TrustAnchors = TrustAnchors(), time: Date) {
    self.anchors = anchors
    self.time = time
  }

  /// What a file's credentials say, and whether they hold.
  ///
  /// Throws `none` for a file without credentials, `unsupportedContainer`, `severalStores`, `damagedStore`,
  /// `damagedFile` and the file system's errors.
  public func read(
    _ path: String, isCancelled: () -> Bool = { false }
  ) throws(CredentialError) -> CredentialReport {
    let file = try SourceFile(path)
    let carrier = try Carrier(file)
    let stores = try carrier.placement(in: file).stores
    guard let place = stores.first else {
      guard try CredentialTrace.isFound(in: file, isCancelled: isCancelled) else {
        throw .none(path: path)
      }
      throw .damagedStore(
        path: path, cause: "they are not where the file says; bytes were put in, changed or cut out"
      )
    }
    guard stores.count == 1 else { throw .severalStores(path: path, count: stores.count) }
    let bytes = try content(place, of: file)
    let store: ManifestStore
    do {
      store = try ManifestStore(decoding: bytes)
    } catch {
      throw .damagedStore(path: path, cause: error.cause)
    }
    guard let active = store.active else {
      throw .damagedStore(path: path, cause: "it holds no manifest")
    }
    let check = ManifestCheck(active, in: store, anchors: anchors, time: time)
    var statuses = check.statuses
    statuses += try BindingCheck(
      check: check, store: store, file: file, exclusion: place.exclusion
    ).statuses(isCancelled: isCancelled)
    let failures = statuses.filter { $0.kind == .failure }.map(\.code)
    let state: CredentialReport.State =
      failures.isEmpty
      ? .trusted : failures.allSatisfy { $0 == "signingCredential.untrusted" } ? .valid : .invalid
    return CredentialReport(
      container: carrier.name, state: state, manifest: active.label,
      claim: CredentialReport.Claim(check), signer: check.signer,
      hasTimeStamp: check.hasTimeStamp, statuses: statuses, manifests: store.manifests.count,
      bytes: bytes.count, store: store)
  }

  private func content(
    _ place: Placement.Store, of file: SourceFile
  ) throws(CredentialError) -> [UInt8] {
    let count: Int
    switch place.content {
    case .bytes(let bytes): return bytes
    case .range(let range): count = range.count
    }
    guard count <= ManifestStore.limit else {
      throw .tooLarge(path: file.path, bytes: count, limit: ManifestStore.limit)
    }
    guard case .range(let range) = place.content else { return [] }
    return try file.bytes(range)
  }
}

/// Checks that a manifest is bound to the file that it lies in (C2PA 15.12).
struct BindingCheck {
  let check: ManifestCheck
  let store: ManifestStore
  let file: SourceFile
  /// What alone the hash may leave out.
  let exclusion: Range<Int>

  private static let kinds = [
    DataHash.label, "c2pa.hash.boxes", "c2pa.hash.bmff", "c2pa.hash.bmff.v2", "c2pa.hash.bmff.v3",
    "c2pa.hash.collection.data", "c2pa.hash.multi-asset",
  ]

  func statuses(isCancelled: () -> Bool) throws(CredentialError) -> [CredentialStatus] {
    guard check.claim != nil else { return [] }
    // An update speaks of the file through what it updates.
    let bound = check.manifest.isUpdate ? parent() ?? check : check
    let label = bound.manifest.label
    let bindings = BindingCheck.kinds.flatMap { bound.assertions($0) }
    guard let binding = bindings.first else {
      return [.failure("claim.hardBindings.missing", HashedURI.absolute(label))]
    }
    guard bindings.count == 1 else {
      return [.failure("assertion.multipleHardBindings", HashedURI.absolute(label))]
    }
    let url = HashedURI.absolute(label, "c2pa.assertions/\(binding.label ?? "")")
    guard binding.kind == DataHash.label else {
      return [
        .failure("general.error", url, "a binding of the kind \(binding.kind) is not checked")
      ]
    }
    guard let value = try? binding.item() else {
      return [.failure("assertion.cbor.invalid", url)]
    }
    guard let hash = DataHash(value, usual: bound.claim?.algorithm),
      hash.exclusions.last.map({ $0.upperBound <= file.size }) ?? true
    else { return [.failure("assertion.dataHash.malformed", url)] }
    return try compare(hash, url: url, isCancelled)
  }

  private func compare(
    _ hash: DataHash, url: String, _ isCancelled: () -> Bool
  ) throws(CredentialError) -> [CredentialStatus] {
    guard let algorithm = HashAlgorithm(rawValue: hash.algorithm) else {
      return [.failure("algorithm.unsupported", url)]
    }
    guard hash.exclusions.contains(exclusion) else {
      return [
        .failure(
          "assertion.dataHash.mismatch", url,
          "what the hash leaves out is not where the credentials lie")
      ]
    }
    guard try digest(algorithm, without: hash.exclusions, isCancelled) == hash.hash else {
      return [
        .failure("assertion.dataHash.mismatch", url, "the file was changed after it was signed")
      ]
    }
    var statuses: [CredentialStatus] = [.success("assertion.dataHash.match", url)]
    let others = hash.exclusions.filter { $0 != exclusion && !$0.isEmpty }
    if !others.isEmpty {
      let bytes = others.reduce(0) { $0 + $1.count }
      statuses.append(
        .information(
          "assertion.dataHash.additionalExclusionsPresent", url,
          "\(bytes) bytes of the file are not covered and may have been changed"))
    }
    return statuses
  }

  private func digest(
    _ algorithm: HashAlgorithm, without exclusions: [Range<Int>], _ isCancelled: () -> Bool
  ) throws(CredentialError) -> [UInt8] {
    switch algorithm {
    case .sha256: try digest(SHA256(), without: exclusions, isCancelled)
    case .sha384: try digest(SHA384(), without: exclusions, isCancelled)
    case .sha512: try digest(SHA512(), without: exclusions, isCancelled)
    }
  }

  private func digest(
    _ function: some HashFunction, without exclusions: [Range<Int>], _ isCancelled: () -> Bool
  ) throws(CredentialError) -> [UInt8] {
    var function = function
    var place = 0
    for excluded in exclusions + [file.size..<file.size] {
      if place < excluded.lowerBound {
        try file.stream(place..<excluded.lowerBound, isCancelled: isCancelled) {
          function.update(data: $0)
        }
      }
      place = excluded.upperBound
    }
    return Array(function.finalize())
  }

  /// The manifest that an update stands on.
  private func parent() -> ManifestCheck? {
    for box in check.ingredientBoxes {
      guard let value = try? box.item(), value["relationship"]?.text == "parentOf",
        let reference = HashedURI(ingredient: value),
        let place = HashedURI.resolve(reference.url, from: check.manifest.label),
        let manifest = store.manifest(place.manifest), !manifest.isUpdate
      else { continue }
      return ManifestCheck(manifest, in: store, anchors: check.anchors, time: check.time)
    }
    return nil
  }
}
