public import Signal

/// A feed-forward compressor with a soft knee, both channels under one gain.
///
/// Gain computer and smooth decoupled peak detector in the logarithmic domain follow D. Giannoulis,
/// M. Massberg, J. Reiss, "Digital dynamic range compressor design", JAES 60 (2012), equations 4 and 17.
/// It has no latency. Levels are measured as max(|L|, |R|), or as the louder channel's mean square.
public struct Compressor: SideChained {
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
  /// The automatic make-up gain at present, 0 dB without it.
  public var presentMakeUp: Decibels {
    settings.makesUp ? Decibels(Double(mean * LevelScale.decibelsPerOctave)) : 0
  }

  // Everything below is in octaves of amplitude, log2, which is 6.02 dB.
  private var sampleRate = SampleRate.studio
  private var sensor: LevelSensor
  private let curve: GainCurve
  private var smoother = ReductionSmoother()
  private var listening = BiquadCascade([])
  private var crest = CrestFactor()
  private var grid = FrameGrid(step: Compressor.chunk)
  /// The mean reduction and how it keeps from frame to frame.
  private var mean: Float = 0
  private var meanPole: Float = 0
  private var deepest: Float = 0
  private var total = 0.0
  private var frames = 0
  private var levels = [Float](repeating: 0, count: Compressor.chunk)
  private var heard = [Float](repeating: 0, count: 2 * Compressor.chunk)
  private static let chunk = 128
  /// -60 dB: the make-up gain stays as it is while less is heard.
  private static let quiet = Float(-60) / LevelScale.decibelsPerOctave

  /// Makes a compressor.
  public init(_ settings: Settings = Settings()) {
    self.settings = settings
    sensor = LevelSensor(settings.detector)
    curve = GainCurve(
      threshold: settings.threshold, ratio: settings.ratio, knee: settings.knee,
      range: settings.range)
  }

  /// None.
  public var latency: Frames { .zero }

  /// None: the output falls with the input; only the gain has memory.
  public var tail: Frames { .zero }

  /// Computes the time constants.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    self.sampleRate = sampleRate
    sensor.prepare(sampleRate: sampleRate)
    crest.prepare(sampleRate: sampleRate)
    meanPole = pole(2, sampleRate)
    listening = BiquadCascade(
      settings.listensAbove.map { [.highPass($0, at: sampleRate)] } ?? [])
    reset()
  }

  /// Compresses a stereo block by the level of another of as many frames, for instance a kick drum.
  public mutating func process(_ block: AudioBlock, sidechain: AudioBlock?) {
    process(block, key: sidechain ?? block)
  }

  /// Compresses a stereo block by the level of its key.
  public mutating func process(_ block: AudioBlock, key: AudioBlock) {
    precondition(block.channelCount == 2 && key.channelCount == 2, "stereo blocks")
    precondition(key.frameCount == block.frameCount)
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let (count, isLine) = grid.advance(remaining: block.frameCount - start)
      if isLine { setTimes() }
      listen(to: key[frames: start..<start + count])
      computeReduction(count)
      apply(to: block[frames: start..<start + count])
      start += count
    }
  }

  /// Attack and release for the next cell of the grid.
  private mutating func setTimes() {
    var times = (attack: settings.attack, release: settings.release)
    switch settings.timing {
    case .fixed:
      // Set once: they do not change.
      guard frames == 0 else { return }
    case .byCrestFactor:
      times = crest.times(
        longestAttack: settings.attack, longestRelease: settings.release)
    }
    smoother.attack = pole(times.attack, sampleRate)
    smoother.release = pole(times.release, sampleRate)
  }

  /// Fills `levels` with the amplitude that each frame is judged by.
  private mutating func listen(to key: AudioBlock) {
    heard.withUnsafeMutableBufferPointer { heard in
      levels.withUnsafeMutableBufferPointer { levels in
        guard let base = heard.baseAddress, let levels = levels.baseAddress else { return }
        let block = AudioBlock(
          base: base, channelStride: Compressor.chunk, channelCount: 2, frameCount: key.frameCount)
        block.copyFinite(from: key)
        listening.process(block)
        if settings.timing == .byCrestFactor { crest.hear(block) }
        sensor.measure(block, into: levels)
      }
    }
  }

  /// Turns `levels` into smoothed gain changes in octaves: reductions below 0, with the automatic make-up.
  private mutating func computeReduction(_ count: Int) {
    var (smoother, deepest, mean) = (smoother, deepest, mean)
    let (curve, makesUp, meanPole) = (curve, settings.makesUp, meanPole)
    var sum: Float = 0
    levels.withUnsafeMutableBufferPointer { levels in
      heard.withUnsafeMutableBufferPointer { wanted in
        guard let levels = levels.baseAddress, let wanted = wanted.baseAddress else { return }
        for frame in 0..<count { wanted[frame] = curve.reduction(at: levels[frame]) }
        for frame in 0..<count {
          let smooth = smoother.next(wanted[frame])
          deepest = smooth > deepest ? smooth : deepest
          sum += smooth
          let isHeard = makesUp && levels[frame] > Compressor.quiet
          mean += isHeard ? (1 - meanPole) * (smooth - mean) : 0
          levels[frame] = mean - smooth
        }
      }
    }
    (self.smoother, self.deepest, self.mean) = (smoother, deepest, mean)
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
        let gain = wet * LevelScale.exp2(levels[frame]) + dry
        left[frame] *= gain
        right[frame] *= gain
      }
    }
  }

  /// Returns to the first gain and forgets the statistics.
  public mutating func reset() {
    sensor.reset()
    smoother.reset()
    listening.reset()
    crest.reset()
    grid.reset()
    (deepest, total, frames) = (0, 0, 0)
    mean = settings.makesUp ? 0.5 * curve.reduction(at: 0) : 0
  }
}
