public import Signal

extension MixPlan {
  /// One decision about one strip: what, how much, and why; it counts only while it is applied.
  ///
  /// In JSON the action's numbers stand beside the others, with its name under `kind`:
  /// `{"id": "keys-3", "channel": "keys", "kind": "bell", "frequency": 260, "gain": -2.4, "quality": 1.4,
  /// "applied": true, "reason": "..."}`.
  public struct Move: Hashable, Sendable, Identifiable {
    /// A name that is unique in the plan, such as `keys-3`.
    public var id: String
    /// The strip that it changes, by the part's or stem's id.
    public var channel: String
    /// What is done, and how much.
    public var action: Action
    /// Whether it is done; false leaves it in the plan without effect.
    public var applied: Bool
    /// Why, with what was measured.
    public var reason: String

    /// Makes a move.
    public init(
      id: String, channel: String, action: Action, applied: Bool = true, reason: String
    ) {
      self.id = id
      self.channel = channel
      self.action = action
      self.applied = applied
      self.reason = reason
    }
  }

  /// What a move does to a strip.
  public enum Action: Hashable, Sendable {
    /// Adds to the fader.
    case gain(Decibels)
    /// Turns the right channel's polarity round.
    case invert
    /// Raises the right channel against the left by a difference, half on each side.
    case balance(Decibels)
    /// Sets the place, -1 (left) to 1 (right).
    case pan(Double)
    /// Sets the gain of the side signal, 0 (mono) to 2.
    case width(Double)
    /// Sets the high-pass, 12 dB an octave.
    case highPass(Hertz)
    /// Sets the low-pass, 12 dB an octave.
    case lowPass(Hertz)
    /// Adds a fixed bell or shelf.
    case equalize(EqualizerBand)
    /// Adds a bell that cuts only while another stem sounds in its band.
    case unmask(KeyedBand)
    /// Sets the compressor.
    case compress(Compression)
    /// Adds a gain that falls while another stem sounds.
    case duck(Ducking)
    /// Sets the level into the reverb.
    case reverb(Decibels)
    /// Sets the level into the delay.
    case delay(Decibels)
  }

  /// A band of a strip's equalizer.
  public struct EqualizerBand: Hashable, Sendable {
    /// The shapes.
    public enum Shape: String, CaseIterable, Codable, Sendable {
      /// Around a frequency.
      case bell
      /// Below a frequency.
      case lowShelf
      /// Above a frequency.
      case highShelf
    }

    /// The shape.
    public var shape: Shape
    /// The centre or the corner.
    public var frequency: Hertz
    /// The change there, or well beyond the corner.
    public var gain: Decibels
    /// The centre frequency over the width of a bell; unused by shelves.
    public var quality: Double

    /// Makes a band.
    public init(shape: Shape = .bell, frequency: Hertz, gain: Decibels, quality: Double = 1) {
      self.shape = shape
      self.frequency = frequency
      self.gain = gain
      self.quality = quality
    }
  }

  /// A bell that another stem pulls down.
  public struct KeyedBand: Hashable, Sendable {
    /// The stem that is listened to, as it is before its own strip.
    public var key: String
    /// The centre.
    public var frequency: Hertz
    /// The deepest cut, at most 0.
    public var gain: Decibels
    /// The centre frequency over the width.
    public var quality: Double
    /// The level of the key in the band, in dB of full scale amplitude, from which the cut grows.
    public var threshold: Decibels
    /// Seconds in which the cut comes and goes.
    public var attack: Double, release: Double

    /// Makes a band.
    public init(
      key: String, frequency: Hertz, gain: Decibels, quality: Double, threshold: Decibels,
      attack: Double = 0.01, release: Double = 0.15
    ) {
      self.key = key
      self.frequency = frequency
      self.gain = gain
      self.quality = quality
      self.threshold = threshold
      self.attack = attack
      self.release = release
    }
  }

  /// A strip's compressor, before its fader.
  public struct Compression: Hashable, Sendable {
    /// The level above which the gain falls, in dB of full scale.
    public var threshold: Decibels
    /// The input change for 1 dB at the output, at least 1.
    public var ratio: Double
    /// The width of the soft knee.
    public var knee: Decibels
    /// Seconds in which the gain falls and rises.
    public var attack: Double, release: Double
    /// The gain that makes up for the loss.
    public var makeUp: Decibels

    /// Makes a compressor.
    public init(
      threshold: Decibels, ratio: Double, knee: Decibels, attack: Double, release: Double,
      makeUp: Decibels
    ) {
      self.threshold = threshold
      self.ratio = ratio
      self.knee = knee
      self.attack = attack
      self.release = release
      self.makeUp = makeUp
    }
  }

  /// A gain that falls while another stem sounds, as when the kick pushes the bass aside.
  public struct Ducking: Hashable, Sendable {
    /// The stem that is listened to, as it is before its own strip.
    public var key: String
    /// Only what the key plays below this counts; nil for all of it.
    public var keyLowPass: Hertz?
    /// The level of the key, in dB of full scale, from which the gain falls.
    public var threshold: Decibels
    /// The deepest fall, at most 0.
    public var gain: Decibels
    /// Seconds in which the gain falls and rises.
    public var attack: Double, release: Double

    /// Makes a ducking.
    public init(
      key: String, keyLowPass: Hertz?, threshold: Decibels, gain: Decibels, attack: Double = 0.005,
      release: Double = 0.15
    ) {
      self.key = key
      self.keyLowPass = keyLowPass
      self.threshold = threshold
      self.gain = gain
      self.attack = attack
      self.release = release
    }
  }
}
