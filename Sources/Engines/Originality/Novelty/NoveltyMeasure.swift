/// How near a new piece is to recent ones and to what everybody does.
///
/// Sums, products and quotients alone: the same record and notes give the same number on every machine.
public struct NoveltyMeasure: Sendable {
  /// The outputs to be unlike.
  public let recent: [WorkFeatures]
  /// The shares of human songs that come back to successions of chords, 0...1.
  public let loops: [String: Double]

  /// How many of the nearest outputs count as much as all of them.
  static let neighbours = 3
  /// What the share of human songs that have a loop counts beside the share of one's own.
  static let human = 5.0

  /// Takes what is to be steered away from.
  public init(recent: [WorkFeatures], loops: [String: Double]) {
    self.recent = recent
    self.loops = loops
  }

  /// How near a piece is, 0 (like nothing known) to 1: three parts likeness to the recent outputs, half
  /// of it to the nearest three, and one part how common its chords are.
  public func nearness(of piece: WorkFeatures) -> Double {
    let likenesses = recent.map { piece.likeness(to: $0) }.sorted(by: >)
    let nearest = likenesses.prefix(Self.neighbours)
    let likeness = (Self.mean(likenesses[...]) + Self.mean(nearest)) / 2
    let commonest = piece.loops.keys.map(commonness).max() ?? 0
    return recent.isEmpty ? commonest : (3 * likeness + commonest) / 4
  }

  /// How common a succession of four chords is, 0...1: its share of recent outputs, or five times its
  /// share of human songs, whichever is more.
  public func commonness(_ loop: String) -> Double {
    let own = recent.count { $0.loops[loop] != nil }
    let share = recent.isEmpty ? 0 : Double(own) / Double(recent.count)
    return min(1, max(share, Self.human * (loops[loop] ?? 0)))
  }

  private static func mean(_ numbers: ArraySlice<Double>) -> Double {
    numbers.isEmpty ? 0 : numbers.reduce(0, +) / Double(numbers.count)
  }
}
