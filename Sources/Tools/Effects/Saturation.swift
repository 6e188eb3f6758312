public import Signal

/// Soft, oversampled distortion: warmth at low drive, grit at high drive.
///
/// The curve is a rational approximation of tanh, moved off its centre by `bias` for even harmonics, run at
/// four or eight times the sample rate so that harmonics do not fold back. The gain is set so that a peak of -12 dBFS
/// keeps its level. Dry and wet are aligned in time.
public struct Saturation: Effect {
  /// The settings of a saturation.
  public struct Settings: Hashable, Codable, Sendable {
    /// The gain into the curve, 0 to 36 dB.
    public var drive: Decibels
    /// The asymmetry from 0 to 0.5: adds even harmonics.
    public var bias: Double
    /// A low-pass behind the curve, nil for none: the dullness of tape.
    public var tone: Hertz?
    /// The share of the distorted signal, 0 to 1.
    public var mix: Double
    /// How many times the sample rate the curve runs at, 4 or 8; nil takes 4 up to 24 dB of drive and else 8.
    ///
    /// Of 5 kHz at 48 kHz, what folds back below 20 kHz is -90 dB at 9 dB of drive, -87 at 18 and -72 at 24; at eight
    /// times the rate -83 dB at 30.
    public var oversampling: Int?

    /// Makes settings; the defaults are a gentle tape.
    public init(
      drive: Decibels = 9, bias: Double = 0.1, tone: Hertz? = nil, mix: Double = 1,
      oversampling: Int? = nil
    ) {
      self.drive = drive
      self.bias = bias
      self.tone = tone
      self.mix = mix
      self.oversampling = oversampling
    }

    /// Reads settings; what older versions had not is as it was then.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      drive = try values.decode(Decibels.self, forKey: .drive)
      bias = try values.decode(Double.self, forKey: .bias)
      tone = try values.decodeIfPresent(Hertz.self, forKey: .tone)
      mix = try values.decode(Double.self, forKey: .mix)
      oversampling = try values.decodeIfPresent(Int.self, forKey: .oversampling)
    }

    /// A worn cassette: driven, dull.
    public static let dusty = Settings(drive: 12, bias: 0.15, tone: 6_500)
  }

  /// The settings.
  public let settings: Settings

  private var samplers: [Oversampler]
  private var filter = BiquadCascade([])
  private var dryLines: [DelayLine] = []
  private var dry = [Float](repeating: 0, count: 2 * Saturation.chunk)
  private static let chunk = 64

  /// Makes a saturation; settings outside their ranges are held at the ends.
  public init(_ settings: Settings = Settings()) {
    var held = settings
    held.drive = min(max(settings.drive, 0), 36)
    held.bias = min(max(settings.bias, 0), 0.5)
    held.mix = min(max(settings.mix, 0), 1)
    self.settings = held
    let factor = held.oversampling ?? (held.drive > 24 ? 8 : 4)
    samplers = (0..<2).map { _ in Oversampler(factor: factor > 4 ? 8 : 4) }
  }

  /// The delay of the oversampling filters, 32 frames.
  public var latency: Frames { samplers[0].latency }

  /// The ringing of the filters.
  public var tail: Frames { latency + latency + filter.tail }

  /// Allocates and designs the filters.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    // An asymmetric curve makes an offset; the high-pass takes it away.
    var sections: [BiquadCoefficients] = [.highPass(8, at: sampleRate)]
    if let tone = settings.tone, tone < Hertz(0.48 * sampleRate.hertz) {
      sections.append(.lowPass(tone, quality: 0.6, at: sampleRate))
    }
    filter = BiquadCascade(sections)
    dryLines = (0..<2).map { _ in DelayLine(maximumDelay: latency.count + 2 * Saturation.chunk) }
    reset()
  }

  /// Clears the filters' memory.
  public mutating func reset() {
    for index in samplers.indices { samplers[index].reset() }
    for index in dryLines.indices { dryLines[index].reset() }
    filter.reset()
  }

  /// Processes a stereo block in place.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let count = min(Saturation.chunk, block.frameCount - start)
      processRun(block[frames: start..<start + count])
      start += count
    }
  }

  private mutating func processRun(_ block: AudioBlock) {
    let count = block.frameCount
    let drive = Float(settings.drive.gain)
    let bias = Float(settings.bias)
    let rest = Saturation.curve(bias)
    // A quarter of full scale, -12 dBFS, comes out as it went in.
    let reference = Saturation.curve(drive * 0.25 + bias) - Saturation.curve(bias - drive * 0.25)
    let level = 0.5 / reference
    let delay = latency.count
    dry.withUnsafeMutableBufferPointer { dry in
      guard let dry = dry.baseAddress else { return }
      for channel in 0..<2 {
        let samples = block[channel]
        dryLines[channel].write(samples, count: count)
        dryLines[channel].read(
          delay: delay + count, into: dry + channel * Saturation.chunk, count: count)
        samplers[channel].process(samples, count: count) { high, length in
          for index in 0..<length {
            high[index] = level * (Saturation.curve(drive * high[index] + bias) - rest)
          }
        }
      }
      filter.process(block)
      let (wet, straight) = (Float(settings.mix), Float(1 - settings.mix))
      for channel in 0..<2 {
        let (samples, dry) = (block[channel], dry + channel * Saturation.chunk)
        for frame in 0..<count { samples[frame] = wet * samples[frame] + straight * dry[frame] }
      }
    }
  }

  /// x (27 + x^2) / (27 + 9 x^2), the Pade approximant of tanh, which reaches 1 with slope 0 at x = 3.
  @inline(__always)
  static func curve(_ x: Float) -> Float {
    let low = x < 3 ? x : 3
    let held = low > -3 ? low : -3
    let square = held * held
    return held * (27 + square) / (27 + 9 * square)
  }
}
