public import Signal

/// Settings of the subtractive and wavetable synthesiser: oscillators and noise, through saturation
/// and a filter, under envelopes and low-frequency oscillators.
public struct SynthPatch: Hashable, Codable, Sendable {
  /// What an oscillator's cycle looks like.
  public enum Shape: String, CaseIterable, Codable, Sendable {
    /// The classic shapes; `pulse` has a width.
    case sine, triangle, saw, square, pulse
    /// Wavetables, through which `position` leads.
    case vocal, glass, organ, digital

    /// Whether `position` has a meaning.
    public var isWavetable: Bool {
      switch self {
      case .vocal, .glass, .organ, .digital: true
      default: false
      }
    }
  }

  /// One oscillator, or several in unison.
  public struct Oscillator: Hashable, Codable, Sendable {
    /// The cycle.
    public var shape: Shape
    /// The level of all its voices together.
    public var level: Decibels
    /// Semitones above the key, -48...48.
    public var semitones: Double
    /// Cents above that, -100...100.
    public var cents: Double
    /// How many voices sing it, 1...9.
    public var unison: Int
    /// The distance in cents of the outer voices from the middle, 0...100.
    public var detune: Double
    /// The share of a cycle that a pulse is up, 0.02...0.98.
    public var width: Double
    /// The place in a wavetable, 0...1.
    public var position: Double
    /// Whether each note begins at the cycle's start; otherwise at a place drawn by chance.
    public var restarts: Bool

    /// Makes an oscillator.
    public init(
      shape: Shape, level: Decibels = 0, semitones: Double = 0, cents: Double = 0, unison: Int = 1,
      detune: Double = 0, width: Double = 0.5, position: Double = 0, restarts: Bool = false
    ) {
      self.shape = shape
      self.level = level
      self.semitones = semitones
      self.cents = cents
      self.unison = unison
      self.detune = detune
      self.width = width
      self.position = position
      self.restarts = restarts
    }
  }

  /// The filter.
  public struct Filter: Hashable, Codable, Sendable {
    /// What it passes.
    public var kind: FilterKind
    /// How steep it is in dB an octave, 12 or 24.
    public var slope: Int
    /// The cutoff at key 60 without envelope.
    public var cutoff: Hertz
    /// 0 (none) to 1 (nearly ringing on).
    public var resonance: Double
    /// Octaves that the cutoff moves for each octave of the key, 0...1.
    public var keyTracking: Double
    /// Octaves that the filter's envelope moves the cutoff at full level, -8...8.
    public var envelope: Double
    /// Octaves that a velocity of 127 lies above one of 1, 0...6; a velocity of 100 moves nothing.
    public var velocity: Double

    /// Makes a filter.
    public init(
      kind: FilterKind = .lowPass, slope: Int = 12, cutoff: Hertz, resonance: Double = 0,
      keyTracking: Double = 0, envelope: Double = 0, velocity: Double = 0
    ) {
      self.kind = kind
      self.slope = slope
      self.cutoff = cutoff
      self.resonance = resonance
      self.keyTracking = keyTracking
      self.envelope = envelope
      self.velocity = velocity
    }
  }

  /// A low-frequency oscillator, started with each note.
  public struct LFO: Hashable, Codable, Sendable {
    /// Its cycle.
    public enum Shape: String, CaseIterable, Codable, Sendable {
      /// A smooth swing, straight lines, a fall, two steps, or steps drawn by chance.
      case sine, triangle, saw, square, random
    }

    /// What it moves.
    public enum Target: String, CaseIterable, Codable, Sendable {
      /// Pitch in cents, cutoff in octaves, level as a share, width of pulses, place in wavetables.
      case pitch, cutoff, level, width, position
    }

    /// The cycle.
    public var shape: Shape
    /// What it moves.
    public var target: Target
    /// Cycles a second, 0.01...30.
    public var rate: Double
    /// How far it moves its target to each side.
    public var depth: Double
    /// Seconds until it moves fully, 0...10.
    public var delay: Double

    /// Makes a low-frequency oscillator.
    public init(shape: Shape, target: Target, rate: Double, depth: Double, delay: Double = 0) {
      self.shape = shape
      self.target = target
      self.rate = rate
      self.depth = depth
      self.delay = delay
    }
  }

  /// A bend at the start of each note.
  public struct PitchFall: Hashable, Codable, Sendable {
    /// Where the pitch begins, in semitones above the note, -48...48.
    public var semitones: Double
    /// Seconds in which nine tenths of the way are gone.
    public var time: Double

    /// Makes a bend.
    public init(semitones: Double, time: Double) {
      self.semitones = semitones
      self.time = time
    }
  }

  /// One to four oscillators.
  public var oscillators: [Oscillator]
  /// White noise before the filter; nil for none.
  public var noise: Decibels?
  /// The gain before soft saturation; nil for none.
  ///
  /// Meant for basses: it makes harmonics that fold.
  public var drive: Decibels?
  /// The filter; nil for none.
  public var filter: Filter?
  /// The level.
  public var amplitude: EnvelopeShape
  /// The envelope of the filter's cutoff.
  public var filterEnvelope: EnvelopeShape
  /// The bend at the start of notes.
  public var pitchFall: PitchFall?
  /// Up to four low-frequency oscillators.
  public var lfos: [LFO]
  /// How far the voices of a unison, or oscillators, lie apart between left and right, 0...1.
  public var spread: Double
  /// How much the velocity moves the level: 1 as General MIDI has it, 0 not at all.
  public var velocity: Double

  /// Makes a patch.
  public init(
    oscillators: [Oscillator], noise: Decibels? = nil, drive: Decibels? = nil,
    filter: Filter? = nil, amplitude: EnvelopeShape = EnvelopeShape(),
    filterEnvelope: EnvelopeShape = EnvelopeShape(), pitchFall: PitchFall? = nil, lfos: [LFO] = [],
    spread: Double = 0, velocity: Double = 1
  ) {
    self.oscillators = oscillators
    self.noise = noise
    self.drive = drive
    self.filter = filter
    self.amplitude = amplitude
    self.filterEnvelope = filterEnvelope
    self.pitchFall = pitchFall
    self.lfos = lfos
    self.spread = spread
    self.velocity = velocity
  }
}
