public import Music
public import Progressions

/// Chords that are asked for: what may come next, or whole progressions.
public struct ChordRequest: Hashable, Sendable {
  /// The key as text; heard in the chords where it is not said.
  public var key: String?
  /// The chords that come before, one bar after the other: `Am | F` or `i VI`.
  public var after: String?
  /// A style or a blend, whose own progressions count too.
  public var style: String?
  /// A genre of the charts; that of the style where it is not said.
  public var genre: String?
  /// The kind of section.
  public var section: String?
  /// How many suggestions or progressions are wanted.
  public var count: Int
  /// How many bars whole progressions have; nil for single chords.
  public var bars: Int?
  /// How progressions end.
  public var ending: ProgressionEnding
  /// The last chord of progressions.
  public var last: String?
  /// The seed of progressions.
  public var seed: UInt64

  /// Makes a request for the likeliest eight chords in C major.
  public init(count: Int = 8, bars: Int? = nil, ending: ProgressionEnding = .loop, seed: UInt64 = 1)
  {
    self.count = count
    self.bars = bars
    self.ending = ending
    self.seed = seed
  }

  /// How many suggestions or progressions can be asked for.
  public static let counts = 1...64
}

/// What the chord model answers.
public struct ChordReport: Hashable, Codable, Sendable {
  /// A chord that may come next.
  public struct Suggestion: Hashable, Codable, Sendable {
    /// The chord.
    public var chord: Chord
    /// The chord as a degree of the key.
    public var numeral: RomanNumeral
    /// Its chance, above 0 to 1.
    public var probability: Double
    /// What it is to the key and to the chord before.
    public var reason: String
  }

  /// A whole progression.
  public struct Progression: Hashable, Codable, Sendable {
    /// The chords of each bar.
    public var bars: [[Chord]]
    /// The same as degrees of the key.
    public var numerals: [[RomanNumeral]]
  }

  /// The key in which all is meant.
  public var key: Key
  /// The style, if one was named.
  public var style: String?
  /// The genre of the charts that was asked, if any.
  public var genre: String?
  /// The kind of section of the charts that was asked, if any.
  public var section: String?
  /// The chords that come before, one list a bar.
  public var after: [[Chord]]
  /// Chords that may come next, the likeliest first; empty where progressions were asked for.
  public var suggestions: [Suggestion]
  /// Whole progressions, all different; empty where single chords were asked for.
  public var progressions: [Progression]
  /// What should be known beside.
  public var notices: [String]
}
