public import Music

/// Who plays a part.
public enum PlayerKind: String, Codable, CaseIterable, Sendable {
  /// The session players.
  case drummer, percussionist, bassist, keyboardist, guitarist, pad, strings, brass, arpeggiator
  case melodist, counterpoint, organist, woodwinds, choir
  /// A line of a texture of several, such as alto, tenor, viola or second violin.
  case innerVoice = "inner-voice"
}

/// A part that songs of a style may have.
public struct StylePart: Hashable, Codable, Sendable {
  /// A short name that is unique in the style, such as `bass`.
  public var id: String
  /// What it does.
  public var role: Role
  /// Who plays it.
  public var player: PlayerKind
  /// What it may be played on.
  public var instruments: [Style.Weighted<Instrument>]
  /// How often the part is in the band, 0...1.
  public var presence: Double
  /// The energy from which it plays, 0...1.
  public var enters: Double
  /// The section kinds in which it never plays.
  public var silentIn: [String]
  /// The section kinds in which it plays whatever the energy.
  public var alwaysIn: [String]
  /// The lowest and highest notes it uses, as sounding MIDI numbers.
  public var register: ClosedRange<Int>
  /// How busy and varied the playing is, 0...1.
  public var complexity: Double
  /// How the player voices chords; read by players of harmony.
  public var voicing: Voicing
  /// How a melodist writes; read by lead and counter parts.
  public var melody: MelodyProfile?
  /// How a bassist plays; nil for the manner of the instrument.
  public var manner: BassManner?
  /// How often a bassist comes to the next root from a semitone outside the scale, 0...1.
  public var chromaticism: Double
  /// What the style turns on the player.
  public var controls: PlayerControls
  /// What it plays.
  public var patterns: [Pattern]
  /// How an arpeggiator breaks chords; nil for its patterns alone.
  public var arpeggiator: ArpeggiatorSettings?

  /// Makes a part.
  public init(
    id: String, role: Role, player: PlayerKind, instruments: [Style.Weighted<Instrument>],
    presence: Double = 1, enters: Double = 0, silentIn: [String] = [], alwaysIn: [String] = [],
    register: ClosedRange<Int>, complexity: Double = 0.5, voicing: Voicing = .close,
    melody: MelodyProfile? = nil, manner: BassManner? = nil, chromaticism: Double = 0,
    controls: PlayerControls = PlayerControls(), patterns: [Pattern] = [],
    arpeggiator: ArpeggiatorSettings? = nil
  ) {
    self.id = id
    self.role = role
    self.player = player
    self.instruments = instruments
    self.presence = presence
    self.enters = enters
    self.silentIn = silentIn
    self.alwaysIn = alwaysIn
    self.register = register
    self.complexity = complexity
    self.voicing = voicing
    self.melody = melody
    self.manner = manner
    self.chromaticism = chromaticism
    self.controls = controls
    self.patterns = patterns
    self.arpeggiator = arpeggiator
  }

  /// Reads a part; one that was written before parts had controls has none turned.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try values.decode(String.self, forKey: .id),
      role: try values.decode(Role.self, forKey: .role),
      player: try values.decode(PlayerKind.self, forKey: .player),
      instruments: try values.decode([Style.Weighted<Instrument>].self, forKey: .instruments),
      presence: try values.decode(Double.self, forKey: .presence),
      enters: try values.decode(Double.self, forKey: .enters),
      silentIn: try values.decode([String].self, forKey: .silentIn),
      alwaysIn: try values.decode([String].self, forKey: .alwaysIn),
      register: try values.decode(ClosedRange<Int>.self, forKey: .register),
      complexity: try values.decode(Double.self, forKey: .complexity),
      voicing: try values.decode(Voicing.self, forKey: .voicing),
      melody: try values.decodeIfPresent(MelodyProfile.self, forKey: .melody),
      manner: try values.decodeIfPresent(BassManner.self, forKey: .manner),
      chromaticism: try values.decodeIfPresent(Double.self, forKey: .chromaticism) ?? 0,
      controls: try values.decodeIfPresent(PlayerControls.self, forKey: .controls)
        ?? PlayerControls(),
      patterns: try values.decode([Pattern].self, forKey: .patterns),
      arpeggiator: try values.decodeIfPresent(ArpeggiatorSettings.self, forKey: .arpeggiator))
  }
}

/// How a bass is played.
public enum BassManner: String, Codable, CaseIterable, Sendable {
  /// A bass guitar: dead notes and octaves where it is busy.
  case electric
  /// Gut or steel strings that ring into the next note.
  case upright
  /// An oscillator: exact lengths, weak notes short.
  case synth
  /// The tuned sub of a drum machine: long, few, gliding into the ends of phrases.
  case sub = "808"
}

/// How chords are laid out.
public enum Voicing: String, Codable, CaseIterable, Sendable {
  /// Notes as near as possible.
  case close
  /// Notes spread over more than an octave.
  case open
  /// The second note from the top an octave lower.
  case drop2 = "drop-2"
  /// Third and seventh with tensions, the bass left to others.
  case rootless
  /// Root and fifth.
  case power
  /// Shapes of a guitar in standard tuning.
  case guitar
}

/// How a melody is written.
public struct MelodyProfile: Hashable, Codable, Sendable {
  /// Notes a bar at middle energy.
  public var notesPerBar: Double
  /// How many onsets stand off the beat, 0...1.
  public var syncopation: Double
  /// The share of steps among the intervals, 0...1.
  public var steps: Double
  /// How often a chromatic approach or blue note is used, 0...1.
  public var chromaticism: Double
  /// How often a note is ornamented, 0...1.
  public var ornament: Double
  /// Beats of rest in every two bars, at least.
  public var rest: Double
  /// The scale of the melody where it differs from the key's.
  public var scale: Scale?
  /// A second voice below the melody; nil for none.
  public var harmonies: Harmonies?

  /// A second voice that goes with a melody.
  public struct Harmonies: Hashable, Codable, Sendable {
    /// How far below the melody it lies.
    public enum Interval: String, Codable, CaseIterable, Sendable {
      /// A third of the scale, moved to a note of the chord on strong beats.
      case thirds
      /// A sixth of the scale, moved to a note of the chord on strong beats.
      case sixths
      /// An octave.
      case octaves
      /// The nearest note of the chord that is at least a third away.
      case chord
    }

    /// How far below it lies.
    public var interval: Interval
    /// The energy of a section from which it sounds, 0...1.
    public var from: Double

    /// Makes a second voice.
    public init(_ interval: Interval, from: Double = 0.75) {
      self.interval = interval
      self.from = from
    }
  }

  /// Makes a profile.
  public init(
    notesPerBar: Double, syncopation: Double, steps: Double, chromaticism: Double,
    ornament: Double, rest: Double, scale: Scale? = nil, harmonies: Harmonies? = nil
  ) {
    self.notesPerBar = notesPerBar
    self.syncopation = syncopation
    self.steps = steps
    self.chromaticism = chromaticism
    self.ornament = ornament
    self.rest = rest
    self.scale = scale
    self.harmonies = harmonies
  }
}
