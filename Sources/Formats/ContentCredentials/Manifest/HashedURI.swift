import Crypto

/// The algorithms by which parts of a store are hashed (C2PA 13.1).
enum HashAlgorithm: String {
  case sha256, sha384, sha512

  func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    return switch self {
    case .sha256: Array(SHA256.hash(data: bytes))
    case .sha384: Array(SHA384.hash(data: bytes))
    case .sha512: Array(SHA512.hash(data: bytes))
    }
  }
}

/// A place inside the store with the hash of what is there (C2PA 8.4.2).
struct HashedURI: Hashable {
  var url: String
  var algorithm: String?
  var hash: [UInt8]

  /// Points to a superbox of the manifest that it stands in.
  init(to box: JUMBFSuperbox, url: String) {
    self.url = url
    algorithm = nil
    hash = HashAlgorithm.sha256.hash(box.payload)
  }

  /// Reads a map; nil where it lacks address or hash.
  init?(_ value: CBORValue?) {
    guard let value, let url = value["url"]?.text, let hash = value["hash"]?.bytes else {
      return nil
    }
    self.url = url
    self.hash = hash
    algorithm = value["alg"]?.text
  }

  var value: CBORValue {
    .map(["url": .text(url), "hash": .bytes(hash), "alg": algorithm.map { .text($0) }])
  }

  private static let prefix = "self#jumbf="

  /// The address of an assertion of the same manifest.
  static func assertion(_ label: String) -> String { "\(prefix)c2pa.assertions/\(label)" }

  /// The address of a manifest, or of a box in it.
  static func absolute(_ manifest: String, _ rest: String? = nil) -> String {
    "\(prefix)/c2pa/\(manifest)" + (rest.map { "/\($0)" } ?? "")
  }

  /// The manifest and the path in it that an address names, seen from a manifest; nil for another address.
  static func resolve(_ url: String, from manifest: String) -> (manifest: String, path: [String])? {
    guard url.hasPrefix(prefix) else { return nil }
    let rest = url.dropFirst(prefix.count)
    let parts = rest.split(separator: "/").map(String.init)
    guard rest.hasPrefix("/") else { return (manifest, parts) }
    guard parts.count >= 2, parts[0] == "c2pa" else { return nil }
    return (parts[1], Array(parts.dropFirst(2)))
  }
}
