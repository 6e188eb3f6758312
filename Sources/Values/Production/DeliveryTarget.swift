public import Signal

/// Where a master goes, and what is asked for there.
public struct DeliveryTarget: Hashable, Codable, Sendable {
  /// The name on the command line, such as `spotify`.
  public var name: String
  /// The name for people.
  public var title: String
  /// The integrated loudness.
  public var loudness: LUFS
  /// How far the loudness may lie off, in LU.
  public var tolerance: Decibels
  /// The highest true peak in dBTP.
  public var ceiling: Decibels
  /// What happens to tracks that are softer than the target.
  public var quietTracks: String
  /// The sample rate that is asked for; nil for any.
  public var sampleRate: SampleRate?
  /// The word length that is asked for; nil for any.
  public var bits: Int?
  /// Where the numbers come from.
  public var source: String
  /// When they were looked up, as year and month.
  public var date: String

  /// Makes a target.
  public init(
    name: String, title: String, loudness: LUFS, tolerance: Decibels = 0.5, ceiling: Decibels,
    quietTracks: String, sampleRate: SampleRate? = nil, bits: Int? = nil, source: String,
    date: String
  ) {
    self.name = name
    self.title = title
    self.loudness = loudness
    self.tolerance = tolerance
    self.ceiling = ceiling
    self.quietTracks = quietTracks
    self.sampleRate = sampleRate
    self.bits = bits
    self.source = source
    self.date = date
  }
}

/// The spectrum, dynamics and loudness between which the records of a genre mostly lie.
public struct GenreCorridor: Hashable, Codable, Sendable {
  /// A point of the spectrum.
  public struct Point: Hashable, Codable, Sendable {
    /// The frequency.
    public var frequency: Hertz
    /// The level of the third octave around it, relative to the one at 1 kHz.
    public var level: Decibels
    /// One standard deviation between records.
    public var spread: Decibels

    /// Makes a point.
    public init(frequency: Hertz, level: Decibels, spread: Decibels) {
      self.frequency = frequency
      self.level = level
      self.spread = spread
    }
  }

  /// The name on the command line.
  public var name: String
  /// The spectrum by rising frequency, joined by straight lines over the logarithm of the frequency.
  public var spectrum: [Point]
  /// The lowest and highest integrated loudness, in LUFS.
  public var loudness: [Double]
  /// The lowest and highest peak to loudness ratio, in dB.
  public var peakToLoudness: [Double]
  /// The lowest and highest loudness range, in LU.
  public var range: [Double]
  /// Where the numbers come from.
  public var source: String

  /// Makes a corridor.
  public init(
    name: String, spectrum: [Point], loudness: [Double], peakToLoudness: [Double],
    range: [Double], source: String
  ) {
    self.name = name
    self.spectrum = spectrum
    self.loudness = loudness
    self.peakToLoudness = peakToLoudness
    self.range = range
    self.source = source
  }
}
