public import Signal

/// What a loudness meter has found.
///
/// A value is nil where it was not asked for, where the audio is too short for it (400 ms for integrated
/// and momentary, 3 s for short-term) or where there is only silence.
public struct LoudnessReading: Hashable, Codable, Sendable {
  /// Gated loudness of the whole programme, ITU-R BS.1770-5.
  public var integrated: LUFS?
  /// The greatest loudness of any 400 ms.
  public var maximumMomentary: LUFS?
  /// The greatest loudness of any 3 s.
  public var maximumShortTerm: LUFS?
  /// Loudness range in LU, EBU Tech 3342; settled after about a minute.
  public var range: Decibels?
  /// The greatest sample of any channel, in dBFS.
  public var samplePeak: Decibels?
  /// The greatest peak between samples of any channel, in dBTP.
  public var truePeak: Decibels?
  /// How many samples were NaN or infinite; they were measured as silence.
  public var brokenSamples: Int

  /// Makes a reading.
  public init(
    integrated: LUFS? = nil, maximumMomentary: LUFS? = nil, maximumShortTerm: LUFS? = nil,
    range: Decibels? = nil, samplePeak: Decibels? = nil, truePeak: Decibels? = nil,
    brokenSamples: Int = 0
  ) {
    self.integrated = integrated
    self.maximumMomentary = maximumMomentary
    self.maximumShortTerm = maximumShortTerm
    self.range = range
    self.samplePeak = samplePeak
    self.truePeak = truePeak
    self.brokenSamples = brokenSamples
  }

  /// Peak to loudness ratio, true peak less integrated loudness (EBU Tech 3343).
  public var peakToLoudness: Decibels? {
    guard let truePeak, let integrated else { return nil }
    return Decibels(truePeak.value - integrated.value)
  }
}
