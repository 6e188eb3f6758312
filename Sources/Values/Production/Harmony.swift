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
  /// How often a section that comes again has one chord changed, 0...1: by a secondary dominant or
  /// its tritone, a relative, or a minor subdominant; the last return more often, and in two
  /// places.
  public var substitution: Double
  /// How often the last return of the climax's kind of section stands in a higher key, 0...1.
  public var modulation: Double

  /// Makes a vocabulary.
  public init(
    progressions: [Progression], cadences: [Progression], substitution: Double,
    modulation: Double = 0
  ) {
    self.progressions = progressions
    self.cadences = cadences
    self.substitution = substitution
    self.modulation = modulation
  }
}

extension Harmony {
  private enum CodingKeys: String, CodingKey {
    case progressions, cadences, substitution, modulation
  }

  /// Reads a vocabulary; `modulation` may be missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      progressions: try values.decode([Progression].self, forKey: .progressions),
      cadences: try values.decode([Progression].self, forKey: .cadences),
      substitution: try values.decode(Double.self, forKey: .substitution),
      modulation: try values.decodeIfPresent(Double.self, forKey: .modulation) ?? 0)
  }
}
