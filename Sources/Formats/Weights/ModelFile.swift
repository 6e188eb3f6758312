import Foundation

/// The weights of a composer with what the file says of them.
public struct ModelFile: Sendable {
  /// Sizes of a model.
  ///
  /// `wide` is the inner width of one head, `middle` that of the other heads of the commonest
  /// events and of the type, `narrow` that of all remaining heads; `context` is the most events.
  public struct Configuration: Hashable, Sendable, Decodable {
    /// Numbers of a state; a multiple of 16 and of twice the heads.
    public var width: Int
    /// How many layers there are.
    public var layers: Int
    /// How many heads of attention a layer has.
    public var heads: Int
    /// Inner width of a layer.
    public var inner: Int
    /// Inner width of the largest head.
    public var wide: Int
    /// Inner width of the middle heads.
    public var middle: Int
    /// Inner width of the small heads.
    public var narrow: Int
    /// The most events of a sequence.
    public var context: Int
  }

  /// The tensors.
  public let tensors: TensorFile
  /// The sizes.
  public let configuration: Configuration
  /// The version of the vocabulary that the model was trained with.
  public let vocabularyVersion: Int
  /// Periods of the rotations by time, in grid steps; each divides `circle`.
  public let periods: [Int]
  /// Steps of a full circle in the table of rotations by time.
  public let circle: Int
  /// Facts of the training, as JSON.
  public let facts: String

  /// The version of the file's form that is read.
  public static let version = "1"
  private static let format = "etude-composer"

  /// Maps a file of weights and checks everything but the numbers.
  ///
  /// - Throws: `WeightsError`; `.wrongVocabulary` where the file asks for another vocabulary.
  public init(path: String, vocabularyVersion: Int) throws(WeightsError) {
    try self.init(TensorFile(path: path), vocabularyVersion: vocabularyVersion)
  }

  /// Checks what a file says of itself.
  public init(_ tensors: TensorFile, vocabularyVersion: Int) throws(WeightsError) {
    self.tensors = tensors
    let about = Metadata(texts: tensors.metadata)
    try about.text("format", equalTo: Self.format)
    try about.text("version", equalTo: Self.version)
    let found = try about.number("vocabulary")
    guard found == vocabularyVersion else {
      throw .wrongVocabulary(found: found, expected: vocabularyVersion)
    }
    self.vocabularyVersion = found
    configuration = try about.decoded("configuration", Configuration.self, "sizes of a model")
    circle = try about.number("circle")
    periods = try about.decoded("periods", [Int].self, "a list of whole numbers")
    facts = try about.text("facts")
    try check()
  }

  private func check() throws(WeightsError) {
    let c = configuration
    let sizes: [(String, Int, ClosedRange<Int>)] = [
      ("width", c.width, 16...4096), ("layers", c.layers, 1...128), ("heads", c.heads, 2...128),
      ("inner", c.inner, 8...16_384), ("wide", c.wide, 8...4096), ("middle", c.middle, 8...4096),
      ("narrow", c.narrow, 8...4096), ("context", c.context, 1...65_536),
    ]
    for (name, size, allowed) in sizes where !allowed.contains(size) {
      throw .malformedMetadata(
        key: name, found: "\(size)", expected: "\(allowed.lowerBound)...\(allowed.upperBound)")
    }
    guard c.heads % 2 == 0, c.width % (16 * c.heads) == 0, c.width / c.heads <= 512 else {
      throw .malformedMetadata(
        key: "heads", found: "\(c.heads) of width \(c.width)",
        expected: "an even number, each of a multiple of 16 and at most 512")
    }
    guard (1...1 << 20).contains(circle) else {
      throw .malformedMetadata(key: "circle", found: "\(circle)", expected: "1...1048576")
    }
    guard (1...256).contains(periods.count),
      periods.allSatisfy({ $0 > 0 && circle % $0 == 0 })
    else {
      throw .malformedMetadata(
        key: "periods", found: "\(periods)", expected: "divisors of \(circle)")
    }
  }
}

/// Texts that a file says of itself, read as what they should be.
struct Metadata {
  let texts: [String: String]

  func text(_ key: String) throws(WeightsError) -> String {
    guard let text = texts[key] else { throw .missingMetadata(key: key) }
    return text
  }

  func text(_ key: String, equalTo expected: String) throws(WeightsError) {
    let text = try text(key)
    guard text == expected else {
      throw .malformedMetadata(key: key, found: Self.short(text), expected: expected)
    }
  }

  func number(_ key: String) throws(WeightsError) -> Int {
    let text = try text(key)
    guard let number = Int(text) else {
      throw .malformedMetadata(key: key, found: Self.short(text), expected: "a whole number")
    }
    return number
  }

  func decoded<Value: Decodable>(
    _ key: String, _ type: Value.Type, _ expected: String
  ) throws(WeightsError) -> Value {
    let text = try text(key)
    guard let value = try? JSONDecoder().decode(type, from: Data(text.utf8)) else {
      throw .malformedMetadata(key: key, found: Self.short(text), expected: expected)
    }
    return value
  }

  private static func short(_ text: String) -> String {
    text.count <= 40 ? text : text.prefix(40) + "..."
  }
}
