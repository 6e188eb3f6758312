public import Signal

/// What was measured of a programme before or after mastering.
public struct DeliveryMeasurement: Hashable, Codable, Sendable {
  /// Integrated loudness; nil for silence.
  public var loudness: LUFS?
  /// Loudness range in LU.
  public var range: Decibels?
  /// The greatest short-term and momentary loudness.
  public var maximumShortTerm: LUFS?, maximumMomentary: LUFS?
  /// The greatest sample in dBFS and the greatest peak between samples in dBTP.
  public var samplePeak: Decibels?, truePeak: Decibels?
  /// The mean sample of the left and the right channel, full scale being 1.
  public var offset: [Double]
  /// Samples at or beyond full scale.
  public var fullScaleSamples: Int
  /// The correlation of left and right, -1...1.
  public var correlation: Double
  /// The longest time in seconds with a correlation below 0.
  public var outOfPhaseSeconds: Double
  /// The energy of the side relative to that of the middle, in dB; nil for mono.
  public var width: Decibels?
  /// Seconds below -60 dBFS at the start and at the end.
  public var leadingSilence: Double, trailingSilence: Double
  /// The level in dB of each third octave from 20 Hz to 20 kHz, both channels together, in loud passages.
  public var thirdOctaves: [Double]
  /// The duration in seconds.
  public var seconds: Double

  /// Makes a measurement.
  public init(
    loudness: LUFS?, range: Decibels?, maximumShortTerm: LUFS?, maximumMomentary: LUFS?,
    samplePeak: Decibels?, truePeak: Decibels?, offset: [Double], fullScaleSamples: Int,
    correlation: Double, outOfPhaseSeconds: Double, width: Decibels?, leadingSilence: Double,
    trailingSilence: Double, thirdOctaves: [Double], seconds: Double
  ) {
    self.loudness = loudness
    self.range = range
    self.maximumShortTerm = maximumShortTerm
    self.maximumMomentary = maximumMomentary
    self.samplePeak = samplePeak
    self.truePeak = truePeak
    self.offset = offset
    self.fullScaleSamples = fullScaleSamples
    self.correlation = correlation
    self.outOfPhaseSeconds = outOfPhaseSeconds
    self.width = width
    self.leadingSilence = leadingSilence
    self.trailingSilence = trailingSilence
    self.thirdOctaves = thirdOctaves
    self.seconds = seconds
  }

  /// Peak to loudness ratio (EBU Tech 3343).
  public var peakToLoudness: Decibels? {
    guard let truePeak, let loudness else { return nil }
    return Decibels(truePeak.value - loudness.value)
  }

  /// The same programme behind a gain: what levels would be at another loudness.
  public func scaled(by gain: Decibels) -> DeliveryMeasurement {
    var scaled = self
    scaled.loudness = loudness.map { $0 + gain }
    scaled.maximumShortTerm = maximumShortTerm.map { $0 + gain }
    scaled.maximumMomentary = maximumMomentary.map { $0 + gain }
    scaled.samplePeak = samplePeak.map { $0 + gain }
    scaled.truePeak = truePeak.map { $0 + gain }
    scaled.thirdOctaves = thirdOctaves.map { $0 + gain.value }
    return scaled
  }
}

/// What became of the peaks in a lossy codec.
public struct CodecPreview: Hashable, Codable, Sendable {
  /// The codec, such as `MP3`.
  public var codec: String
  /// How it was set, such as `VBR V0`.
  public var setting: String
  /// The highest true peak of the decoded passage in dBTP; nil where the codec is not installed.
  public var truePeak: Decibels?
  /// By how much that is above the passage that was encoded.
  public var overshoot: Decibels?
  /// Why there is no peak.
  public var note: String?

  /// Makes a preview.
  public init(
    codec: String, setting: String, truePeak: Decibels? = nil, overshoot: Decibels? = nil,
    note: String? = nil
  ) {
    self.codec = codec
    self.setting = setting
    self.truePeak = truePeak
    self.overshoot = overshoot
    self.note = note
  }
}

/// A finished master and everything that was measured of it.
public struct MasterDelivery: Hashable, Codable, Sendable {
  /// The input's path.
  public var input: String
  /// The files that were written.
  public var files: [String]
  /// The plan.
  public var plan: MasterPlan
  /// The input and the master.
  public var before: DeliveryMeasurement, after: DeliveryMeasurement
  /// The most and the mean that the limiter took away.
  public var limiting: Decibels, meanLimiting: Decibels
  /// The share of the time with more than 3 dB of limiting, 0...1.
  public var limitingAboveThree: Double
  /// Whether the loudness was given up because it needed too much limiting.
  public var stoppedByLimiting: Bool
  /// True peaks behind lossy codecs, and the seconds at the loudest place that were encoded.
  public var codecs: [CodecPreview], previewSeconds: Double
  /// What should be known, in sentences.
  public var notes: [String]

  /// Makes a delivery.
  public init(
    input: String, files: [String], plan: MasterPlan, before: DeliveryMeasurement,
    after: DeliveryMeasurement, limiting: Decibels, meanLimiting: Decibels,
    limitingAboveThree: Double, stoppedByLimiting: Bool, codecs: [CodecPreview],
    previewSeconds: Double, notes: [String]
  ) {
    self.input = input
    self.files = files
    self.plan = plan
    self.before = before
    self.after = after
    self.limiting = limiting
    self.meanLimiting = meanLimiting
    self.limitingAboveThree = limitingAboveThree
    self.stoppedByLimiting = stoppedByLimiting
    self.codecs = codecs
    self.previewSeconds = previewSeconds
    self.notes = notes
  }
}
