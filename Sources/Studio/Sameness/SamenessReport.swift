public import ComparisonFiles
public import Originality

/// How alike some songs are: what `etude sameness` tells.
public struct SamenessReport: Encodable, Sendable {
  /// A song that was compared.
  public struct Work: Hashable, Codable, Sendable {
    /// Its file.
    public var path: String
    /// The style of a project; nil of a MIDI file.
    public var style: String?
    /// How many of its bars were read.
    public var bars: Int
  }

  /// A file that was passed over.
  public struct Skipped: Hashable, Codable, Sendable {
    /// The file.
    public var path: String
    /// Why.
    public var cause: String
  }

  /// The songs that were compared, in the order of their paths.
  public var works: [Work]
  /// Files that could not be read.
  public var skipped: [Skipped]
  /// Files of the same content; the first of each is compared.
  public var duplicates: [[String]]
  /// How many readable songs were more than were to be compared.
  public var leftOut: Int
  /// The style whose human pieces were compared with; nil where there is no one style.
  public var style: String?
  /// What was found.
  public var review: SamenessReview
  /// The verdict in plain words.
  public var verdict: [String]
  /// How the songs stand beside human pieces.
  public var standing: SamenessReview.Standing
  /// What else should be known.
  public var notices: [String]
  /// The likenesses of all pairs.
  public let table: LikenessTable
  /// The features of the songs.
  public let features: [WorkFeatures]

  private enum CodingKeys: String, CodingKey {
    case works, skipped, duplicates, leftOut, style, review, verdict, standing, notices
  }

  /// How like and how various sets of each size of these songs are, in all aspects and in each: what
  /// references are made of.
  public func curves(in aspects: [Aspect], draws: Int) -> [String: SamenessCurve] {
    var curves = Dictionary(
      uniqueKeysWithValues: aspects.map {
        ($0.rawValue, SamenessCurve(table, in: [$0], draws: draws))
      })
    curves[ComparisonFile.all] = SamenessCurve(table, in: aspects, draws: draws)
    return curves
  }
}
