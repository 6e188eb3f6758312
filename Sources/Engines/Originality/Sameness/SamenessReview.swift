public import ComparisonFiles

/// How alike some pieces are, beside human pieces of their kind, and what they have too often.
public struct SamenessReview: Hashable, Codable, Sendable {
  /// How alike and how various the pieces are in an aspect.
  public struct Figures: Hashable, Codable, Sendable {
    /// How many pieces there are.
    public var size: Int
    /// The mean likeness of two different pieces, 0...1.
    public var likeness: Double
    /// How many different pieces they are worth: the Vendi score, 1...n.
    public var variety: Double
    /// The same beside as many human pieces; nil where there are none to be compared with.
    public var beside: Beside?
  }

  /// Own pieces beside as many human ones.
  public struct Beside: Hashable, Codable, Sendable {
    /// How many of each: all of one's own, or as many as the human sets have at most.
    public var size: Int
    /// The Vendi score of so many of one's own, the mean over sets of them.
    public var own: Double
    /// What so many human pieces are like.
    public var human: SamenessCurve.Point
    /// The own variety by the human mean.
    public var ratio: Double { own / human.variety.mean }
  }

  /// Human pieces that were compared with.
  public struct Human: Hashable, Codable, Sendable {
    /// What they are.
    public var title: String
    /// How many there are in the set from which as many as one's own were drawn.
    public var pieces: Int
    /// The aspects in which they could be compared.
    public var aspects: [Aspect]
    /// Whether they are of the same genre.
    public var isOwnGenre: Bool
  }

  /// Two pieces and how like they are.
  public struct Pair: Hashable, Codable, Sendable {
    /// The places of the two in the list of pieces.
    public var first: Int, second: Int
    /// Their likeness in all, and in each aspect, 0...1.
    public var likeness: Double, aspects: [Aspect: Double]
    /// What is the same, with the bars of both.
    public var same: [SharedPassage]
  }

  /// How many pieces were compared.
  public var count: Int
  /// The figures of each aspect.
  public var aspects: [Aspect: Figures]
  /// The figures of all aspects together; human ones of those aspects that the human pieces have.
  public var together: Figures
  /// The same of one's own in only the aspects of the human pieces; nil without any.
  public var comparable: Figures?
  /// The human pieces; nil where there are none or fewer than one's own.
  public var human: Human?
  /// The likest pairs, the likest first.
  public var nearest: [Pair]
  /// Successions of chords that more than one piece has.
  public var progressions: [OverusedHabit]
  /// Bars of rhythm that more than one piece comes back to.
  public var rhythms: [OverusedHabit]

  /// Reviews pieces that are compared in a table, beside a set of human pieces if there is one.
  ///
  /// `loops` are the shares of human songs that come back to successions of chords. The passages of
  /// ``nearest`` are left empty, for they take the notes. Cost grows with the cube of the pieces.
  public init(
    _ pieces: [WorkFeatures], _ table: LikenessTable, human set: ComparisonFile.Set?,
    isOwnGenre: Bool, loops: [String: Double], pairs: Int = 5
  ) {
    count = pieces.count
    let everyone = Array(pieces.indices)
    let readable = (set?.aspects ?? []).compactMap(Aspect.init(rawValue:)).sorted()
    func figures(_ some: [Aspect], _ curve: String?) -> Figures {
      Figures(
        size: pieces.count,
        likeness: table.mean(of: everyone, in: some),
        variety: table.variety(of: everyone, in: some),
        beside: curve.flatMap { set?.curves[$0] }.flatMap { Self.beside($0, table, in: some) })
    }
    aspects = Dictionary(
      uniqueKeysWithValues: Aspect.allCases.map { ($0, figures([$0], $0.rawValue)) })
    let isWhole = readable == Aspect.allCases
    together = figures(Aspect.allCases, isWhole ? ComparisonFile.all : nil)
    let beside = readable.isEmpty ? nil : figures(readable, ComparisonFile.all)
    comparable = beside?.beside == nil ? nil : beside
    human = comparable.flatMap { _ in set }.map {
      Human(title: $0.title, pieces: $0.pieces, aspects: readable, isOwnGenre: isOwnGenre)
    }
    nearest = table.nearest(pairs).map { pair in
      Pair(
        first: pair.first, second: pair.second, likeness: pair.likeness,
        aspects: Dictionary(
          uniqueKeysWithValues: Aspect.allCases.map {
            ($0, table.likeness(pair.first, pair.second, in: $0))
          }), same: [])
    }
    progressions = OverusedHabit.progressions(pieces, human: loops)
    rhythms = OverusedHabit.rhythms(pieces)
  }

  /// Own pieces beside as many human ones, or beside the largest sets of them.
  private static func beside(
    _ curve: SamenessCurve, _ table: LikenessTable, in some: [Aspect]
  ) -> Beside? {
    let size = min(table.count, curve.points.last?.size ?? 0)
    guard let point = curve.point(ofSize: size) else { return nil }
    let draws = size == table.count ? 1 : 50
    let own = SamenessCurve.point(ofSize: size, of: table, in: some, draws: draws)
    return Beside(size: size, own: own.variety.mean, human: point)
  }
}
