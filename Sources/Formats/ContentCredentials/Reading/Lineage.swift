/// Which manifests of a store name which as those of their ingredients, and whether these are as they were then.
///
/// Each manifest is hashed once for each algorithm that is asked for, and each link is looked at once, so that a store
/// costs no more than its size, however its manifests name one another.
struct Lineage {
  /// A manifest with an algorithm.
  private struct Query: Hashable {
    var label: String
    var algorithm: HashAlgorithm
  }

  private let digests: [Query: [UInt8]]
  /// The manifests from which a manifest that was changed or taken away can be reached.
  private let broken: Set<String>

  init(_ store: ManifestStore) {
    var links: [(from: String, to: String, algorithm: HashAlgorithm?, hash: [UInt8])] = []
    for manifest in store.manifests {
      let usual = manifest.claims.first.flatMap { try? ReadClaim($0) }?.algorithm
      for box in manifest.assertions where box.kind.hasPrefix("c2pa.ingredient") {
        guard let item = try? box.item(), let reference = HashedURI(ingredient: item) else {
          continue
        }
        let target = HashedURI.resolve(reference.url, from: manifest.label)?.manifest ?? ""
        links.append(
          (
            manifest.label, target,
            (reference.algorithm ?? usual).flatMap(HashAlgorithm.init), reference.hash
          ))
      }
    }
    let manifests = Dictionary(
      store.manifests.map { ($0.label, $0) }, uniquingKeysWith: { first, _ in first })
    var digests: [Query: [UInt8]] = [:]
    for link in links {
      guard let algorithm = link.algorithm, let manifest = manifests[link.to] else { continue }
      let query = Query(label: link.to, algorithm: algorithm)
      if digests[query] == nil { digests[query] = algorithm.hash(manifest.box.payload) }
    }
    self.digests = digests
    // From the broken links back to all that stand on them.
    let sources = Dictionary(grouping: links, by: \.to)
    var waiting = links.filter { link in
      link.algorithm.map { digests[Query(label: link.to, algorithm: $0)] != link.hash } ?? true
    }.map(\.from)
    var broken = Set(waiting)
    while let label = waiting.popLast() {
      for link in sources[label] ?? [] where broken.insert(link.from).inserted {
        waiting.append(link.from)
      }
    }
    self.broken = broken
  }

  /// The hash of a manifest that is named as an ingredient's.
  func digest(of label: String, _ algorithm: HashAlgorithm) -> [UInt8]? {
    digests[Query(label: label, algorithm: algorithm)]
  }

  /// Whether everything that a manifest stands on is as it was.
  func isWhole(below label: String) -> Bool { !broken.contains(label) }
}

extension HashedURI {
  /// The manifest of an ingredient, of any version of the assertion.
  init?(ingredient: CBORValue) {
    self.init(ingredient["activeManifest"] ?? ingredient["c2pa_manifest"])
  }
}
