public import Music
public import Signal

/// What the program knows of a genre, read from one style file.
public struct Style: Hashable, Codable, Sendable {
  /// The version of the schema that this program reads and writes.
  public static let currentSchema = 1

  /// A range of tempos in quarter notes a minute.
  public struct TempoRange: Hashable, Codable, Sendable {
    /// The slowest and fastest tempos of the style.
    public var low: Double, high: Double
    /// The most usual tempo.
    public var typical: Double

    /// Makes a range.
    public init(low: Double, high: Double, typical: Double) {
      self.low = low
      self.high = high
      self.typical = typical
    }
  }

  /// A choice and how often it is taken.
  public struct Weighted<Value: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
    /// The choice.
    public var value: Value
    /// Its relative frequency, more than 0.
    public var weight: Double

    /// Makes a weighted choice.
    public init(_ value: Value, weight: Double = 1) {
      self.value = value
      self.weight = weight
    }
  }

  /// A section of a form.
  public struct FormSection: Hashable, Codable, Sendable {
    /// The kind: intro, verse, pre-chorus, chorus, bridge, break, build, drop, solo, outro...
    public var name: String
    /// Its usual length in bars.
    public var bars: Int
    /// How intense, 0...1.
    public var energy: Double

    /// Makes a section.
    public init(name: String, bars: Int, energy: Double) {
      self.name = name
      self.bars = bars
      self.energy = energy
    }
  }

  /// A form that songs of the style have.
  public struct Form: Hashable, Codable, Sendable {
    /// The form's name.
    public var name: String
    /// Its relative frequency.
    public var weight: Double
    /// The sections in order.
    public var sections: [FormSection]

    /// Makes a form.
    public init(name: String, weight: Double, sections: [FormSection]) {
      self.name = name
      self.weight = weight
      self.sections = sections
    }
  }

  /// How songs of the style end.
  public enum Ending: String, Codable, CaseIterable, Sendable {
    /// A cadence and a held last bar.
    case held
    /// A cadence and a short last chord.
    case stop
    /// The last chord rings out.
    case ringOut = "ring-out"
    /// The last bars fade.
    case fade
  }

  /// The name, such as `lo-fi`: small letters, digits and hyphens.
  public var name: String
  /// The title for people.
  public var title: String
  /// One sentence on what it sounds like.
  public var description: String
  /// Tempos.
  public var tempo: TempoRange
  /// Metres and their frequencies.
  public var meters: [Weighted<Meter>]
  /// Scales and their frequencies.
  public var scales: [Weighted<Scale>]
  /// The mood that the style has by itself.
  public var mood: Mood
  /// The loudness that masters of the style have.
  public var loudness: LUFS
  /// Forms and their frequencies.
  public var forms: [Form]
  /// How songs end.
  public var ending: Ending
  /// Progressions and cadences.
  public var harmony: Harmony
  /// The parts that may play, in the order of a score.
  public var parts: [StylePart]
  /// Time and dynamics.
  public var groove: Groove
  /// Balance and effects.
  public var mix: MixProfile
  /// The winces of the house that the style commits on purpose.
  public var exceptions: [String]

  /// Makes a style.
  public init(
    name: String, title: String, description: String, tempo: TempoRange,
    meters: [Weighted<Meter>], scales: [Weighted<Scale>], mood: Mood, loudness: LUFS,
    forms: [Form], ending: Ending, harmony: Harmony, parts: [StylePart], groove: Groove,
    mix: MixProfile, exceptions: [String] = []
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.tempo = tempo
    self.meters = meters
    self.scales = scales
    self.mood = mood
    self.loudness = loudness
    self.forms = forms
    self.ending = ending
    self.harmony = harmony
    self.parts = parts
    self.groove = groove
    self.mix = mix
    self.exceptions = exceptions
  }
}

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

/// Who plays a part.
public enum PlayerKind: String, Codable, CaseIterable, Sendable {
  /// The session players.
  case drummer, percussionist, bassist, keyboardist, guitarist, pad, strings, brass, arpeggiator
  case melodist, counterpoint
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
  /// What it plays.
  public var patterns: [Pattern]

  /// Makes a part.
  public init(
    id: String, role: Role, player: PlayerKind, instruments: [Style.Weighted<Instrument>],
    presence: Double = 1, enters: Double = 0, silentIn: [String] = [], alwaysIn: [String] = [],
    register: ClosedRange<Int>, complexity: Double = 0.5, voicing: Voicing = .close,
    melody: MelodyProfile? = nil, patterns: [Pattern] = []
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
    self.patterns = patterns
  }
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

  /// Makes a profile.
  public init(
    notesPerBar: Double, syncopation: Double, steps: Double, chromaticism: Double,
    ornament: Double, rest: Double, scale: Scale? = nil
  ) {
    self.notesPerBar = notesPerBar
    self.syncopation = syncopation
    self.steps = steps
    self.chromaticism = chromaticism
    self.ornament = ornament
    self.rest = rest
    self.scale = scale
  }
}

/// What a player plays, on a grid.
///
/// A voice is a line of characters, one a grid step; spaces and `|` are for the reader's eye. `.`
/// is a rest and `-` holds. Drums: `X` accent, `x` normal, `o` soft, `g` ghost, `f` flam, `r`
/// roll; the voice's name is the drum. Other players: see the documentation of the style schema.
public struct Pattern: Hashable, Codable, Sendable {
  /// A name that is unique in the part.
  public var name: String
  /// Grid steps in a quarter note: 2, 3, 4, 6, 8 or 12.
  public var stepsPerBeat: Int
  /// The lowest and highest section energy at which it is used.
  public var energy: ClosedRange<Double>
  /// The section kinds that use it; empty for all.
  public var sections: [String]
  /// The metre it is made for; nil for the style's first metre.
  public var meter: Meter?
  /// Its relative frequency.
  public var weight: Double
  /// Whether it replaces the last bar of a phrase.
  public var isFill: Bool
  /// Lines of grid characters by voice name.
  public var voices: [String: String]

  /// Makes a pattern.
  public init(
    name: String, stepsPerBeat: Int = 4, energy: ClosedRange<Double> = 0...1,
    sections: [String] = [], meter: Meter? = nil, weight: Double = 1, isFill: Bool = false,
    voices: [String: String]
  ) {
    self.name = name
    self.stepsPerBeat = stepsPerBeat
    self.energy = energy
    self.sections = sections
    self.meter = meter
    self.weight = weight
    self.isFill = isFill
    self.voices = voices
  }

  /// The characters of a voice, one a step, without those for the eye.
  public func steps(of voice: String) -> [Character] {
    (voices[voice] ?? "").filter { $0 != " " && $0 != "|" }
  }

  /// How long the pattern is: its longest voice.
  public var length: Beat {
    Beat(voices.keys.map { steps(of: $0).count }.max() ?? 0, stepsPerBeat)
  }
}

/// Time and dynamics of a style.
public struct Groove: Hashable, Codable, Sendable {
  /// Where the second half of a pair falls, 0.5 (straight) to 0.75.
  public var swing: Double
  /// The length of the pair that swings: 1 for swung eighths, 1/2 for swung sixteenths.
  public var swingUnit: Beat
  /// Milliseconds by which a role or drum is late (negative: early), by role or drum name.
  public var push: [String: Double]
  /// Spread of correlated timing variation in milliseconds.
  public var looseness: Double
  /// How far velocities spread around their accents, 0...1.
  public var dynamics: Double
  /// Milliseconds between the strings of a strum.
  public var strum: Double
  /// How long notes sound of their written length, by role or part, 0.1...1.1.
  public var gate: [String: Double]
  /// How much tempo breathes with phrases, 0...1; in all parts together.
  public var rubato: Double
  /// Parts that hold the sustain pedal.
  public var pedal: [String]

  /// Makes a groove.
  public init(
    swing: Double = 0.5, swingUnit: Beat = Beat(1), push: [String: Double] = [:],
    looseness: Double = 4, dynamics: Double = 0.5, strum: Double = 0, gate: [String: Double] = [:],
    rubato: Double = 0, pedal: [String] = []
  ) {
    self.swing = swing
    self.swingUnit = swingUnit
    self.push = push
    self.looseness = looseness
    self.dynamics = dynamics
    self.strum = strum
    self.gate = gate
    self.rubato = rubato
    self.pedal = pedal
  }
}

/// Balance and effects of a style.
public struct MixProfile: Hashable, Codable, Sendable {
  /// How one part sits.
  public struct Channel: Hashable, Codable, Sendable {
    /// Loudness relative to the loudest role.
    public var level: Decibels
    /// Position, -1 (left) to 1 (right).
    public var pan: Double
    /// High-pass corner; nil for none.
    public var highPass: Hertz?
    /// Low-pass corner; nil for none.
    public var lowPass: Hertz?
    /// Level into the reverb; nil for none.
    public var reverb: Decibels?
    /// Level into the delay; nil for none.
    public var delay: Decibels?
    /// Saturation, 0...1.
    public var drive: Double

    /// Makes a channel.
    public init(
      level: Decibels, pan: Double = 0, highPass: Hertz? = nil, lowPass: Hertz? = nil,
      reverb: Decibels? = nil, delay: Decibels? = nil, drive: Double = 0
    ) {
      self.level = level
      self.pan = pan
      self.highPass = highPass
      self.lowPass = lowPass
      self.reverb = reverb
      self.delay = delay
      self.drive = drive
    }
  }

  /// Channels by part id or role name; the part's own entry wins.
  public var channels: [String: Channel]
  /// Reverberation time in seconds.
  public var reverbTime: Double
  /// Delay time in beats.
  public var delayBeats: Beat
  /// Delay feedback, 0...0.9.
  public var delayFeedback: Double
  /// Ratio of the bus compressor, 1 for none.
  public var busRatio: Double
  /// Bus saturation, 0...1.
  public var busDrive: Double
  /// Low-pass on the whole mix; nil for none.
  public var busLowPass: Hertz?

  /// Makes a profile.
  public init(
    channels: [String: Channel], reverbTime: Double = 1.6, delayBeats: Beat = Beat(3, 4),
    delayFeedback: Double = 0.35, busRatio: Double = 2, busDrive: Double = 0,
    busLowPass: Hertz? = nil
  ) {
    self.channels = channels
    self.reverbTime = reverbTime
    self.delayBeats = delayBeats
    self.delayFeedback = delayFeedback
    self.busRatio = busRatio
    self.busDrive = busDrive
    self.busLowPass = busLowPass
  }
}
