public import Music
public import Production

/// A song with everything that was decided on the way: one state of a project.
public struct Song: Hashable, Sendable {
  /// What was wanted.
  public var brief: Brief
  /// The style as it was read, or the blend as it was computed.
  public var style: Style
  /// What was decided before the notes.
  public var plan: Plan
  /// The notes.
  public var score: Score
  /// The notes as played.
  public var performance: Performance
  /// The mix, once one was made.
  public var mix: MixPlan?
  /// Bars that must not change.
  public var locks: [Lock]
  /// Settings of the sound.
  public var settings: SoundSettings

  /// Makes a song.
  public init(
    brief: Brief, style: Style, plan: Plan, score: Score, performance: Performance,
    mix: MixPlan? = nil, locks: [Lock] = [], settings: SoundSettings
  ) {
    self.brief = brief
    self.style = style
    self.plan = plan
    self.score = score
    self.performance = performance
    self.mix = mix
    self.locks = locks
    self.settings = settings
  }
}

/// What a song is rendered with.
public struct SoundSettings: Hashable, Codable, Sendable {
  /// Frames a second: 44,100 or 48,000.
  public var sampleRate: Int
  /// The SoundFont that was used, once one was.
  public var soundFont: SoundFontIdentity?
  /// How much the score is played rather than typed, 0...1.
  public var performance: Double

  /// Makes settings.
  public init(sampleRate: Int, soundFont: SoundFontIdentity? = nil, performance: Double = 1) {
    self.sampleRate = sampleRate
    self.soundFont = soundFont
    self.performance = performance
  }
}
