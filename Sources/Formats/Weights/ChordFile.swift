import Foundation

/// The chord model as its file holds it: chords relative to a key, and counts of what follows what.
///
/// A safetensors file of whole numbers, written by `Training/`. Everything is checked before
/// anything is used; reading is linear in the length of the file.
public struct ChordFile: Sendable {
  /// A chord relative to a tonic.
  public struct Word: Hashable, Sendable {
    /// Semitones from the tonic to the root, 0...11.
    public var root: Int
    /// What follows the root in a chord symbol, such as `m7`.
    public var kind: String
    /// The chord's degree in the bass: 1, 3, 5 or 7.
    public var bass: Int

    /// Makes a chord.
    public init(root: Int, kind: String, bass: Int) {
      self.root = root
      self.kind = kind
      self.bass = bass
    }
  }

  /// What stands on a function: the kind of chord and the degree in its bass.
  public struct Figure: Hashable, Sendable {
    /// What follows the root in a chord symbol.
    public var kind: String
    /// The chord's degree in the bass: 1, 3, 5 or 7.
    public var bass: Int

    /// Makes figures.
    public init(kind: String, bass: Int) {
      self.kind = kind
      self.bass = bass
    }
  }

  /// A kind of section of the charts, and the names of sections that learn from it.
  public struct Section: Hashable, Sendable, Decodable {
    /// The name, such as `chorus`.
    public var name: String
    /// Names of sections as styles write them.
    public var kinds: [String]
  }

  /// How chords change in a bar, in the order of the file's numbers.
  public enum Pace: Int, CaseIterable, Hashable, Sendable {
    /// No chord begins.
    case hold
    /// One begins with the bar.
    case one
    /// One begins in the second half.
    case late
    /// One begins with the bar and one in its second half.
    case two
    /// More begin.
    case more
  }

  /// The chords that are told apart.
  public let words: [Word]
  /// The figures, ascending.
  public let figures: [Figure]
  /// The genres of the charts.
  public let genres: [String]
  /// The kinds of sections.
  public let sections: [Section]
  /// The genre that a style learns from, by the style's name.
  public let styles: [String: String]
  /// Chances of functions: three for each root, by a major, a minor or a diminished triad.
  public let functions: CountChain
  /// Chances of figures.
  public let kinds: CountChain
  /// Chances of paces.
  public let paces: CountChain
  /// What it was made from, as JSON.
  public let facts: String

  /// The name of the file among the composer's data.
  public static let name = "chords.safetensors"
  /// The version of the file's form that is read.
  public static let version = "1"
  /// How many functions there are.
  public static let functionCount = 36
  private static let format = "etude-chords"

  /// Reads a file and checks it as a whole.
  public init(path: String) throws(WeightsError) { try self.init(TensorFile(path: path)) }

  /// Checks what a file of tensors says, and takes it.
  public init(_ file: TensorFile) throws(WeightsError) {
    let about = Metadata(texts: file.metadata)
    try about.text("format", equalTo: Self.format)
    try about.text("version", equalTo: Self.version)
    let names = try about.decoded("kinds", [String].self, "a list of texts")
    genres = try about.decoded("genres", [String].self, "a list of texts")
    sections = try about.decoded("sections", [Section].self, "a list of sections")
    styles = try about.decoded("styles", [String: String].self, "genres by style")
    facts = try about.text("facts")
    for (key, count) in [("kinds", names.count), ("genres", genres.count)]
      + [("sections", sections.count)] where !(1...255).contains(count)
    {
      throw .malformedMetadata(key: key, found: "\(count) entries", expected: "1 to 255")
    }
    for (style, genre) in styles.sorted(by: { $0.key < $1.key }) where !genres.contains(genre) {
      throw .malformedMetadata(key: "styles", found: "\(style): \(genre)", expected: "a genre")
    }
    let paceNames = try about.decoded("paces", [String].self, "a list of texts")
    guard paceNames == Pace.allCases.map({ "\($0)" }) else {
      throw .malformedMetadata(
        key: "paces", found: paceNames.joined(separator: ","),
        expected: Pace.allCases.map { "\($0)" }.joined(separator: ","))
    }
    words = try Self.words(file, names)
    figures = try Self.figures(file, names)
    let chains = try about.decoded(
      "chains", [String: CountChain.Outline].self, "levels with fields, discount and strength")
    functions = try CountChain(
      "function", chains["function"], in: file, size: Self.functionCount,
      fields: [.mode, .genre, .section, .place, .last, .before, .follow])
    kinds = try CountChain(
      "figure", chains["figure"], in: file, size: figures.count,
      fields: [.mode, .genre, .section, .place, .function, .colour, .again, .last, .before])
    paces = try CountChain(
      "pace", chains["pace"], in: file, size: Pace.allCases.count,
      fields: [.genre, .section, .bar, .last, .before, .phrase])
    try checkFigures()
  }

  /// Rows of a table of chords whose last two columns are a kind and a degree.
  private static func rows(
    _ name: String, width: Int, _ file: TensorFile, kinds: [String]
  ) throws(WeightsError) -> [[Int]] {
    guard let found = file.tensors[name] else { throw .missingTensor(name: name) }
    let count = found.shape.first ?? 0
    let tensor = try file.tensor(name, [.int32], [count, width])
    guard (1...1024).contains(count), let numbers = tensor.words() else {
      throw .wrongShape(tensor: name, found: found.shape, expected: [1024, width])
    }
    var rows: [[Int]] = []
    for start in stride(from: 0, to: numbers.count, by: width) {
      let row = numbers[start..<start + width].map(Int.init)
      let root = width == 3 ? row[0] : 0
      guard (0...11).contains(root), kinds.indices.contains(row[width - 2]),
        [1, 3, 5, 7].contains(row[width - 1])
      else { throw .contradiction(tensor: name, index: start) }
      rows.append(row)
    }
    guard Set(rows).count == rows.count else { throw .contradiction(tensor: name, index: 0) }
    return rows
  }

  private static func words(
    _ file: TensorFile, _ kinds: [String]
  ) throws(WeightsError) -> [Word] {
    try rows("words", width: 3, file, kinds: kinds).map {
      Word(root: $0[0], kind: kinds[$0[1]], bass: $0[2])
    }
  }

  private static func figures(
    _ file: TensorFile, _ kinds: [String]
  ) throws(WeightsError) -> [Figure] {
    try rows("figures", width: 2, file, kinds: kinds).map {
      Figure(kind: kinds[$0[0]], bass: $0[1])
    }
  }

  /// Every word has figures that are told apart, and every plain triad is a word.
  private func checkFigures() throws(WeightsError) {
    let known = Set(figures)
    for (index, word) in words.enumerated()
    where !known.contains(Figure(kind: word.kind, bass: word.bass)) {
      throw .contradiction(tensor: "words", index: index)
    }
    let all = Set(words)
    for root in 0..<12 {
      for kind in ["", "m"] where !all.contains(Word(root: root, kind: kind, bass: 1)) {
        throw .malformedMetadata(
          key: "kinds", found: "no triad '\(kind)' on \(root)", expected: "all of them")
      }
    }
  }
}
