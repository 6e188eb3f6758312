/// Settings of the string.
///
/// After K. Karplus and A. Strong, "Digital Synthesis of Plucked-String and Drum
/// Timbres", CMJ 7(2), 1983; D. Jaffe and J. Smith, "Extensions of the Karplus-Strong Plucked-String
/// Algorithm", in the same number.
public struct StringPatch: Hashable, Codable, Sendable {
  /// What sets the string into motion.
  public enum Excitation: String, CaseIterable, Codable, Sendable {
    /// A finger or plectrum: noise as long as a period.
    case pluck
    /// A hammer: a smooth push, shorter the harder it strikes.
    case strike
  }

  /// What sets it into motion.
  public var excitation: Excitation
  /// Where that happens, as a share of the string's length, 0.02...0.5.
  public var position: Double
  /// How bright the excitation is at full velocity, 0...1.
  public var brightness: Double
  /// How fast high partials die, 0 (all alike) to 0.95.
  public var damping: Double
  /// Seconds in which a held string at key 60 falls by 60 dB, 0.05...30.
  public var decay: Double
  /// How the decay changes with each octave upwards, as a factor, 0.3...1.
  public var decayScaling: Double
  /// Seconds in which a released string falls by 60 dB, 0.02...10.
  public var release: Double
  /// Strings a note, 1...3.
  public var strings: Int
  /// The distance in cents of the outer strings from the middle, 0...20.
  public var detune: Double
  /// How far the keys lie apart between left and right, 0...1.
  public var spread: Double
  /// How much the velocity moves the level, 0...1.
  public var velocity: Double

  /// Makes a patch.
  public init(
    excitation: Excitation = .pluck, position: Double = 0.13, brightness: Double = 0.6,
    damping: Double = 0.3, decay: Double = 4, decayScaling: Double = 0.7, release: Double = 0.15,
    strings: Int = 1, detune: Double = 0, spread: Double = 0.2, velocity: Double = 0.8
  ) {
    self.excitation = excitation
    self.position = position
    self.brightness = brightness
    self.damping = damping
    self.decay = decay
    self.decayScaling = decayScaling
    self.release = release
    self.strings = strings
    self.detune = detune
    self.spread = spread
    self.velocity = velocity
  }
}
