public import Production
public import Signal

/// What a stem was taken for, and by what.
public struct StemGuess: Hashable, Codable, Sendable {
  /// What decided.
  public enum Source: String, Codable, Sendable {
    /// The user.
    case given
    /// The score.
    case score
    /// Words of its name.
    case name
    /// The sound.
    case sound
  }

  /// The stem.
  public var stem: String
  /// What it was taken for.
  public var kind: StemKind
  /// What decided.
  public var source: Source
  /// How sure that is, 0...1.
  public var confidence: Double

  /// Makes a guess.
  public init(stem: String, kind: StemKind, source: Source, confidence: Double) {
    self.stem = stem
    self.kind = kind
    self.source = source
    self.confidence = confidence
  }
}

/// A planned mix with what it rests on.
public struct MixProposal: Sendable {
  /// The plan.
  public var plan: MixPlan
  /// What stems were taken for.
  public var guesses: [StemGuess]
  /// How the stems sound before any move: bare stems as given, parts of a song behind the strips that their
  /// style gives them.
  public var analyses: [StemAnalysis]
}

/// What a planner of bare stems is told.
public struct StemMixRequest: Hashable, Sendable {
  /// What stems are, by id, where the user says so.
  public var kinds: [String: StemKind]
  /// Which stems are wanted nearer or farther, by id.
  public var focus: MixFocus
  /// Whether a kick shall push bass and pads aside; nil decides by the kick's steadiness.
  public var dances: Bool?
  /// The loudness of the master.
  public var loudness: LUFS
  /// The levels that a style gives to kinds; what is not there has its usual.
  public var levels: [StemKind: Decibels] = [:]
  /// Seconds of the room.
  public var reverbTime: Double

  /// Makes a request.
  public init(
    kinds: [String: StemKind] = [:], focus: MixFocus = MixFocus(), dances: Bool? = nil,
    loudness: LUFS = -14, reverbTime: Double = 1.2
  ) {
    self.kinds = kinds
    self.focus = focus
    self.dances = dances
    self.loudness = loudness
    self.reverbTime = reverbTime
  }
}
