public import Signal

/// An equalizer whose bands move with the level of what lies in them, or of what lies there in a key.
///
/// Each band listens through a filter of its own shape to the input of the whole effect, or to the key, and moves from
/// `gain` by up to `range` where that level is above the threshold: down to tame a resonance or to make room for a
/// voice (key), up to bring out. The gain follows `Compressor`'s curve and times; filters are those of
/// `ParametricEqualizer`. At rest with a gain of 0 dB every bit passes. Without latency.
public struct DynamicEqualizer: SideChained {
  /// What a band looks like.
  public enum Shape: String, Hashable, Codable, Sendable {
    /// A bell around the frequency.
    case bell
    /// A shelf below the frequency.
    case lowShelf
    /// A shelf above the frequency.
    case highShelf
  }

  /// One band.
  public struct Band: Hashable, Codable, Sendable {
    /// What the band looks like.
    public var shape: Shape
    /// Its centre, or where half of a shelf's gain is reached.
    public var frequency: Hertz
    /// The frequency over the width of a bell, or the steepness of a shelf; 0.1 to 20.
    public var quality: Double
    /// The gain at rest, -30 to 30 dB.
    public var gain: Decibels
    /// How far the gain moves at most: below 0 it falls, above 0 it rises; -30 to 30 dB.
    public var range: Decibels
    /// The level in the band above which the gain moves, in dB of full scale amplitude.
    public var threshold: Decibels
    /// The change of level in dB for 1 dB at the output of a falling band, at least 1.
    public var ratio: Double
    /// The width of the soft knee, centred on the threshold.
    public var knee: Decibels
    /// The time constant of a beginning movement in seconds.
    public var attack: Double
    /// The time constant of its return in seconds.
    public var release: Double
    /// How the level is measured.
    public var detector: Compressor.Detector

    /// Makes a band; the defaults tame up to 6 dB.
    public init(
      _ shape: Shape = .bell, frequency: Hertz, quality: Double = 1, gain: Decibels = 0,
      range: Decibels = -6, threshold: Decibels = -30, ratio: Double = 3, knee: Decibels = 6,
      attack: Double = 0.01, release: Double = 0.12,
      detector: Compressor.Detector = .rootMeanSquare(seconds: 0.01)
    ) {
      self.shape = shape
      self.frequency = frequency
      self.quality = quality
      self.gain = gain
      self.range = range
      self.threshold = threshold
      self.ratio = ratio
      self.knee = knee
      self.attack = attack
      self.release = release
      self.detector = detector
    }
  }

  /// The bands, first to last; values outside their ranges are held at the ends.
  public let bands: [Band]
  private var working: [DynamicBand] = []
  private var key = [Float](repeating: 0, count: 2 * DynamicBand.chunk)

  /// Makes an equalizer.
  public init(_ bands: [Band]) {
    self.bands = bands.map { band in
      var held = band
      held.quality = min(max(band.quality, 0.1), 20)
      held.gain = min(max(band.gain, -30), 30)
      held.range = min(max(band.range, -30), 30)
      return held
    }
  }

  /// None.
  public var latency: Frames { .zero }

  /// The ringing of the bands.
  public var tail: Frames { working.reduce(.zero) { $0 + $1.tail } }

  /// The greatest movement of each band since the last reset, in dB, at least 0.
  public var movements: [Decibels] { working.map(\.movement) }

  /// Designs the filters of every band for every quarter of a decibel.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    working = bands.map { DynamicBand($0, sampleRate: sampleRate) }
  }

  /// Returns all bands to rest and forgets their movements.
  public mutating func reset() {
    for index in working.indices { working[index].reset() }
  }

  /// Filters a stereo block in place by the levels in its key.
  public mutating func process(_ block: AudioBlock, key: AudioBlock) {
    precondition(block.channelCount == 2 && key.channelCount == 2, "stereo blocks")
    precondition(key.frameCount == block.frameCount)
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let count = min(DynamicBand.chunk, block.frameCount - start)
      let part = block[frames: start..<start + count]
      self.key.withUnsafeMutableBufferPointer { memory in
        guard let base = memory.baseAddress else { return }
        let heard = AudioBlock(
          base: base, channelStride: DynamicBand.chunk, channelCount: 2, frameCount: count)
        heard.copyFinite(from: key[frames: start..<start + count])
        for index in working.indices { working[index].process(part, key: heard) }
      }
      start += count
    }
  }
}

extension DynamicEqualizer.Shape {
  /// The filter of a band at a gain.
  func section(
    _ frequency: Hertz, gain: Decibels, quality: Double, at rate: SampleRate
  ) -> BiquadCoefficients {
    switch self {
    case .bell: .matchedPeak(frequency, gain: gain, quality: quality, at: rate)
    case .lowShelf: .matchedLowShelf(frequency, gain: gain, quality: quality, at: rate)
    case .highShelf: .matchedHighShelf(frequency, gain: gain, quality: quality, at: rate)
    }
  }

  /// What a band listens through: 0 dB where the band has its full effect.
  func listening(_ frequency: Hertz, _ quality: Double, _ rate: SampleRate) -> BiquadCoefficients {
    switch self {
    case .bell: .bandPass(frequency, quality: quality, at: rate)
    case .lowShelf: .lowPass(frequency, at: rate)
    case .highShelf: .highPass(frequency, at: rate)
    }
  }
}
