public import Signal

/// A sound that the program synthesises itself: one voice type and its settings, as a preset file says.
///
/// The instrument with the preset's id in `Instrument.catalogue` is played by it. See
/// `docs/instruments.md`.
public struct Preset: Hashable, Codable, Sendable, Identifiable {
  /// The version of the schema of preset files that this program reads.
  public static let currentSchema = 1

  /// The id of the instrument that it plays.
  public var id: String
  /// The name for people.
  public var title: String
  /// What it sounds like, in a sentence.
  public var description: String
  /// The gain of the whole sound.
  public var level: Decibels
  /// How many notes sound at once, 1...64; 1 plays lines, in which held notes tie.
  public var polyphony: Int
  /// How pitch slides from note to note, nil for not at all.
  public var glide: Glide?
  /// What chance depends on, beside the time, the key and the velocity of a note.
  public var seed: UInt64
  /// What makes the sound.
  public var voice: Voice

  /// A type of voice and its settings.
  public enum Voice: Hashable, Codable, Sendable {
    /// Oscillators through a filter.
    case synth(SynthPatch)
    /// Sine operators that modulate each other's phase.
    case fm(FMPatch)
    /// A plucked or struck string.
    case string(StringPatch)
    /// A drum on each key.
    case kit(KitPatch)
    /// One drum on all keys.
    case hit(DrumPiece)
    /// A sweep that lasts as long as its note.
    case sweep(SweepPatch)
    /// A surface noise that lasts as long as its note.
    case texture(TexturePatch)
  }

  /// How pitch slides from note to note.
  public struct Glide: Hashable, Codable, Sendable {
    /// When it slides.
    public enum Mode: String, CaseIterable, Codable, Sendable {
      /// When a note is struck while another is held.
      case legato
      /// From every note to the next.
      case always
    }

    /// The time of a slide in seconds, whatever the interval, more than 0.
    public var time: Double
    /// When it slides.
    public var mode: Mode

    /// Makes a glide.
    public init(time: Double, mode: Mode) {
      self.time = time
      self.mode = mode
    }
  }

  /// Makes a preset.
  public init(
    id: String, title: String, description: String, level: Decibels = 0, polyphony: Int = 16,
    glide: Glide? = nil, seed: UInt64 = 1, voice: Voice
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.level = level
    self.polyphony = polyphony
    self.glide = glide
    self.seed = seed
    self.voice = voice
  }
}

/// Attack, decay, sustain and release of a level that follows a note.
///
/// The attack is a straight line. Decay and release are exponential; their times are those in which a
/// level falls by 60 dB, as with reverberation (ISO 3382-1).
public struct EnvelopeShape: Hashable, Codable, Sendable {
  /// From silence to full level, in seconds, 0...30; held up to one control period, 32 frames.
  public var attack: Double
  /// For 60 dB towards the sustained level, in seconds, more than 0.
  public var decay: Double
  /// The level while the key is held, 0...1.
  public var sustain: Double
  /// For 60 dB after the release, in seconds, more than 0.
  public var release: Double

  /// Makes an envelope.
  public init(
    attack: Double = 0.003, decay: Double = 1, sustain: Double = 1, release: Double = 0.2
  ) {
    self.attack = attack
    self.decay = decay
    self.sustain = sustain
    self.release = release
  }
}

/// How a state-variable filter answers.
public enum FilterKind: String, CaseIterable, Codable, Sendable {
  /// What is passed: below, around, above, or all but around the cutoff.
  case lowPass = "low-pass"
  case bandPass = "band-pass"
  case highPass = "high-pass"
  case notch
}
