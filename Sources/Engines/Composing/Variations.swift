import Measures
public import Music
public import Production

/// One of several answers to the same brief.
public struct Variation: Hashable, Codable, Sendable {
  /// Which it is, from 0; 0 has the brief's own seed.
  public var index: Int
  /// The seed of its plan.
  public var seed: UInt64
  /// Its plan.
  public var plan: Plan
  /// Its score.
  public var score: Score
  /// How well it keeps the rules of thumb, 0...1: see ``VariationMerit``.
  public var merit: Double
  /// How like it is to the most similar variation before it, 0...1.
  public var likeness: Double

  /// The seed of a variation of a song's seed.
  public static func seed(_ index: Int, of seed: UInt64) -> UInt64 {
    guard index > 0 else { return seed }
    var stream = RandomStream(seed: seed, purpose: "variation", bar: index)
    return stream.next()
  }
}

extension Composer {
  /// Above this likeness two variations count as the same idea.
  package static let duplicateLikeness = 0.85

  /// The variation of a brief with an index from 0.
  public func variation(
    _ index: Int, brief: Brief, style: Style, seed: UInt64, planner: Planner
  ) throws(PlanningError) -> Variation {
    let own = Variation.seed(index, of: seed)
    let plan = try planner.plan(brief: brief, style: style, seed: own)
    let score = compose(plan: plan, style: style)
    return Variation(
      index: index, seed: own, plan: plan, score: score,
      merit: VariationMerit(of: score).overall, likeness: 0)
  }

  /// So many variations of a brief, by index: near duplicates are left out and others drawn in
  /// their place, at most as many again.
  ///
  /// Where a brief fixes too much for so many ideas, the least alike duplicates fill the number.
  public func variations(
    of brief: Brief, style: Style, seed: UInt64, count: Int, planner: Planner
  ) throws(PlanningError) -> [Variation] {
    var found: [Variation] = []
    var spare: [Variation] = []
    var index = 0
    while found.count < count, index < 2 * count {
      var next = try variation(index, brief: brief, style: style, seed: seed, planner: planner)
      next.likeness = found.map { ScoreSimilarity(next.score, $0.score).overall }.max() ?? 0
      if next.likeness < Self.duplicateLikeness {
        found.append(next)
      } else {
        spare.append(next)
      }
      index += 1
    }
    spare.sort { ($0.likeness, $0.index) < ($1.likeness, $1.index) }
    found += spare.prefix(count - found.count)
    return found.sorted { $0.index < $1.index }
  }
}

/// How well a score keeps the rules of thumb of the house, in numbers of 0...1.
///
/// Each number is 1 inside its usual range and falls off in a straight line outside. They only rank
/// variations of one brief; they are no judgement of the music.
public struct VariationMerit: Hashable, Codable, Sendable {
  /// The melody's steps (55-80 %), range (7-17 semitones), rests (15-50 %) and chord tones on felt
  /// beats (at least 60 %).
  public var melody: Double
  /// The melody's rhythm comes back from bar to bar (30-85 %).
  public var rhythm: Double
  /// The densest bar stands in the second half, and has at least a quarter more than the mean.
  public var arch: Double
  /// Few bars in a row have equally many notes (at most a third).
  public var change: Double

  /// The mean.
  public var overall: Double { (melody + rhythm + arch + change) / 4 }

  /// Measures a score.
  public init(of score: Score) {
    if let shape = MelodicShape(of: ScoreSimilarity.melody(of: score), in: score) {
      melody =
        (Self.within(0.55...0.8, shape.steps, slope: 3)
          + Self.within(7...17, Double(shape.range), slope: 0.1)
          + Self.within(0.15...0.5, shape.rest, slope: 4)
          + Self.within(0.6...1, shape.chordTones, slope: 2)) / 4
      rhythm = Self.within(0.3...0.85, shape.rhythmicReturn, slope: 3)
    } else {
      (melody, rhythm) = (0, 0)
    }
    let density = OnsetDensity.byBar(of: score).map(Double.init)
    let mean = density.isEmpty ? 0 : density.reduce(0, +) / Double(density.count)
    let top = density.max() ?? 0
    let isLate = density.lastIndex(of: top).map { $0 * 2 >= density.count } ?? false
    arch = mean == 0 ? 0 : (isLate ? 0.5 : 0) + Self.within(1.25...4, top / mean, slope: 4) / 2
    let equal = zip(density, density.dropFirst()).filter { $0 == $1 }.count
    change =
      density.count < 2
      ? 1 : Self.within(0...0.34, Double(equal) / Double(density.count - 1), slope: 1.5)
  }

  private static func within(
    _ range: ClosedRange<Double>, _ value: Double, slope: Double
  ) -> Double {
    let distance = max(0, range.lowerBound - value, value - range.upperBound)
    return max(0, 1 - distance * slope)
  }
}
