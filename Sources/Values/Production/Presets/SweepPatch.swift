public import Signal

/// Settings of a sweep, such as a riser: noise and a tone that move from one state to another while
/// their note lasts, then end.
public struct SweepPatch: Hashable, Codable, Sendable {
  /// A movement between two values.
  public struct Way: Hashable, Codable, Sendable {
    /// Where it starts and where it arrives.
    public var from, to: Double

    /// Makes a way.
    public init(from: Double, to: Double) {
      self.from = from
      self.to = to
    }
  }

  /// The level of the noise; nil for none.
  public var noise: Decibels?
  /// The level of three detuned saws; nil for none.
  public var tone: Decibels?
  /// What the filter passes.
  public var filter: FilterKind
  /// The filter's cutoff in hertz.
  public var cutoff: Way
  /// The filter's resonance, 0...1.
  public var resonance: Double
  /// The tone's pitch in semitones above the key.
  public var pitch: Way
  /// The level in dB, straight in dB.
  public var level: Way
  /// Beats of the level a second, 0 for none.
  public var pulse: Way
  /// Seconds of attack.
  public var attack: Double
  /// Seconds in which it falls by 60 dB after the note.
  public var release: Double
  /// The length in seconds where a player cannot tell how long the note will be.
  public var time: Double

  /// Makes a sweep.
  public init(
    noise: Decibels?, tone: Decibels?, filter: FilterKind, cutoff: Way, resonance: Double,
    pitch: Way, level: Way, pulse: Way, attack: Double, release: Double, time: Double
  ) {
    self.noise = noise
    self.tone = tone
    self.filter = filter
    self.cutoff = cutoff
    self.resonance = resonance
    self.pitch = pitch
    self.level = level
    self.pulse = pulse
    self.attack = attack
    self.release = release
    self.time = time
  }
}

/// Settings of a surface noise: the hiss, crackle, rumble and hum of a record or a tape.
public struct TexturePatch: Hashable, Codable, Sendable {
  /// The root mean square level of the hiss; nil for none.
  public var hiss: Decibels?
  /// The band of the hiss.
  public var low, high: Hertz
  /// The level of the loudest crackles; nil for none.
  public var crackle: Decibels?
  /// Crackles a second on each side, 0...200.
  public var rate: Double
  /// The root mean square level of the rumble below 60 Hz; nil for none.
  public var rumble: Decibels?
  /// The level of the hum; nil for none.
  public var hum: Decibels?
  /// The mains frequency of the hum.
  public var mains: Hertz
  /// How far the hiss comes and goes by chance, 0...1.
  public var flutter: Double
  /// Seconds to come, and to fall by 60 dB.
  public var attack, release: Double

  /// Makes a texture.
  public init(
    hiss: Decibels?, low: Hertz, high: Hertz, crackle: Decibels?, rate: Double, rumble: Decibels?,
    hum: Decibels?, mains: Hertz, flutter: Double, attack: Double, release: Double
  ) {
    self.hiss = hiss
    self.low = low
    self.high = high
    self.crackle = crackle
    self.rate = rate
    self.rumble = rumble
    self.hum = hum
    self.mains = mains
    self.flutter = flutter
    self.attack = attack
    self.release = release
  }
}
