import Foundation
public import Signal

/// What is heard of a stem before its strip.
public struct StemAnalysis: Hashable, Sendable {
  /// The stem's id.
  public var id: String
  /// The loudness of the passages in which it plays (gated, BS.1770-5); nil for silence or under 400 ms.
  public var loudness: LUFS?
  /// Its greatest sample; nil for silence.
  public var peak: Decibels?
  /// The power in every frame and ERB band.
  public var bands: BandMap
  /// The mean square of every 10 ms, both channels together.
  public var envelope: [Float]
  /// The same below 150 Hz.
  public var lowEnvelope: [Float]
  /// The character of the sound.
  public var features: StemFeatures
  /// The K-weighted power of the left and right channel, and of their product, over all frames.
  public var stereo: StereoPower

  /// The level to balance by: loudness, or for a sound shorter than 400 ms twelve decibels below its peak.
  public var level: LUFS? { loudness ?? peak.map { LUFS($0.value - 12) } }
}

/// How the power of a sound lies between left and right.
public struct StereoPower: Hashable, Sendable {
  /// The power of the left channel.
  public var left = 0.0
  /// The power of the right channel.
  public var right = 0.0
  /// The mean product of both channels.
  public var cross = 0.0

  /// Makes powers.
  public init(left: Double = 0, right: Double = 0, cross: Double = 0) {
    self.left = left
    self.right = right
    self.cross = cross
  }

  /// Both channels' power together.
  public var total: Double { left + right }
  /// The correlation of the channels, -1...1; 1 for silence and for one channel alone.
  public var correlation: Double {
    let root = (left * right).squareRoot()
    return root > 1e-12 * total && root > 0 ? min(1, max(-1, cross / root)) : 1
  }
  /// A side.
  public enum Side: String, Sendable {
    /// The first channel.
    case left
    /// The second.
    case right
  }
  /// The side that carries nothing while the other sounds: 60 dB below it; nil for none.
  public var deadSide: Side? {
    guard max(left, right) > 0, min(left, right) <= 1e-6 * max(left, right) else { return nil }
    return left < right ? .left : .right
  }
  /// The level of the right channel against the left; 0 for silence, at most 60 dB either way.
  public var balance: Decibels {
    guard total > 0 else { return 0 }
    let floor = total * 1e-6
    return Decibels(power: max(right, floor) / max(left, floor)) ?? 0
  }
  /// The power of the side over the power of the middle.
  public var width: Double {
    let middle = left + right + 2 * cross
    return middle > 1e-12 * total ? max(0, left + right - 2 * cross) / middle : 0
  }
  /// How much softer the sum of both channels is than stereo, played on both sides.
  public var monoLoss: Decibels {
    guard total > 0 else { return 0 }
    return Decibels(power: total / max((left + right + 2 * cross) / 2, total * 1e-6)) ?? 0
  }
}

/// Numbers that describe a sound whatever its level.
public struct StemFeatures: Hashable, Sendable {
  /// The share of time in which it plays, 0...1.
  public var activity = 0.0
  /// Peak over root mean square where it plays, in dB.
  public var crest = 0.0
  /// The middle of its power on the ERB scale.
  public var centre = 0.0
  /// The width of its power on the ERB scale.
  public var spread = 0.0
  /// Below which ERB number a twentieth of its power lies.
  public var lowest = 0.0
  /// The share of its power below 120 Hz, and above 5 kHz.
  public var lowShare = 0.0, highShare = 0.0
  /// The flatness of its spectrum in dB, 0 for noise and far below for tones.
  public var flatness = 0.0
  /// How many tones sound at once: peaks within 20 dB of the highest.
  public var tones = 0.0
  /// Onsets in a second of playing.
  public var onsets = 0.0
  /// How steady the level is while it plays: 1 for an organ, near 0 for a drum.
  public var steadiness = 0.0
  /// How alike successive spectra are, 0...1.
  public var likeness = 0.0
  /// The 10th to 95th percentile of the level in 400 ms windows where it plays, in dB.
  public var range = 0.0

  /// Makes features of silence.
  public init() {}

  /// The features as numbers of like spread, in the order of `KindModel`.
  var vector: [Double] {
    [
      activity, crest, centre, spread, lowest, lowShare, highShare, flatness, log(1 + tones),
      log(1 + onsets), steadiness, likeness, range,
    ]
  }
}
