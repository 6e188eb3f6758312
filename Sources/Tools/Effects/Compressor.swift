public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A feed-forward compressor with a soft knee, both channels under one gain.
///
/// Gain computer and smooth decoupled peak detector in the logarithmic domain follow D. Giannoulis,
/// M. Massberg, J. Reiss, "Digital dynamic range compressor design", JAES 60 (2012), equations 4 and 17.
/// It has no latency. Levels are measured as max(|L|, |R|), or as the louder channel's mean square.
public struct Compressor: Effect {
  /// What the compressor listens to.
  public enum Detector: Hashable, Codable, Sendable {
    /// The magnitude of each sample.
    case peak
    /// The mean square over a window of so many seconds.
    case rootMeanSquare(seconds: Double)
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

    /// Makes settings; the defaults are a gentle bus compressor.
    public init(
      threshold: Decibels = -18, ratio: Double = 2, knee: Decibels = 6, attack: Double = 0.02,
      release: Double = 0.2, makeUp: Decibels = 0,
      detector: Detector = .rootMeanSquare(seconds: 0.01), mix: Double = 1
    ) {
      self.threshold = threshold
      self.ratio = ratio
      self.knee = knee
      self.attack = attack
      self.release = release
      self.makeUp = makeUp
      self.detector = detector
      self.mix = mix
    }
  }

  /// The settings.
  public let settings: Settings
  /// The greatest gain reduction since the last reset, at least 0 dB.
  public var maximumReduction: Decibels {
    Decibels(Double(deepest * LevelScale.decibelsPerOctave))
  }
  /// The mean gain reduction in dB over all frames since the last reset.
  public var meanReduction: Decibels {
    guard frames > 0 else { return 0 }
    return Decibels(total / Double(frames) * Double(LevelScale.decibelsPerOctave))
  }

  // Everything below is in octaves of amplitude, log2, which is 6.02 dB.
  private var sampleRate = SampleRate.studio
  private var attackPole: Float = 0
  private var releasePole: Float = 0
  private var meanPole: Float = 0
  private var meanSquare: (left: Float, right: Float) = (0, 0)
  private var peakState: Float = 0
  private var reduction: Float = 0
  private var deepest: Float = 0
  private var total = 0.0
  private var frames = 0
  private var levels = [Float](repeating: 0, count: Compressor.chunk)
  private static let chunk = 128
  /// -120 dB: quieter levels count as this.
  private static let floor: Float = 1e-6

  /// Makes a compressor.
  public init(_ settings: Settings = Settings()) {
    self.settings = settings
  }

  /// None.
  public var latency: Frames { .zero }

  /// None: the output falls with the input; only the gain has memory.
  public var tail: Frames { .zero }

  /// Computes the time constants.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    self.sampleRate = sampleRate
    attackPole = pole(settings.attack)
    releasePole = pole(settings.release)
    if case .rootMeanSquare(let seconds) = settings.detector { meanPole = pole(seconds) }
    reset()
  }

  private func pole(_ seconds: Double) -> Float {
    seconds <= 0 ? 0 : Float(exp(-1 / (seconds * sampleRate.hertz)))
  }

  /// Compresses a stereo block by its own level.
  public mutating func process(_ block: AudioBlock) { process(block, sidechain: nil) }

  /// Compresses a stereo block by the level of another of as many frames, for instance a kick drum.
  public mutating func process(_ block: AudioBlock, sidechain: AudioBlock?) {
    precondition(block.channelCount == 2 && sidechain?.channelCount ?? 2 == 2, "stereo blocks")
    precondition(sidechain?.frameCount ?? block.frameCount == block.frameCount)
    block.silenceNonFinite()
    sidechain?.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let count = min(Compressor.chunk, block.frameCount - start)
      let listened = (sidechain ?? block)[frames: start..<start + count]
      detect(listened)
      computeReduction(count)
      apply(to: block[frames: start..<start + count])
      start += count
    }
  }

  /// Fills `levels` with the log2 amplitude that each frame is judged by.
  private mutating func detect(_ block: AudioBlock) {
    let (left, right, count) = (block[0], block[1], block.frameCount)
    levels.withUnsafeMutableBufferPointer { levels in
      guard let levels = levels.baseAddress else { return }
      switch settings.detector {
      case .peak:
        for frame in 0..<count {
          let (l, r) = (left[frame].magnitude, right[frame].magnitude)
          let level = l > r ? l : r
          levels[frame] = LevelScale.log2(level > Compressor.floor ? level : Compressor.floor)
        }
      case .rootMeanSquare:
        var (l, r) = meanSquare
        let keep = meanPole
        let fresh = 1 - keep
        for frame in 0..<count {
          l = keep * l + fresh * (left[frame] * left[frame])
          r = keep * r + fresh * (right[frame] * right[frame])
          let floor = Compressor.floor * Compressor.floor
          l = l > 1e-20 ? l : 0
          r = r > 1e-20 ? r : 0
          let power = l > r ? l : r
          levels[frame] = power > floor ? power : floor
        }
        meanSquare = (l, r)
        for frame in 0..<count { levels[frame] = 0.5 * LevelScale.log2(levels[frame]) }
      }
    }
  }

  /// Turns `levels` into smoothed gain reductions in octaves, at least 0.
  private mutating func computeReduction(_ count: Int) {
    let octave = LevelScale.decibelsPerOctave
    let threshold = Float(settings.threshold.value) / octave
    let half = max(0, Float(settings.knee.value) / octave / 2)
    let slope = 1 - 1 / Float(max(1, settings.ratio))
    let kneeScale = half > 0 ? slope / (4 * half) : 0
    let (attack, release) = (attackPole, releasePole)
    var (held, smooth, deepest) = (peakState, reduction, deepest)
    var sum: Float = 0
    levels.withUnsafeMutableBufferPointer { levels in
      guard let levels = levels.baseAddress else { return }
      for frame in 0..<count {
        // Equation 4: none below the knee, a parabola inside, the slope above.
        let over = levels[frame] - threshold
        let inside = over + half
        let knee = kneeScale * inside * inside
        let above = over >= half ? slope * over : knee
        levels[frame] = inside > 0 ? above : 0
      }
      for frame in 0..<count {
        // Equation 17: release of the peak, then attack smoothing.
        let wanted = levels[frame]
        let falling = release * held + (1 - release) * wanted
        held = wanted > falling ? wanted : falling
        smooth = attack * smooth + (1 - attack) * held
        held = held > 1e-7 ? held : 0
        smooth = smooth > 1e-7 ? smooth : 0
        deepest = smooth > deepest ? smooth : deepest
        sum += smooth
        levels[frame] = smooth
      }
    }
    (peakState, reduction, self.deepest) = (held, smooth, deepest)
    total += Double(sum)
    frames += count
  }

  private mutating func apply(to block: AudioBlock) {
    let (left, right, count) = (block[0], block[1], block.frameCount)
    let wet = Float(settings.makeUp.gain * min(max(settings.mix, 0), 1))
    let dry = Float(1 - min(max(settings.mix, 0), 1))
    levels.withUnsafeMutableBufferPointer { levels in
      guard let levels = levels.baseAddress else { return }
      for frame in 0..<count {
        let gain = wet * LevelScale.exp2(-levels[frame]) + dry
        left[frame] *= gain
        right[frame] *= gain
      }
    }
  }

  /// Returns to unity gain and forgets the statistics.
  public mutating func reset() {
    meanSquare = (0, 0)
    (peakState, reduction, deepest) = (0, 0, 0)
    (total, frames) = (0, 0)
  }
}
