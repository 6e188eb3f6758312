import Foundation

extension FeatureVector: Codable {
  /// Reads a vector from its text: names and weights as bytes, the lowest first, in base 64.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let data = Data(base64Encoded: text), data.count % 12 == 0,
      let vector = FeatureVector(bytes: Array(data))
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected the bytes of a vector of features")
    }
    self = vector
  }

  /// Writes the vector as text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(bytes).base64EncodedString())
  }

  private init?(bytes: [UInt8]) {
    let count = bytes.count / 12
    func number(_ start: Int, _ size: Int) -> UInt64 {
      bytes[start..<(start + size)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    self.init(
      stored: (0..<count).map { number($0 * 8, 8) },
      (0..<count).map {
        Float(bitPattern: UInt32(truncatingIfNeeded: number(count * 8 + $0 * 4, 4)))
      })
  }

  /// The names, eight bytes each, and after them the weights, four bytes each.
  var bytes: [UInt8] {
    func bytes(_ number: UInt64, _ size: Int) -> [UInt8] {
      (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }
    return names.flatMap { bytes($0, 8) } + weights.flatMap { bytes(UInt64($0.bitPattern), 4) }
  }
}

extension WorkFeatures: Codable {
  private enum CodingKeys: String, CodingKey { case version, aspects, loops, groove, bars }

  /// Reads features of this version.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let version = try values.decode(Int.self, forKey: .version)
    guard version == Self.version else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: values, debugDescription: "expected version \(Self.version)")
    }
    self.init(
      aspects: try values.decode([Aspect: FeatureVector].self, forKey: .aspects),
      loops: try values.decode([String: Int].self, forKey: .loops),
      groove: try values.decodeIfPresent(String.self, forKey: .groove),
      bars: try values.decode(Int.self, forKey: .bars))
  }

  /// Writes features with their version.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Self.version, forKey: .version)
    try values.encode(aspects, forKey: .aspects)
    try values.encode(loops, forKey: .loops)
    try values.encodeIfPresent(groove, forKey: .groove)
    try values.encode(bars, forKey: .bars)
  }
}
