public import Signal

/// Something that is wrong with a sound, or likely to be, with its numbers.
public enum SoundFault: Hashable, Sendable {
  /// It is shorter than can be measured, in seconds.
  case tooShort(seconds: Double, least: Double)
  /// Nothing in it rises above -80 dBFS; `peak` is nil for zeros alone.
  case silent(peak: Decibels?)
  /// Samples are NaN or infinite, the first at this channel and frame.
  case notFinite(count: Int, channel: Int, frame: Int)
  /// Flat tops: how many, the longest in frames, the share of all samples, the level they are cut at, and
  /// where the first begins.
  case clipped(runs: Int, longest: Int, share: Double, level: Decibels, channel: Int, frame: Int)
  /// Samples lie beyond full scale, which a float file can hold.
  case beyondFullScale(peak: Decibels, samples: Int)
  /// The mean of a channel is not zero, of full scale, `[channels]`.
  case directCurrent(perChannel: [Double])
  /// Left and right work against each other: their correlation, -1...0, and the loss of power in mono.
  case outOfPhase(correlation: Double, monoLoss: Decibels?)
  /// Only one side carries sound; this channel is silent.
  case oneChannelOnly(silentChannel: Int)

  /// Whether a sound with this fault cannot be worked on.
  ///
  /// Clipping is beyond repair where more than 5 % of all samples lie on flat tops at full scale: a square wave's
  /// share begins there, while the loudest records stay below 1 %.
  public var isFatal: Bool {
    switch self {
    case .tooShort, .silent, .notFinite: true
    case .clipped(_, _, let share, let level, _, _):
      share > SoundCheck.shareBeyondRepair && level >= SoundCheck.fullScale
    case .beyondFullScale, .directCurrent, .outOfPhase, .oneChannelOnly: false
    }
  }
}
