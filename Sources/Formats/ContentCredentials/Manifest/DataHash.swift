/// The hard binding: a hash of the whole file but for some ranges (`c2pa.hash.data`, C2PA 18.5).
struct DataHash: Hashable {
  static let label = "c2pa.hash.data"
  /// Ample for SHA-256 and one range of 64-bit numbers.
  static let standardSize = 160

  /// What is left out, in the order of the file.
  var exclusions: [Range<Int>]
  var algorithm: String
  var hash: [UInt8]

  /// Makes the binding of a file with one excluded range and the SHA-256 of the rest.
  init(exclusion: Range<Int>, hash: [UInt8]) {
    exclusions = [exclusion]
    algorithm = HashAlgorithm.sha256.rawValue
    self.hash = hash
  }

  /// Reads a map; nil where it is not formed as it must be: ranges ascending, apart and not negative.
  init?(_ value: CBORValue, usual: String?) {
    guard value.entries != nil, let hash = value["hash"]?.bytes,
      let algorithm = value["alg"]?.text ?? usual
    else { return nil }
    self.hash = hash
    self.algorithm = algorithm
    exclusions = []
    for item in value["exclusions"]?.array ?? [] {
      guard let start = item["start"]?.integer, let length = item["length"]?.integer, start >= 0,
        length >= 0, start >= exclusions.last?.upperBound ?? 0,
        case let (end, overflow) = start.addingReportingOverflow(length), !overflow
      else { return nil }
      exclusions.append(start..<end)
    }
  }

  /// The map, filled with zeros up to a size in bytes.
  ///
  /// A byte string's head grows at 24, 256 and 65 536 bytes, so that some sizes need the room of a second one
  /// (10.4.4). Nil for a size that is too small.
  func value(size: Int) -> CBORValue? {
    func map(_ pad: Int, _ second: Int?) -> CBORValue {
      .map([
        "exclusions": .array(
          exclusions.map {
            .map(["start": .integer($0.lowerBound), "length": .integer($0.count)])
          }), "alg": .text(algorithm), "hash": .bytes(hash), "name": .text("jumbf manifest"),
        "pad": .bytes([UInt8](repeating: 0, count: pad)),
        "pad2": second.map { .bytes([UInt8](repeating: 0, count: $0)) },
      ])
    }
    let bare = map(0, nil).encoded.count
    guard size >= bare else { return nil }
    // The head takes at most four more bytes than that of an empty string.
    for pad in max(0, size - bare - 4)...(size - bare) where map(pad, nil).encoded.count == size {
      return map(pad, nil)
    }
    let split = map(0, 0).encoded.count
    guard size >= split else { return nil }
    for second in 0...min(4, size - split) {
      for pad in max(0, size - split - second - 4)...(size - split - second)
      where map(pad, second).encoded.count == size { return map(pad, second) }
    }
    return nil
  }
}
