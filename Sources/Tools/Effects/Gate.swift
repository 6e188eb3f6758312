public import Signal

/// Turns down what is softer than a threshold: an expander at low ratios, a gate at high ones.
///
/// It opens at the threshold and closes `hysteresis` below it, after `hold`; while open the gain is 1 and every bit
/// passes. While closed the gain follows the curve ratio * (level - threshold), down to `range`. Times are one-pole in
/// decibels (U. Zölzer, "DAFX", 2nd edition 2011, section 4.2.3). With `lookAhead` it opens before the sound.
public struct Gate: SideChained {
  /// The settings of a gate.
  public struct Settings: Hashable, Codable, Sendable {
    /// The level at which it opens, in dB of full scale amplitude.
    public var threshold: Decibels
    /// How far below the threshold it closes, 0 to 24 dB.
    public var hysteresis: Decibels
    /// The change at the output in dB for 1 dB at the input below the threshold, at least 1; 2 is a gentle expander.
    public var ratio: Double
    /// The most that the gain falls, 0 to 100 dB.
    public var range: Decibels
    /// The time constant of opening in seconds.
    public var attack: Double
    /// How long it stays open after the level fell, in seconds, 0 to 2.
    public var hold: Double
    /// The time constant of closing in seconds.
    public var release: Double
    /// How long before the sound it opens, in seconds, 0 to 10 ms: the latency.
    public var lookAhead: Double
    /// Below this it does not listen, by 12 dB an octave; nil for nowhere.
    public var listensAbove: Hertz?

    /// Makes settings; the defaults are a gate for drums.
    public init(
      threshold: Decibels = -40, hysteresis: Decibels = 4, ratio: Double = 10,
      range: Decibels = 60, attack: Double = 0.000_5, hold: Double = 0.05, release: Double = 0.1,
      lookAhead: Double = 0, listensAbove: Hertz? = nil
    ) {
      self.threshold = threshold
      self.hysteresis = hysteresis
      self.ratio = ratio
      self.range = range
      self.attack = attack
      self.hold = hold
      self.release = release
      self.lookAhead = lookAhead
      self.listensAbove = listensAbove
    }

    /// A gentle expander: 2:1, at most 12 dB, soft times.
    public static let expander = Settings(
      threshold: -45, ratio: 2, range: 12, attack: 0.005, hold: 0.02, release: 0.2)
  }

  /// The settings.
  public let settings: Settings
  private var sampleRate = SampleRate.studio
  private var listening = BiquadCascade([])
  private var lines: [DelayLine] = []
  private var delay = 0
  private var holdFrames = 0
  private var peakPole: Float = 0
  private var attackPole: Float = 0
  private var releasePole: Float = 0
  private var peak: Float = 0
  private var isOpen = false
  private var held = 0
  /// The present reduction in octaves, at least 0.
  private var reduction: Float = 0
  private var heard = [Float](repeating: 0, count: 2 * Gate.chunk)
  private var gains = [Float](repeating: 0, count: Gate.chunk)
  private static let chunk = 64

  /// Makes a gate; settings outside their ranges are held at the ends.
  public init(_ settings: Settings = Settings()) {
    var held = settings
    held.hysteresis = min(max(settings.hysteresis, 0), 24)
    held.ratio = max(settings.ratio, 1)
    held.range = min(max(settings.range, 0), 100)
    held.hold = min(max(settings.hold, 0), 2)
    held.lookAhead = min(max(settings.lookAhead, 0), 0.01)
    self.settings = held
  }

  /// The look-ahead.
  public var latency: Frames { Frames(delay) }

  /// The look-ahead: the output ends with the input.
  public var tail: Frames { Frames(delay) }

  /// Allocates the look-ahead.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    self.sampleRate = sampleRate
    delay = sampleRate.frames(in: settings.lookAhead).count
    lines = (0..<2).map { _ in DelayLine(maximumDelay: delay + 2 * Gate.chunk) }
    holdFrames = sampleRate.frames(in: settings.hold).count + delay
    listening = BiquadCascade(
      settings.listensAbove.map { [.highPass($0, at: sampleRate)] } ?? [])
    // The peak of a wave is held until the next: 10 ms reach down to 50 Hz.
    peakPole = pole(0.01, sampleRate)
    attackPole = pole(settings.attack, sampleRate)
    releasePole = pole(settings.release, sampleRate)
    reset()
  }

  /// Closes the gate and empties the look-ahead.
  public mutating func reset() {
    listening.reset()
    for index in lines.indices { lines[index].reset() }
    (peak, isOpen, held) = (0, false, 0)
    reduction = Float(settings.range.value) / LevelScale.decibelsPerOctave
  }

  /// Gates a stereo block in place by the level of its key.
  public mutating func process(_ block: AudioBlock, key: AudioBlock) {
    precondition(block.channelCount == 2 && key.channelCount == 2, "stereo blocks")
    precondition(key.frameCount == block.frameCount)
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let count = min(Gate.chunk, block.frameCount - start)
      listen(to: key[frames: start..<start + count])
      decide(count)
      apply(to: block[frames: start..<start + count])
      start += count
    }
  }

  /// Fills `gains` with the peaks of what is heard.
  private mutating func listen(to key: AudioBlock) {
    heard.withUnsafeMutableBufferPointer { heard in
      gains.withUnsafeMutableBufferPointer { peaks in
        guard let base = heard.baseAddress, let peaks = peaks.baseAddress else { return }
        let block = AudioBlock(
          base: base, channelStride: Gate.chunk, channelCount: 2, frameCount: key.frameCount)
        block.copyFinite(from: key)
        listening.process(block)
        let (left, right) = (block[0], block[1])
        for frame in 0..<key.frameCount {
          let (l, r) = (left[frame].magnitude, right[frame].magnitude)
          let level = l > r ? l : r
          let falling = peak * peakPole
          peak = level > falling ? level : falling
          peak = peak > LevelSensor.floor ? peak : 0
          peaks[frame] = peak
        }
      }
    }
  }

  /// Turns peaks into gains.
  private mutating func decide(_ count: Int) {
    let octave = LevelScale.decibelsPerOctave
    let opens = Float(settings.threshold.gain)
    let closes = Float((settings.threshold - settings.hysteresis).gain)
    let threshold = Float(settings.threshold.value) / octave
    let slope = Float(settings.ratio - 1)
    let range = Float(settings.range.value) / octave
    gains.withUnsafeMutableBufferPointer { gains in
      for frame in 0..<count {
        let peak = gains[frame]
        if peak >= opens { isOpen = true }
        held = peak >= closes ? holdFrames : max(held - 1, 0)
        if held == 0, peak < closes { isOpen = false }
        var wanted: Float = 0
        if !isOpen {
          let level = LevelScale.log2(peak > LevelSensor.floor ? peak : LevelSensor.floor)
          wanted = min(max(slope * (threshold - level), 0), range)
        }
        let keep = wanted < reduction ? attackPole : releasePole
        reduction = wanted + keep * (reduction - wanted)
        // A thousandth of a decibel from open is open.
        if wanted == 0, reduction < 1e-4 { reduction = 0 }
        gains[frame] = LevelScale.exp2(-reduction)
      }
    }
  }

  private mutating func apply(to block: AudioBlock) {
    let count = block.frameCount
    for channel in 0..<2 where delay > 0 {
      lines[channel].write(block[channel], count: count)
      lines[channel].read(delay: delay + count, into: block[channel], count: count)
    }
    let (left, right) = (block[0], block[1])
    gains.withUnsafeBufferPointer { gains in
      for frame in 0..<count {
        left[frame] *= gains[frame]
        right[frame] *= gains[frame]
      }
    }
  }
}
