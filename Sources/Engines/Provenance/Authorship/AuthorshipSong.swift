public import Music
public import Production

/// What is measured of one state of a song.
public struct AuthorshipSong: Hashable, Sendable {
  /// What was asked for.
  public var brief: Brief
  /// What was decided before the notes.
  public var plan: Plan
  /// The notes.
  public var score: Score
  /// The notes as played.
  public var performance: Performance
  /// The mix, once there is one.
  public var mix: MixPlan?
  /// The words, syllable by syllable or line by line; empty where nobody sings.
  public var lyrics: [Lyric]

  /// Words and where they stand.
  public struct Lyric: Hashable, Sendable {
    /// The bar, counted from 0.
    public var bar: Int
    /// The part that sings them.
    public var part: String
    /// The words.
    public var text: String

    /// Makes words.
    public init(bar: Int, part: String, text: String) {
      self.bar = bar
      self.part = part
      self.text = text
    }
  }

  /// Makes a state.
  public init(
    brief: Brief, plan: Plan, score: Score, performance: Performance, mix: MixPlan? = nil,
    lyrics: [Lyric] = []
  ) {
    self.brief = brief
    self.plan = plan
    self.score = score
    self.performance = performance
    self.mix = mix
    self.lyrics = lyrics
  }
}
