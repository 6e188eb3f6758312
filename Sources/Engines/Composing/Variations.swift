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
  /// The style that it is played in.
  public var style: Style
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
  /// The variation of a brief with an index from 0, of its plan as `changing` leaves it.
  public func variation(
    _ index: Int, brief: Brief, style: Style, seed: UInt64, planner: Planner,
    changing: (inout Plan) throws -> Void = { _ in }
  ) throws -> Variation {
    let own = Variation.seed(index, of: seed)
    var plan = try planner.plan(brief: brief, style: style, seed: own)
    try changing(&plan)
    let score = compose(plan: plan, style: style)
    return Variation(
      index: index, seed: own, plan: plan, style: style, score: score,
      merit: VariationMerit(of: score).overall, likeness: 0)
  }

  /// So many variations of a brief, best first: near duplicates are left out and others drawn in
  /// their place, at most as many again.
  ///
  /// Two are different ideas where at least three of motif, harmony, groove and texture are moved
  /// (see `ScoreSimilarity`). Where a brief fixes too much for so many ideas, the least alike
  /// duplicates fill the number. They are ranked by ``VariationMerit``. Each plan is composed as
  /// `changing` leaves it. Throws `PlanningError` and what `changing` throws.
  public func variations(
    of brief: Brief, style: Style, seed: UInt64, count: Int, planner: Planner,
    changing: (inout Plan) throws -> Void = { _ in }
  ) throws -> [Variation] {
    var selection = VariationSelection(count: count) { $0.isOneIdea }
    try selection.gather(most: 2 * count) { index in
      try variation(
        index, brief: brief, style: style, seed: seed, planner: planner, changing: changing)
    }
    return selection.ranked
  }
}

/// Different ideas gathered one by one.
struct VariationSelection {
  private let count: Int
  private let avoided: [Score]
  private let isDuplicate: (ScoreSimilarity) -> Bool
  private var found: [Variation] = []
  private var spare: [Variation] = []

  /// Gathers so many ideas that are duplicates of neither each other nor some scores.
  init(
    count: Int, avoiding scores: [Score] = [], isDuplicate: @escaping (ScoreSimilarity) -> Bool
  ) {
    self.count = count
    self.isDuplicate = isDuplicate
    avoided = scores
  }

  private var isFull: Bool { found.count >= count }

  /// Draws ideas by their index until enough are found, or the most have been drawn.
  mutating func gather(most: Int, draw: (Int) throws -> Variation) rethrows {
    var index = 0
    while !isFull, index < most {
      offer(try draw(index))
      index += 1
    }
  }

  /// Takes an idea if it is new, else keeps it in reserve.
  private mutating func offer(_ variation: Variation) {
    var next = variation
    var isNew = true
    for other in found.map(\.score) + avoided {
      let likeness = ScoreSimilarity(next.score, other)
      next.likeness = max(next.likeness, likeness.overall)
      if isDuplicate(likeness) { isNew = false }
    }
    if isNew { found.append(next) } else { spare.append(next) }
  }

  /// The ideas found, filled up with the least alike of the reserve; best first.
  var ranked: [Variation] {
    let reserve = spare.sorted { ($0.likeness, $0.index) < ($1.likeness, $1.index) }
    return (found + reserve.prefix(max(0, count - found.count))).sorted {
      ($1.merit, $0.index) < ($0.merit, $1.index)
    }
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
  /// How easily the melody is remembered and sung: see `Memorability`.
  public var hook: Double

  /// The mean.
  public var overall: Double { (melody + rhythm + arch + change + hook) / 5 }

  /// Measures a score.
  public init(of score: Score) {
    let line = ScoreSimilarity.melody(of: score)
    hook = Memorability(of: line)?.overall ?? 0
    if let shape = MelodicShape(of: line, in: score) {
      melody =
        (UsualRange.closeness(shape.steps, to: 0.55...0.8, slope: 3)
          + UsualRange.closeness(Double(shape.range), to: 7...17, slope: 0.1)
          + UsualRange.closeness(shape.rest, to: 0.15...0.5, slope: 4)
          + UsualRange.closeness(shape.chordTones, to: 0.6...1, slope: 2)) / 4
      rhythm = UsualRange.closeness(shape.rhythmicReturn, to: 0.3...0.85, slope: 3)
    } else {
      (melody, rhythm) = (0, 0)
    }
    let density = OnsetDensity.byBar(of: score).map(Double.init)
    let mean = density.isEmpty ? 0 : density.reduce(0, +) / Double(density.count)
    let top = density.max() ?? 0
    let isLate = density.lastIndex(of: top).map { $0 * 2 >= density.count } ?? false
    arch =
      mean == 0
      ? 0 : (isLate ? 0.5 : 0) + UsualRange.closeness(top / mean, to: 1.25...4, slope: 4) / 2
    let equal = zip(density, density.dropFirst()).filter { $0 == $1 }.count
    change =
      density.count < 2
      ? 1
      : UsualRange.closeness(Double(equal) / Double(density.count - 1), to: 0...0.34, slope: 1.5)
  }
}
