/// The harmonic vocabulary of a style.
public struct Harmony: Hashable, Codable, Sendable {
  /// Chords in a row that belong together.
  public struct Progression: Hashable, Codable, Sendable {
    /// Roman numerals, one text a bar; two or more chords in a bar are parted by spaces and share
    /// the bar evenly.
    public var bars: [String]
    /// The tonality it belongs to: true for minor keys.
    public var isMinor: Bool
    /// The section kinds that use it; empty for all.
    public var sections: [String]
    /// Its relative frequency.
    public var weight: Double

    /// Makes a progression.
    public init(bars: [String], isMinor: Bool, sections: [String] = [], weight: Double = 1) {
      self.bars = bars
      self.isMinor = isMinor
      self.sections = sections
      self.weight = weight
    }
  }

  /// Progressions of the body of sections.
  public var progressions: [Progression]
  /// The last bars before an ending, closing on the tonic in their last bar.
  public var cadences: [Progression]
  /// How often a repeated progression has one chord replaced by a relative or a dominant, 0...1.
  public var substitution: Double

  /// Makes a vocabulary.
  public init(progressions: [Progression], cadences: [Progression], substitution: Double) {
    self.progressions = progressions
    self.cadences = cadences
    self.substitution = substitution
  }
}
