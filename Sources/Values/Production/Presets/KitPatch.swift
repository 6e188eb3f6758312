public import Music
public import Signal

/// Settings of a synthesised drum kit: pieces, and the keys on which they lie.
public struct KitPatch: Hashable, Codable, Sendable {
  /// A key and what it plays.
  public struct Key: Hashable, Codable, Sendable {
    /// The key's drum.
    public var drum: DrumKey
    /// The piece's place in `pieces`, from 0.
    public var piece: Int
    /// Semitones that it is tuned away from the piece, -36...36.
    public var tuning: Double

    /// Makes a key.
    public init(drum: DrumKey, piece: Int, tuning: Double) {
      self.drum = drum
      self.piece = piece
      self.tuning = tuning
    }
  }

  /// The pieces.
  public var pieces: [DrumPiece]
  /// The keys, by ascending key; each drum once.
  public var keys: [Key]

  /// Makes a kit.
  public init(pieces: [DrumPiece], keys: [Key]) {
    self.pieces = pieces
    self.keys = keys
  }
}

/// A synthesised drum: layers that sound together, through one saturation.
public struct DrumPiece: Hashable, Codable, Sendable {
  /// A source of sound.
  public enum Source: String, CaseIterable, Codable, Sendable {
    /// One oscillator of a shape, which may fall to its pitch.
    case sine, triangle, square
    /// Six squares at the ratios of the TR-808's cymbals (K. Werner, J. Abel, J. Smith, "The TR-808
    /// Cymbal: a Physically-Informed, Circuit-Bendable, Digital Model", ICMC 2014).
    case metal
    /// White noise.
    case noise
  }

  /// One layer.
  public struct Layer: Hashable, Codable, Sendable {
    /// The source.
    public var source: Source
    /// Its level.
    public var level: Decibels
    /// Its frequency, of `metal` the lowest of the six; noise has none.
    public var frequency: Hertz
    /// Semitones above `frequency` at which it starts, -60...60.
    public var sweep: Double
    /// Seconds in which nine tenths of the sweep are gone.
    public var sweepTime: Double
    /// Seconds of attack, 0...10.
    public var attack: Double
    /// Seconds at full level, 0...10.
    public var hold: Double
    /// Seconds in which it falls by 60 dB, 0.005...30.
    public var decay: Double
    /// A band of the layer that is passed; nil for all of it.
    public var filter: Filter?
    /// How often the attack is heard, 1...6: hands that do not clap at once.
    public var bursts: Int
    /// Seconds between bursts, 0.001...0.1.
    public var spacing: Double

    /// Makes a layer.
    public init(
      source: Source, level: Decibels = 0, frequency: Hertz = 200, sweep: Double = 0,
      sweepTime: Double = 0.02, attack: Double = 0, hold: Double = 0, decay: Double = 0.3,
      filter: Filter? = nil, bursts: Int = 1, spacing: Double = 0.01
    ) {
      self.source = source
      self.level = level
      self.frequency = frequency
      self.sweep = sweep
      self.sweepTime = sweepTime
      self.attack = attack
      self.hold = hold
      self.decay = decay
      self.filter = filter
      self.bursts = bursts
      self.spacing = spacing
    }
  }

  /// The filter of a layer.
  public struct Filter: Hashable, Codable, Sendable {
    /// What it passes.
    public var kind: FilterKind
    /// Its cutoff or centre.
    public var cutoff: Hertz
    /// 0 (none) to 1 (nearly ringing on).
    public var resonance: Double

    /// Makes a filter.
    public init(kind: FilterKind, cutoff: Hertz, resonance: Double = 0) {
      self.kind = kind
      self.cutoff = cutoff
      self.resonance = resonance
    }
  }

  /// The name within its kit.
  public var name: String
  /// One to six layers.
  public var layers: [Layer]
  /// The gain before soft saturation; nil for none.
  public var drive: Decibels?
  /// The level of all layers.
  public var level: Decibels
  /// From -1 (left) to 1 (right).
  public var pan: Double
  /// How much the velocity moves the level, 0...2; 1 as General MIDI has it.
  public var velocity: Double
  /// How far hits differ by chance, 0...1: at 1 by up to 60 cents, 3 dB and a fifth of the decay.
  public var variation: Double
  /// A strike ends what sounds of the same group, as a closed hat does an open one; nil for none.
  public var choke: String?
  /// Whether a released key ends it; otherwise it always sounds to its end.
  public var isHeld: Bool

  /// Makes a piece.
  public init(
    name: String, layers: [Layer], drive: Decibels? = nil, level: Decibels = 0, pan: Double = 0,
    velocity: Double = 1, variation: Double = 0.2, choke: String? = nil, isHeld: Bool = false
  ) {
    self.name = name
    self.layers = layers
    self.drive = drive
    self.level = level
    self.pan = pan
    self.velocity = velocity
    self.variation = variation
    self.choke = choke
    self.isHeld = isHeld
  }
}
