/// The drum model as its file holds it: two nets of whole numbers, 4096 for 1.
///
/// A safetensors file of 32-bit words, written by `Training/`. Everything is checked before anything
/// is used; no sum of products of a checked file overflows.
public struct DrumFile: Sendable {
  /// A layer: rows of weights and what is added to each row's sum.
  public struct Layer: Hashable, Sendable {
    /// How many numbers come out.
    public let rows: Int
    /// How many go in.
    public let columns: Int
    /// The weights, row after row.
    public let weights: [Int32]
    /// What is added, a row each; zeros where the file has none.
    public let bias: [Int32]
  }

  /// A stretch of a net's input: its name and how many numbers it has.
  public struct Block: Hashable, Sendable {
    /// The name, such as `past`.
    public let name: String
    /// How many numbers it has.
    public let width: Int

    /// Makes a block.
    public init(name: String, width: Int) {
      self.name = name
      self.width = width
    }
  }

  /// The pieces that are told apart, such as `kick`.
  public let pieces: [String]
  /// The genres; the first stands for the unknown one.
  public let genres: [String]
  /// The genre that a style's drummer learned from, by the style's name.
  public let styles: [String: String]
  /// The input of the net that strikes slots.
  public let slotBlocks: [Block]
  /// Its layers.
  public let slotTrunk: [Layer]
  /// Which pieces are struck.
  public let strikes: Layer
  /// What a struck piece adds to later ones; zero for itself and earlier ones.
  public let pairs: Layer
  /// The input of the net that plays strokes.
  public let strokeBlocks: [Block]
  /// Its layers.
  public let strokeTrunk: [Layer]
  /// How loud a stroke is.
  public let levels: Layer
  /// What a level adds to the features of its stroke, a row each.
  public let given: Layer
  /// How late a stroke is.
  public let lags: Layer
  /// What it was made from, as JSON.
  public let facts: String

  /// The name of the file among the composer's data.
  public static let name = "drums.safetensors"
  /// The version of the file's form that is read.
  public static let version = "1"
  /// What stands for 1.
  public static let one = 4096
  /// The largest weight: 32.
  private static let limit: Int32 = 1 << 17
  private static let widths = 1...1024
  private static let format = "etude-drums"

  /// Reads a file and checks it as a whole.
  public init(path: String) throws(WeightsError) { try self.init(TensorFile(path: path)) }

  /// Checks what a file of tensors says, and takes it.
  public init(_ file: TensorFile) throws(WeightsError) {
    let about = Metadata(texts: file.metadata)
    try about.text("format", equalTo: Self.format)
    try about.text("version", equalTo: Self.version)
    try about.text("one", equalTo: "\(Self.one)")
    pieces = try about.decoded("pieces", [String].self, "a list of texts")
    genres = try about.decoded("genres", [String].self, "a list of texts")
    styles = try about.decoded("styles", [String: String].self, "genres by style")
    facts = try about.text("facts")
    for (key, count) in [("pieces", pieces.count), ("genres", genres.count)]
    where !(1...255).contains(count) {
      throw .malformedMetadata(key: key, found: "\(count) entries", expected: "1 to 255")
    }
    for (style, genre) in styles.sorted(by: { $0.key < $1.key }) where !genres.contains(genre) {
      throw .malformedMetadata(key: "styles", found: "\(style): \(genre)", expected: "a genre")
    }
    slotBlocks = try Self.blocks("slot", about)
    strokeBlocks = try Self.blocks("stroke", about)
    slotTrunk = try Self.trunk("slot", slotBlocks, file)
    strokeTrunk = try Self.trunk("stroke", strokeBlocks, file)
    let (slot, stroke) = (slotTrunk[1].rows, strokeTrunk[1].rows)
    strikes = try Self.layer("slot.head", rows: pieces.count, columns: slot, file)
    pairs = try Self.layer(
      "slot.pair", rows: pieces.count, columns: pieces.count, file, hasBias: false)
    let count = file.tensors["stroke.levels.bias"]?.count ?? 0
    levels = try Self.layer("stroke.levels", rows: count, columns: stroke, file)
    given = try Self.layer("stroke.given", rows: count, columns: stroke, file, hasBias: false)
    lags = try Self.layer(
      "stroke.lags", rows: file.tensors["stroke.lags.bias"]?.count ?? 0, columns: stroke, file)
    for row in 0..<pieces.count {
      for column in row..<pieces.count where pairs.weights[row * pieces.count + column] != 0 {
        throw .contradiction(tensor: "slot.pair.weight", index: row * pieces.count + column)
      }
    }
  }

  private static func blocks(_ key: String, _ about: Metadata) throws(WeightsError) -> [Block] {
    let expected = "names and widths of blocks"
    let found = try about.decoded(key, [BlockEntry].self, expected)
    guard !found.isEmpty, found.allSatisfy({ widths.contains($0.width) }),
      widths.contains(found.reduce(0) { $0 + $1.width })
    else {
      throw .malformedMetadata(key: key, found: "\(found.count) blocks", expected: expected)
    }
    return found.map { Block(name: $0.name, width: $0.width) }
  }

  /// A block as the file writes it: `["past", 486]`.
  private struct BlockEntry: Decodable {
    let name: String
    let width: Int

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      name = try list.decode(String.self)
      width = try list.decode(Int.self)
    }
  }

  private static func trunk(
    _ net: String, _ blocks: [Block], _ file: TensorFile
  ) throws(WeightsError) -> [Layer] {
    let first = try layer(
      "\(net).trunk.first", rows: file.tensors["\(net).trunk.first.bias"]?.count ?? 0,
      columns: blocks.reduce(0) { $0 + $1.width }, file)
    let second = try layer(
      "\(net).trunk.second", rows: file.tensors["\(net).trunk.second.bias"]?.count ?? 0,
      columns: first.rows, file)
    return [first, second]
  }

  private static func layer(
    _ name: String, rows: Int, columns: Int, _ file: TensorFile, hasBias: Bool = true
  ) throws(WeightsError) -> Layer {
    guard widths.contains(rows) else {
      throw .wrongShape(
        tensor: name + (hasBias ? ".bias" : ".weight"), found: [rows], expected: [1])
    }
    let weights = try numbers(name + ".weight", [rows, columns], file)
    let bias =
      hasBias ? try numbers(name + ".bias", [rows], file) : [Int32](repeating: 0, count: rows)
    return Layer(rows: rows, columns: columns, weights: weights, bias: bias)
  }

  private static func numbers(
    _ name: String, _ shape: [Int], _ file: TensorFile
  ) throws(WeightsError) -> [Int32] {
    let found = try file.tensor(name, [.int32], shape).words() ?? []
    if let index = found.firstIndex(where: { !(-limit...limit).contains($0) }) {
      throw .wrongNumber(tensor: name, index: index)
    }
    return found
  }
}
