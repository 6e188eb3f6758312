public import Music

/// How an arpeggiator breaks chords; what is nil is left to the style, the pattern or the player.
public struct ArpeggiatorSettings: Hashable, Codable, Sendable {
  /// Which way the notes of a chord are walked.
  public enum Direction: String, Codable, CaseIterable, Sendable {
    /// From the lowest note up, or the highest down, and again.
    case up, down
    /// Up and down, or down and up, the turning notes struck once.
    case upDown = "up-down"
    case downUp = "down-up"
    /// Drawn at random, never the same note twice in a row.
    case random
    /// In the order in which the chord is spelled, from its bass.
    case asPlayed = "as-played"
    /// All notes together.
    case chord
  }

  /// How the octaves of the range are walked, one each time the figure has been through.
  public enum RangePattern: String, Codable, CaseIterable, Sendable {
    /// From the lowest octave up, or the highest down, and again.
    case up, down
    /// Up and down.
    case upDown = "up-down"
    /// Drawn at random.
    case random
  }

  /// When the figure begins from its first step.
  public enum Sync: String, Codable, CaseIterable, Sendable {
    /// At the start of the section only: it runs on over chords and phrases.
    case time
    /// With every phrase.
    case block
    /// With every chord.
    case chord
  }

  /// What one degree of a pattern's notes is.
  public enum Counting: String, Codable, CaseIterable, Sendable {
    /// A note of the chord; after its last one the next octave follows.
    case chord
    /// A step of the scale, from the chord's root.
    case scale
    /// A semitone, from the chord's root.
    case semitones
  }

  /// Which way the notes are walked.
  public var direction: Direction?
  /// How many octaves are used, 1...4; more than two only in a hook.
  public var range: Int?
  /// How the octaves are walked; nil walks all notes of the range as one ladder.
  public var rangePattern: RangePattern?
  /// The length of a step in quarter notes, 1/12...4.
  public var rate: Beat?
  /// By what steps and patterns are stretched in time, 1/8...8: 2 is half as fast.
  public var times: Beat?
  /// When the figure begins anew.
  public var sync: Sync?
  /// How long notes sound of their steps, 0.05...1.
  public var gate: Double?
  /// Where the second of two steps falls, 0.5 (straight) to 0.75.
  public var swing: Double?
  /// Which steps are struck: `X`, `x`, `o`, `.` and `-`, one a step, or Euclidean rhythms.
  public var rhythm: String?
  /// Bright (`X`), plain (`x`) and dim (`o`) steps, going round by themselves.
  public var accents: String?
  /// Where the steps stand between left (-1) and right (1), going round by themselves.
  public var pan: [Double]?
  /// How much of the pattern's own velocities and places is heard, 0...1.
  public var levels: Double?
  /// Whether it runs on where the other parts breathe.
  public var latch: Bool?
  /// What a degree of the pattern is.
  public var counting: Counting?
  /// The figure that is laid over the chords instead of plain steps.
  public var pattern: ArpeggioPattern?

  /// Makes settings that leave everything open.
  public init() {}

  /// Whether nothing is set.
  public var isEmpty: Bool { self == ArpeggiatorSettings() }

  /// These settings, and those of others where these leave something open.
  public func over(_ others: ArpeggiatorSettings?) -> ArpeggiatorSettings {
    guard let others else { return self }
    var joined = self
    joined.direction = direction ?? others.direction
    joined.range = range ?? others.range
    joined.rangePattern = rangePattern ?? others.rangePattern
    joined.rate = rate ?? others.rate
    joined.times = times ?? others.times
    joined.sync = sync ?? others.sync
    joined.gate = gate ?? others.gate
    joined.swing = swing ?? others.swing
    joined.rhythm = rhythm ?? others.rhythm
    joined.accents = accents ?? others.accents
    joined.pan = pan ?? others.pan
    joined.levels = levels ?? others.levels
    joined.latch = latch ?? others.latch
    joined.counting = counting ?? others.counting
    joined.pattern = pattern ?? others.pattern
    return joined
  }
}
