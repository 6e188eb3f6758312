public import Signal

/// A recording made small enough to be drawn, however long it is.
public struct SoundOverview: Hashable, Sendable {
  /// What one channel does within one column.
  public struct Extent: Hashable, Sendable {
    /// The lowest and highest samples.
    public var low: Float, high: Float
    /// The root mean square.
    public var mean: Float

    /// Makes an extent; silence by default.
    public init(low: Float = 0, high: Float = 0, mean: Float = 0) {
      self.low = low
      self.high = high
      self.mean = mean
    }
  }

  /// Loudness at a time.
  public struct Moment: Hashable, Sendable {
    /// The end of the windows in seconds.
    public var time: Double
    /// The loudness of 400 ms and of 3 s; nil in silence and before there is so much.
    public var momentary: LUFS?, shortTerm: LUFS?

    /// Makes a moment.
    public init(time: Double, momentary: LUFS?, shortTerm: LUFS?) {
      self.time = time
      self.momentary = momentary
      self.shortTerm = shortTerm
    }
  }

  /// The length in seconds.
  public var duration: Double
  /// The waveform, `[channels][columns]`.
  public var waveform: [[Extent]]
  /// The middles of the rows of the spectrogram, rising evenly in octaves.
  public var frequencies: [Hertz]
  /// The level of each row and column in dB, `[columns][rows]`, a full-scale sine being 0.
  public var levels: [Float]
  /// The course of loudness.
  public var loudness: [Moment]

  /// The number of columns.
  public var columns: Int { frequencies.isEmpty ? 0 : levels.count / frequencies.count }

  /// Makes an overview.
  public init(
    duration: Double, waveform: [[Extent]], frequencies: [Hertz], levels: [Float],
    loudness: [Moment]
  ) {
    self.duration = duration
    self.waveform = waveform
    self.frequencies = frequencies
    self.levels = levels
    self.loudness = loudness
  }
}
