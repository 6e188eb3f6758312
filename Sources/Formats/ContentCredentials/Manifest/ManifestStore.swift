/// Manifests as they lie in a file; the last one is the active one (C2PA 11.1.4).
public struct ManifestStore: Hashable, Sendable {
  /// One manifest: a claim, the assertions that it lists, and a signature.
  public struct Manifest: Hashable, Sendable {
    /// Its name in the store.
    public let label: String
    let box: JUMBFSuperbox

    /// Whether it only updates another.
    var isUpdate: Bool { box.isType("c2um") }
    var claims: [JUMBFSuperbox] { box.superboxes.filter { $0.isType("c2cl") } }
    var signature: JUMBFSuperbox? { box.superboxes.first { $0.isType("c2cs") } }
    var assertions: [JUMBFSuperbox] {
      box.superboxes.filter { $0.isType("c2as") }.flatMap(\.superboxes)
    }

    /// The box at a path of labels; the manifest's own for an empty path.
    func box(at path: [String]) -> JUMBFSuperbox? {
      var current = box
      for label in path {
        guard let next = current.superboxes.first(where: { $0.label == label }) else { return nil }
        current = next
      }
      return current
    }
  }

  /// The manifests in the order of the store.
  public let manifests: [Manifest]
  /// The addresses of assertions that a manifest says were taken out of another.
  let redacted: Set<String>

  /// The most bytes of a store that are read.
  public static let limit = 64 << 20

  private let places: [String: Int]

  init(manifests: [Manifest]) {
    self.manifests = manifests
    places = Dictionary(
      manifests.enumerated().map { ($0.element.label, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    redacted = Set(
      manifests.flatMap { manifest -> [String] in
        guard let box = manifest.claims.first, let claim = try? ReadClaim(box) else { return [] }
        return claim.redacted
      })
  }

  /// Reads a store; throws what is wrong with it in words.
  init(decoding bytes: [UInt8]) throws(StoreFault) {
    let outer: JUMBFSuperbox
    do {
      outer = try JUMBFSuperbox(decoding: bytes)
    } catch {
      throw StoreFault(cause: "its boxes are damaged (\(error))")
    }
    guard outer.isType("c2pa") else {
      throw StoreFault(cause: "its outer box is no manifest store")
    }
    let boxes = outer.superboxes.filter { $0.isType("c2ma") || $0.isType("c2um") }
    if boxes.isEmpty {
      throw StoreFault(
        cause: outer.superboxes.contains { $0.isType("c2cm") }
          ? "its manifests are compressed, which is not read" : "it holds no manifest")
    }
    let manifests = try boxes.map { box throws(StoreFault) in
      guard let label = box.label else { throw StoreFault(cause: "a manifest has no name") }
      return Manifest(label: label, box: box)
    }
    guard Set(manifests.map(\.label)).count == manifests.count else {
      throw StoreFault(cause: "two manifests have one name")
    }
    self.init(manifests: manifests)
  }

  /// What is wrong with a store.
  struct StoreFault: Error { var cause: String }

  /// The manifest that speaks of the file.
  public var active: Manifest? { manifests.last }

  func manifest(_ label: String) -> Manifest? { places[label].map { manifests[$0] } }

  /// The bytes of the store.
  var encoded: [UInt8] {
    JUMBFSuperbox(type: "c2pa", label: "c2pa", boxes: manifests.map { .superbox($0.box) }).encoded
  }
}

extension JUMBFSuperbox {
  /// The label without the number that tells several of one kind apart (`__1`).
  var kind: String {
    let parts = Array((label ?? "").utf8)
    let mark = parts.indices.dropLast().first { parts[$0] == 0x5F && parts[$0 + 1] == 0x5F }
    return String(decoding: parts[..<(mark ?? parts.count)], as: UTF8.self)
  }

  /// The one CBOR item inside.
  func item() throws(CBORError) -> CBORValue {
    guard let content = content("cbor") else { throw .truncated(offset: 0) }
    return try CBORValue(decoding: content)
  }
}
