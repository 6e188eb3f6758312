public import Signal

/// A look-ahead limiter that holds peaks between samples under a ceiling, both channels under one gain.
///
/// Two stages in series: the first does the work; the second, fast and nearly idle, takes away what the
/// moving gain of the first may have added between samples and what only a longer interpolation finds: noise
/// and clipped music up to the Nyquist frequency. No eight-times interpolation (ITU-R BS.1770-5 Annex 2) of up to 96
/// taps finds more than 0.05 dB above the ceiling, nor do libebur128 and ffmpeg. Loud passages come down smoothly over 3 ms
/// before the peak; the release is fast after single peaks and slow after sustained reduction.
public struct TruePeakLimiter: Effect {
  /// The highest true peak of the output, in dBTP.
  public let ceiling: Decibels

  private var sampleRate = SampleRate.studio
  private var first: LimiterStage
  private var second: LimiterStage

  /// Makes a limiter; a ceiling above 0 dBTP is held there.
  public init(ceiling: Decibels = -1) {
    self.ceiling = min(ceiling, 0)
    first = LimiterStage(
      ceiling: TruePeakLimiter.target(self.ceiling), attack: 0.003, span: 48,
      sampleRate: .studio)
    second = LimiterStage(
      ceiling: TruePeakLimiter.target(self.ceiling), attack: 0.001, span: 96,
      sampleRate: .studio)
  }

  /// The stages aim a little lower, since no two interpolation filters agree to the last hundredth.
  private static func target(_ ceiling: Decibels) -> Float { Float((ceiling - 0.05).gain) }

  /// The look-ahead of both stages, about 5 ms.
  public var latency: Frames { first.latency + second.latency }

  /// The latency: the output ends with the input.
  public var tail: Frames { latency + 64 }

  /// The greatest gain reduction since the last reset, at least 0 dB.
  public var maximumReduction: Decibels {
    first.statistics.maximum + second.statistics.maximum
  }

  /// The mean gain reduction in dB over all frames since the last reset.
  public var meanReduction: Decibels { first.statistics.mean + second.statistics.mean }

  /// The share of frames since the last reset with more than 3 dB of reduction, 0 to 1.
  public var shareAboveThreeDecibels: Double { first.statistics.shareAboveThree }

  /// Allocates the look-ahead.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    self.sampleRate = sampleRate
    let target = TruePeakLimiter.target(ceiling)
    first = LimiterStage(
      ceiling: target, attack: 0.003, span: 48, sampleRate: sampleRate)
    second = LimiterStage(
      ceiling: target, attack: 0.001, span: 96, sampleRate: sampleRate)
  }

  /// Limits a stereo block in place.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    first.process(block)
    second.process(block)
  }

  /// Empties the look-ahead and forgets the statistics.
  public mutating func reset() {
    first.reset()
    second.reset()
  }
}
