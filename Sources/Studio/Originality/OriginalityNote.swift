public import Production

/// What was found when a song was held against other music before it was written.
public struct OriginalityNote: Hashable, Codable, Sendable {
  /// What it came to.
  public var outcome: Verdict.Outcome
  /// The rarity of the rarest melodic match, in bits; 0 without one.
  public var rarity: Double
  /// From how many bits on a match counts as a quotation.
  public var alarm: Double
  /// What works of the genre share.
  public var baseline: Verdict.Baseline
  /// How many works it was held against.
  public var works: Int
  /// The rarest melodic match; nil where there is none.
  public var rarest: Verdict.Match?
  /// How many times bars were drawn anew for it.
  public var draws: Int

  init(_ verdict: Verdict, draws: Int) {
    outcome = verdict.outcome
    rarity = verdict.rarity
    alarm = verdict.alarm
    baseline = verdict.baseline
    works = verdict.works
    rarest = verdict.matches.first { $0.line == .melody }
    self.draws = draws
  }
}
