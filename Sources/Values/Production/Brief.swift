public import Music

/// What is wanted: a prompt and options as understood, before anything is decided.
///
/// Everything that was not said is nil or empty; the planner fills it from the style. The JSON form
/// has every key always, with null for what was not said.
public struct Brief: Hashable, Sendable {
  /// A style and its share in a blend.
  public struct StyleWeight: Hashable, Codable, Sendable {
    /// The style's name, such as `lo-fi`.
    public var name: String
    /// Its share, more than 0; the shares of a brief sum to 1.
    public var weight: Double

    /// Makes a share.
    public init(name: String, weight: Double) {
      self.name = name
      self.weight = weight
    }
  }

  /// A section that was asked for.
  public struct SectionWish: Hashable, Codable, Sendable {
    /// The kind of section, such as `intro`.
    public var name: String
    /// How many bars, if said.
    public var bars: Int?
    /// How intense, 0...1, if said.
    public var energy: Double?

    /// Makes a wish for a section.
    public init(name: String, bars: Int? = nil, energy: Double? = nil) {
      self.name = name
      self.bars = bars
      self.energy = energy
    }
  }

  /// Instruments and parts wanted and unwanted, by instrument id, family or role name.
  public struct InstrumentWishes: Hashable, Codable, Sendable {
    /// Must play.
    public var with: [String]
    /// Must not play.
    public var without: [String]
    /// Whether nothing but `with` may play.
    public var only: Bool

    /// Makes wishes for instruments.
    public init(with: [String] = [], without: [String] = [], only: Bool = false) {
      self.with = with
      self.without = without
      self.only = only
    }
  }

  /// Something that is to happen at a time.
  public struct Event: Hashable, Codable, Sendable {
    /// What happens: `drop`, `build`, `break`, `fade out`, `climax`, `stop`, `key change`...
    public var what: String
    /// When, in seconds from the start; nil when only the event was asked for.
    public var at: Double?
    /// The place in the form, where that was said instead of a time.
    public var place: Moment?
    /// The key that a change of key goes to, if said.
    public var key: Key?
    /// By how many semitones a change of key goes up (down if negative), if said.
    public var semitones: Int?

    /// Makes an event.
    public init(
      what: String, at: Double? = nil, place: Moment? = nil, key: Key? = nil,
      semitones: Int? = nil
    ) {
      self.what = what
      self.at = at
      self.place = place
      self.key = key
      self.semitones = semitones
    }
  }

  /// The words that were given.
  public var prompt: String
  /// Styles and their shares; empty when none was understood.
  public var styles: [StyleWeight]
  /// The mood; nil when none was said.
  public var mood: Mood?
  /// Quarter notes a minute, if said as a number.
  public var tempo: Double?
  /// Slow (-1) to fast (1), if said in words.
  public var pace: Double?
  /// The key, if said.
  public var key: Key?
  /// Only the scale was said ("in a minor key", "dorian").
  public var scale: Scale?
  /// The metre, if said.
  public var meter: Meter?
  /// Seconds from the first downbeat to the last note-off, if said.
  public var duration: Double?
  /// Whole bars, if said.
  public var bars: Int?
  /// Sections in order; empty when the style decides.
  public var form: [SectionWish]
  /// Chord symbols or roman numerals, one text a bar; two chords in a bar are parted by a space.
  public var chords: [String]
  /// Chords with their exact times from the first downbeat, as a chord track gives them.
  ///
  /// They go round, stand for `chords`, and cover whole bars without gaps; empty when none was
  /// given.
  public var chordTrack: [ChordSpan]
  /// Where progressions come from, if said: the style's own, or learned ones.
  public var harmony: HarmonySource?
  /// Instruments and parts wanted and unwanted.
  public var instruments: InstrumentWishes
  /// Limits of notes: ranges, voices, roots.
  public var limits: [LimitWish]
  /// Wishes for parts of the piece.
  public var passages: [Passage]
  /// Things that are to happen, with their times.
  public var events: [Event]
  /// Energy points as (seconds or share of the length, energy 0...1).
  public var energy: [EnergyPoint]
  /// What the music is for, such as `product video`.
  public var use: String?
  /// The era, such as `1980s`.
  public var era: String?
  /// Loudness target, if said.
  public var loudness: Double?
  /// Whether the music is to loop without a seam.
  public var loop: Bool
  /// Parts of the prompt that were not understood.
  public var notUnderstood: [String]
  /// What the user should know: contradictions, artists not imitated, corrected typing errors.
  public var notices: [String]

  /// Makes an empty brief of a prompt.
  public init(prompt: String = "") {
    self.prompt = prompt
    styles = []
    form = []
    chords = []
    chordTrack = []
    instruments = InstrumentWishes()
    limits = []
    passages = []
    events = []
    energy = []
    loop = false
    notUnderstood = []
    notices = []
  }
}

/// Where a song's progressions come from.
public enum HarmonySource: String, CaseIterable, Codable, Sendable {
  /// The style's own progressions.
  case style
  /// Progressions drawn anew from the chord model, which leans on the style's own.
  case learned
}

/// A mood as a point: unpleasant to pleasant, calm to excited (Russell's circumplex, 1980).
public struct Mood: Hashable, Codable, Sendable {
  /// Sad (-1) to happy (1).
  public var valence: Double
  /// Calm (-1) to excited (1).
  public var energy: Double

  /// Makes a mood; both axes are -1...1.
  public init(valence: Double, energy: Double) {
    self.valence = valence
    self.energy = energy
  }
}

/// A point of an energy curve.
public struct EnergyPoint: Hashable, Codable, Sendable {
  /// Seconds from the start.
  public var at: Double
  /// How intense, 0...1.
  public var energy: Double

  /// Makes a point.
  public init(at: Double, energy: Double) {
    self.at = at
    self.energy = energy
  }
}

extension Brief: Codable {
  private enum CodingKeys: String, CodingKey {
    case prompt, styles, mood, tempo, pace, key, scale, meter, duration, bars, form, chords
    case chordTrack, harmony, instruments, limits, passages, events, energy, use, era, loudness,
      loop,
      notUnderstood, notices
  }

  /// Reads a brief; keys other than `prompt` may be missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(prompt: try values.decodeIfPresent(String.self, forKey: .prompt) ?? "")
    styles = try values.decodeIfPresent([StyleWeight].self, forKey: .styles) ?? []
    mood = try values.decodeIfPresent(Mood.self, forKey: .mood)
    tempo = try values.decodeIfPresent(Double.self, forKey: .tempo)
    pace = try values.decodeIfPresent(Double.self, forKey: .pace)
    key = try values.decodeIfPresent(Key.self, forKey: .key)
    scale = try values.decodeIfPresent(Scale.self, forKey: .scale)
    meter = try values.decodeIfPresent(Meter.self, forKey: .meter)
    duration = try values.decodeIfPresent(Double.self, forKey: .duration)
    bars = try values.decodeIfPresent(Int.self, forKey: .bars)
    form = try values.decodeIfPresent([SectionWish].self, forKey: .form) ?? []
    chords = try values.decodeIfPresent([String].self, forKey: .chords) ?? []
    instruments =
      try values.decodeIfPresent(InstrumentWishes.self, forKey: .instruments)
      ?? InstrumentWishes()
    chordTrack = try values.decodeIfPresent([ChordSpan].self, forKey: .chordTrack) ?? []
    harmony = try values.decodeIfPresent(HarmonySource.self, forKey: .harmony)
    limits = try values.decodeIfPresent([LimitWish].self, forKey: .limits) ?? []
    passages = try values.decodeIfPresent([Passage].self, forKey: .passages) ?? []
    events = try values.decodeIfPresent([Event].self, forKey: .events) ?? []
    energy = try values.decodeIfPresent([EnergyPoint].self, forKey: .energy) ?? []
    use = try values.decodeIfPresent(String.self, forKey: .use)
    era = try values.decodeIfPresent(String.self, forKey: .era)
    loudness = try values.decodeIfPresent(Double.self, forKey: .loudness)
    loop = try values.decodeIfPresent(Bool.self, forKey: .loop) ?? false
    notUnderstood = try values.decodeIfPresent([String].self, forKey: .notUnderstood) ?? []
    notices = try values.decodeIfPresent([String].self, forKey: .notices) ?? []
  }

  /// Writes every key, with null for what was not said.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(prompt, forKey: .prompt)
    try values.encode(styles, forKey: .styles)
    try values.encode(mood, forKey: .mood)
    try values.encode(tempo, forKey: .tempo)
    try values.encode(pace, forKey: .pace)
    try values.encode(key, forKey: .key)
    try values.encode(scale, forKey: .scale)
    try values.encode(meter, forKey: .meter)
    try values.encode(duration, forKey: .duration)
    try values.encode(bars, forKey: .bars)
    try values.encode(form, forKey: .form)
    try values.encode(chords, forKey: .chords)
    try values.encode(chordTrack, forKey: .chordTrack)
    try values.encode(harmony, forKey: .harmony)
    try values.encode(instruments, forKey: .instruments)
    try values.encode(limits, forKey: .limits)
    try values.encode(passages, forKey: .passages)
    try values.encode(events, forKey: .events)
    try values.encode(energy, forKey: .energy)
    try values.encode(use, forKey: .use)
    try values.encode(era, forKey: .era)
    try values.encode(loudness, forKey: .loudness)
    try values.encode(loop, forKey: .loop)
    try values.encode(notUnderstood, forKey: .notUnderstood)
    try values.encode(notices, forKey: .notices)
  }
}
