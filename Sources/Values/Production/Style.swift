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

  /// How outer voices move against each other.
  public enum VoiceLeading: String, Codable, CaseIterable, Sendable {
    /// As they like.
    case free
    /// By the book: bass and top voice make no parallel fifths or octaves.
    case strict
  }

  /// How the neural composer serves the style.
  public struct ModelUse: Hashable, Codable, Sendable {
    /// The genre, as the model calls it, that is nearest; nil leaves it open.
    public var genre: String?
    /// The roles that the model writes where nobody chose between it and the players: those that it
    /// writes better, as measured.
    public var writes: [Role]

    /// Makes a use.
    public init(genre: String? = nil, writes: [Role] = []) {
      self.genre = genre
      self.writes = writes
    }
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
  /// How well it serves where nobody named a style, 0...1: the general ones come before special
  /// ones of the same mood; nil, where the file does not say, is the least.
  public var generality: Double?
  /// How outer voices move; nil is free, as in styles stored before it could be said.
  public var voiceLeading: VoiceLeading?
  /// How the neural composer serves it; nil where the players alone do.
  public var model: ModelUse?

  /// Makes a style.
  public init(
    name: String, title: String, description: String, tempo: TempoRange,
    meters: [Weighted<Meter>], scales: [Weighted<Scale>], mood: Mood, loudness: LUFS,
    forms: [Form], ending: Ending, harmony: Harmony, parts: [StylePart], groove: Groove,
    mix: MixProfile, exceptions: [String] = [], generality: Double? = nil,
    voiceLeading: VoiceLeading? = nil, model: ModelUse? = nil
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
    self.generality = generality
    self.voiceLeading = voiceLeading
    self.model = model
  }
}
