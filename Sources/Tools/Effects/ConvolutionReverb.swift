public import Signal

/// The sound of a recorded room, cabinet or plate: convolution with its impulse response, without latency.
///
/// Output is `wet` times the room plus `dry` times the input; the default is the room alone, for a send. The response
/// must have the sample rate of what is processed. See `StereoConvolver` for the method and its cost.
public struct ConvolutionReverb: Effect {
  /// The linear gain of the room.
  public let wet: Double
  /// The linear gain of the input.
  public let dry: Double
  /// How long before the room answers, in seconds, 0 to 0.5.
  public let preDelay: Double

  private let response: AudioBuffer
  private let scale: Double
  private var sampleRate = SampleRate.studio
  private var convolver: StereoConvolver
  private var lines: [DelayLine] = []
  private var delay = 0
  private var straight = [Float](repeating: 0, count: 2 * ConvolutionReverb.chunk)
  private static let chunk = 256
  /// Half a minute at 96 kHz: what is longer of a response is not used.
  private static let mostFrames = 2_880_000

  /// Makes a room from a mono or stereo response.
  ///
  /// With `normalizes` the response is scaled so that white noise keeps its level, the louder side counting. Samples of
  /// the response that are NaN, infinite or huge count as silence.
  public init(
    response: AudioBuffer, wet: Double = 1, dry: Double = 0, preDelay: Double = 0,
    normalizes: Bool = true
  ) {
    self.wet = wet
    self.dry = dry
    self.preDelay = min(max(preDelay, 0), 0.5)
    var clean = response[frames: 0..<min(response.frameCount, ConvolutionReverb.mostFrames)]
    clean.withMutableBlock { _ = $0.silenceNonFinite() }
    let energies = (0..<clean.channelCount).map { channel in
      clean.channel(channel).reduce(0.0) { $0 + Double($1) * Double($1) }
    }
    let energy = energies.max() ?? 0
    scale = normalizes && energy > 0 ? 1 / energy.squareRoot() : 1
    self.response = clean
    convolver = StereoConvolver(AudioBuffer(frameCount: 0), part: 64)
  }

  /// None.
  public var latency: Frames { .zero }

  /// The length of the response and one transform behind the pre-delay.
  public var tail: Frames { Frames(delay + response.frameCount + 2 * convolver.part) }

  /// Transforms the response.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    self.sampleRate = sampleRate
    var scaled = response
    scaled.scale(by: Float(scale * wet))
    // The head costs what a part is long, the rest what it is short: together least where they are alike, which
    // was measured to be at about the root of three times the length.
    var part = 128
    while part < 1024, part * part < 3 * scaled.frameCount { part *= 2 }
    convolver = StereoConvolver(scaled, part: part)
    delay = sampleRate.frames(in: preDelay).count
    lines = (0..<2).map { _ in DelayLine(maximumDelay: delay + 2 * ConvolutionReverb.chunk) }
  }

  /// Silences the room.
  public mutating func reset() {
    convolver.reset()
    for index in lines.indices { lines[index].reset() }
  }

  /// Processes a stereo block in place.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let count = min(ConvolutionReverb.chunk, block.frameCount - start)
      processRun(block[frames: start..<start + count])
      start += count
    }
  }

  private mutating func processRun(_ block: AudioBlock) {
    let (count, dry) = (block.frameCount, Float(dry))
    straight.withUnsafeMutableBufferPointer { memory in
      guard let base = memory.baseAddress else { return }
      let input = AudioBlock(
        base: base, channelStride: ConvolutionReverb.chunk, channelCount: 2, frameCount: count)
      input.copy(from: block)
      for channel in 0..<2 where delay > 0 {
        lines[channel].write(block[channel], count: count)
        lines[channel].read(delay: delay + count, into: block[channel], count: count)
      }
      convolver.process(block)
      if dry != 0 { block.add(input, gain: dry) }
    }
  }
}
