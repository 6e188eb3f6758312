public import Foundation

/// What human pieces are like among themselves: the file `sameness.json` that ships with the program.
///
/// `Benchmarks/sameness/references` makes it of the corpus; docs/sameness.md says how.
public struct ComparisonFile: Hashable, Codable, Sendable {
  /// Human pieces of one kind.
  public struct Set: Hashable, Codable, Sendable {
    /// What they are, for people.
    public var title: String
    /// How many there are.
    public var pieces: Int
    /// The aspects that can be read of them, such as `harmony` of charts.
    public var aspects: [String]
    /// The curve of each aspect by name, and `all` for these aspects together.
    public var curves: [String: SamenessCurve]

    /// Makes a set.
    public init(title: String, pieces: Int, aspects: [String], curves: [String: SamenessCurve]) {
      self.title = title
      self.pieces = pieces
      self.aspects = aspects
      self.curves = curves
    }
  }

  /// The name of the set that stands for a style which has none of its own, and of the curve over all
  /// aspects.
  public static let all = "all"
  /// The most bytes that a file may have.
  public static let limit = 8 << 20

  /// The version of the features that the numbers are of.
  public var version: Int
  /// The sets by name.
  public var sets: [String: Set]
  /// The names of the sets that each style is compared with.
  public var styles: [String: [String]]
  /// The shares of human songs that come back to successions of four bars of chords, 0...1.
  public var loops: [String: Double]
  /// How many songs these shares are of.
  public var loopSongs: Int

  /// Makes a file's content.
  public init(
    version: Int, sets: [String: Set], styles: [String: [String]], loops: [String: Double],
    loopSongs: Int
  ) {
    self.version = version
    self.sets = sets
    self.styles = styles
    self.loops = loops
    self.loopSongs = loopSongs
  }

  /// Reads a file of features of a version; any thread.
  public init(_ data: Data, version wanted: Int) throws(ComparisonFileError) {
    guard data.count <= Self.limit else { throw .tooLarge(bytes: data.count, limit: Self.limit) }
    let file: ComparisonFile
    do {
      file = try JSONDecoder().decode(ComparisonFile.self, from: data)
    } catch {
      throw .notJSON
    }
    guard file.version == wanted else { throw .otherVersion(file.version, wanted: wanted) }
    for (name, set) in file.sets.sorted(by: { $0.key < $1.key }) {
      guard set.pieces >= 0, set.curves.values.allSatisfy({ $0.points.allSatisfy(\.isSound) })
      else { throw .unsound(key: "sets.\(name)") }
    }
    for (style, names) in file.styles.sorted(by: { $0.key < $1.key }) {
      guard names.allSatisfy({ file.sets[$0] != nil }) else {
        throw .unsound(key: "styles.\(style)")
      }
    }
    for (loop, share) in file.loops.sorted(by: { $0.key < $1.key }) {
      guard (0...1).contains(share) else { throw .unsound(key: "loops.\(loop)") }
    }
    self = file
    sets = file.sets.mapValues { set in
      var sorted = set
      sorted.curves = set.curves.mapValues { SamenessCurve(points: $0.points) }
      return sorted
    }
  }
}

/// Why a file of human comparisons cannot be used.
public enum ComparisonFileError: Error, Hashable, Sendable {
  /// It is larger than such a file can be.
  case tooLarge(bytes: Int, limit: Int)
  /// It is not JSON of the expected shape.
  case notJSON
  /// It is of another version of the features.
  case otherVersion(Int, wanted: Int)
  /// A number is out of its range, or a name stands for nothing.
  case unsound(key: String)
}
