import Crypto
import Foundation

extension Studio {
  /// The list of digests beside the weights, as `sha256sum` writes it.
  static let digestsName = "SHA256SUMS"

  /// The files of learned models that differ from the list of digests that came with them; empty
  /// where all are whole.
  ///
  /// Throws `StudioError.unreadable` where the list or one of its files cannot be read. Reads every
  /// byte of them.
  public func damagedWeights() throws(StudioError) -> [String] {
    let list = try Self.readFile("\(resources.composer)/\(Self.digestsName)", limit: 1 << 16)
    var damaged: [String] = []
    for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2, !words[1].contains("/") else {
        damaged.append(Self.digestsName)
        continue
      }
      let path = "\(resources.composer)/\(words[1])"
      let bytes = Data(try Self.readFile(path, limit: Self.largestWeights))
      if SHA256.hash(data: bytes).hexadecimal != words[0] { damaged.append(String(words[1])) }
    }
    return damaged
  }

  /// The most bytes that a file of weights may have, as `TensorFile` allows.
  private static let largestWeights = 256 << 20
}
