public import Signal

/// Settings of the voice with frequency modulation, which is done as phase modulation.
///
/// After J. Chowning, "The Synthesis of Complex Audio Spectra by Means of Frequency Modulation",
/// JAES 21, 1973.
public struct FMPatch: Hashable, Codable, Sendable {
  /// A sine oscillator with its own envelope.
  public struct Operator: Hashable, Codable, Sendable {
    /// Its frequency as a multiple of the note's, 0.25...32.
    public var ratio: Double
    /// Cents above that, -100...100.
    public var cents: Double
    /// What is heard of it; nil if it is not heard.
    public var level: Decibels?
    /// How far it turns the phase of each operator of `modulates`, in radians, 0...20.
    public var index: Double
    /// The operators whose phase it turns, all earlier in the list, counted from 0.
    public var modulates: [Int]
    /// How far its last two values turn its own phase, in radians, 0...2.
    public var feedback: Double
    /// Its envelope.
    public var envelope: EnvelopeShape
    /// How much the velocity moves its level or index, 0...2; 1 as General MIDI has it.
    public var velocity: Double
    /// How far level or index fall with each octave above key 60, in dB, 0...24.
    public var keyScaling: Double

    /// Makes an operator.
    public init(
      ratio: Double = 1, cents: Double = 0, level: Decibels? = nil, index: Double = 0,
      modulates: [Int] = [], feedback: Double = 0, envelope: EnvelopeShape, velocity: Double = 1,
      keyScaling: Double = 0
    ) {
      self.ratio = ratio
      self.cents = cents
      self.level = level
      self.index = index
      self.modulates = modulates
      self.feedback = feedback
      self.envelope = envelope
      self.velocity = velocity
      self.keyScaling = keyScaling
    }
  }

  /// A swing from left to right, such as that of a suitcase piano.
  public struct Tremolo: Hashable, Codable, Sendable {
    /// Cycles a second, 0.1...12.
    public var rate: Double
    /// How far it goes, 0...1.
    public var depth: Double

    /// Makes a tremolo.
    public init(rate: Double, depth: Double) {
      self.rate = rate
      self.depth = depth
    }
  }

  /// One to six operators; modulators stand after what they modulate.
  public var operators: [Operator]
  /// The swing between left and right; nil for none.
  public var tremolo: Tremolo?

  /// Makes a patch.
  public init(operators: [Operator], tremolo: Tremolo? = nil) {
    self.operators = operators
    self.tremolo = tremolo
  }
}
