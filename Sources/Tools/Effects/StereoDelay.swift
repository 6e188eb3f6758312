public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Echoes in stereo, with filters in the feedback path: each repeat is darker and thinner.
///
/// Output is `wet` times the echoes plus `dry` times the input; the default is the echoes alone, for a send.
public struct StereoDelay: Effect {
  /// The settings of a delay.
  public struct Settings: Hashable, Codable, Sendable {
    /// The time of the left echo in seconds, 2 ms to 4 s.
    public var leftTime: Double
    /// The time of the right echo in seconds, 2 ms to 4 s.
    public var rightTime: Double
    /// The level of each repeat against the one before, 0 to 0.95.
    public var feedback: Double
    /// Whether repeats change sides; the input then enters, as mono, on the left.
    public var pingPong: Bool
    /// Below this, repeats are cut.
    public var lowCut: Hertz
    /// Above this, repeats are cut.
    public var highCut: Hertz
    /// The linear gain of the echoes.
    public var wet: Double
    /// The linear gain of the input.
    public var dry: Double

    /// Makes settings from times in seconds.
    public init(
      leftTime: Double = 0.375, rightTime: Double = 0.375, feedback: Double = 0.4,
      pingPong: Bool = true, lowCut: Hertz = 200, highCut: Hertz = 5_000, wet: Double = 1,
      dry: Double = 0
    ) {
      self.leftTime = leftTime
      self.rightTime = rightTime
      self.feedback = feedback
      self.pingPong = pingPong
      self.lowCut = lowCut
      self.highCut = highCut
      self.wet = wet
      self.dry = dry
    }

    /// Makes settings from note values in quarter notes at a tempo in quarter notes a minute: 0.5 is an
    /// eighth, 0.75 a dotted eighth.
    public init(
      leftQuarters: Double, rightQuarters: Double, tempo: Double, feedback: Double = 0.4,
      pingPong: Bool = true
    ) {
      self.init(
        leftTime: leftQuarters * 60 / tempo, rightTime: rightQuarters * 60 / tempo,
        feedback: feedback, pingPong: pingPong)
    }
  }

  /// The settings.
  public let settings: Settings

  private var sampleRate = SampleRate.studio
  private var lines: [DelayLine] = []
  private var frames = [0, 0]
  private var filter = BiquadCascade([])
  private var scratch = [Float](repeating: 0, count: 2 * StereoDelay.chunk)
  private static let chunk = 64

  /// Makes a delay; settings outside their ranges are held at the ends.
  public init(_ settings: Settings = Settings()) {
    var held = settings
    held.leftTime = min(max(settings.leftTime, 0.002), 4)
    held.rightTime = min(max(settings.rightTime, 0.002), 4)
    held.feedback = min(max(settings.feedback, 0), 0.95)
    self.settings = held
  }

  /// None.
  public var latency: Frames { .zero }

  /// The time in which the repeats fall by 90 dB.
  public var tail: Frames {
    let longest = max(settings.leftTime, settings.rightTime)
    let repeats = settings.feedback <= 0 ? 0 : -90 / (20 * log10(settings.feedback))
    return sampleRate.frames(in: longest * (repeats.rounded(.up) + 1)) + filter.tail
  }

  /// Allocates the lines.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    self.sampleRate = sampleRate
    frames = [settings.leftTime, settings.rightTime].map {
      max(StereoDelay.chunk, sampleRate.frames(in: $0).count)
    }
    lines = frames.map { DelayLine(maximumDelay: $0 + StereoDelay.chunk) }
    filter = BiquadCascade(
      [.highPass(settings.lowCut, at: sampleRate)]
        + (settings.highCut < Hertz(0.48 * sampleRate.hertz)
          ? [.lowPass(settings.highCut, at: sampleRate)] : []))
    reset()
  }

  /// Silences the lines.
  public mutating func reset() {
    for index in lines.indices { lines[index].reset() }
    filter.reset()
  }

  /// Processes a stereo block in place.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let count = min(StereoDelay.chunk, block.frameCount - start)
      processRun(block[frames: start..<start + count])
      start += count
    }
  }

  private mutating func processRun(_ block: AudioBlock) {
    let (left, right, count) = (block[0], block[1], block.frameCount)
    let (wet, dry) = (Float(settings.wet), Float(settings.dry))
    let feedback = Float(settings.feedback)
    let pingPong = settings.pingPong
    scratch.withUnsafeMutableBufferPointer { scratch in
      guard let base = scratch.baseAddress else { return }
      let (echoLeft, echoRight) = (base, base + StereoDelay.chunk)
      lines[0].read(delay: frames[0], into: echoLeft, count: count)
      lines[1].read(delay: frames[1], into: echoRight, count: count)
      filter.process(
        AudioBlock(
          base: base, channelStride: StereoDelay.chunk, channelCount: 2, frameCount: count))
      for frame in 0..<count {
        let (l, r) = (left[frame], right[frame])
        let (el, er) = (echoLeft[frame], echoRight[frame])
        left[frame] = wet * el + dry * l
        right[frame] = wet * er + dry * r
        echoLeft[frame] = pingPong ? 0.5 * (l + r) + feedback * er : l + feedback * el
        echoRight[frame] = pingPong ? feedback * el : r + feedback * er
      }
      lines[0].write(echoLeft, count: count)
      lines[1].write(echoRight, count: count)
    }
  }
}
