public import Signal

extension Compressor {
  /// What the compressor listens to.
  public enum Detector: Hashable, Codable, Sendable {
    /// The magnitude of each sample.
    case peak
    /// The mean square over a window of so many seconds.
    case rootMeanSquare(seconds: Double)
  }

  /// How attack and release are chosen.
  public enum Timing: String, Hashable, Codable, Sendable {
    /// As set.
    case fixed
    /// By the crest factor C of what is heard, over 200 ms: attack = 2 A / C^2, release = 2 R / C^2 - attack, where A
    /// and R are the times that are set, the longest. Sustained tones get A and nearly R, drums a tenth.
    ///
    /// D. Giannoulis, M. Massberg, J. Reiss, "Parameter automation in a dynamic range compressor", JAES 61
    /// (2013), which uses A = 80 ms, R = 1 s.
    case byCrestFactor
  }

  /// The settings of a compressor.
  public struct Settings: Hashable, Codable, Sendable {
    /// The level above which the gain falls, in dB of full scale amplitude.
    public var threshold: Decibels
    /// The input change in dB for 1 dB at the output, at least 1.
    public var ratio: Double
    /// The width of the soft knee, centred on the threshold; 0 is a hard knee.
    public var knee: Decibels
    /// The time constant of a falling gain in seconds.
    public var attack: Double
    /// The time constant of a rising gain in seconds.
    public var release: Double
    /// A fixed gain behind the compressor.
    public var makeUp: Decibels
    /// What it listens to.
    public var detector: Detector
    /// The share of the compressed signal from 0 to 1; the rest is the dry input.
    public var mix: Double
    /// How attack and release are chosen.
    public var timing: Timing
    /// Whether the mean reduction is given back as gain, beside `makeUp`.
    ///
    /// The mean is taken over 2 s of sound above -60 dB, and begins at half of the reduction at full scale (Giannoulis,
    /// Massberg, Reiss 2013).
    public var makesUp: Bool
    /// Below this it listens less, by 12 dB an octave, so that a bass does not move everything; nil for nowhere.
    public var listensAbove: Hertz?
    /// The most that the gain falls; nil for no limit.
    public var range: Decibels?

    /// Makes settings; the defaults are a gentle bus compressor.
    public init(
      threshold: Decibels = -18, ratio: Double = 2, knee: Decibels = 6, attack: Double = 0.02,
      release: Double = 0.2, makeUp: Decibels = 0,
      detector: Detector = .rootMeanSquare(seconds: 0.01), mix: Double = 1,
      timing: Timing = .fixed, makesUp: Bool = false, listensAbove: Hertz? = nil,
      range: Decibels? = nil
    ) {
      self.threshold = threshold
      self.ratio = ratio
      self.knee = knee
      self.attack = attack
      self.release = release
      self.makeUp = makeUp
      self.detector = detector
      self.mix = mix
      self.timing = timing
      self.makesUp = makesUp
      self.listensAbove = listensAbove
      self.range = range
    }

    /// Reads settings; what older versions had not is as it was then.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      threshold = try values.decode(Decibels.self, forKey: .threshold)
      ratio = try values.decode(Double.self, forKey: .ratio)
      knee = try values.decode(Decibels.self, forKey: .knee)
      attack = try values.decode(Double.self, forKey: .attack)
      release = try values.decode(Double.self, forKey: .release)
      makeUp = try values.decode(Decibels.self, forKey: .makeUp)
      detector = try values.decode(Detector.self, forKey: .detector)
      mix = try values.decode(Double.self, forKey: .mix)
      timing = try values.decodeIfPresent(Timing.self, forKey: .timing) ?? .fixed
      makesUp = try values.decodeIfPresent(Bool.self, forKey: .makesUp) ?? false
      listensAbove = try values.decodeIfPresent(Hertz.self, forKey: .listensAbove)
      range = try values.decodeIfPresent(Decibels.self, forKey: .range)
    }
  }
}
