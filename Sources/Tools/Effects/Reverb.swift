public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A stereo room: eight delay lines fed back through a Hadamard matrix, behind input diffusers.
///
/// Output is the reverberation alone, for a send. The network is lossless but for one gain and one damping
/// filter a line, so that all frequencies of a band die away together (J.-M. Jot, A. Chaigne, "Digital delay
/// networks for designing artificial reverberators", AES 90, 1991). Slow movement of the line lengths keeps
/// the tail from ringing. It is linear, deterministic, and without latency beyond the pre-delay.
public struct Reverb: Effect {
  /// The settings of a room.
  public struct Settings: Hashable, Codable, Sendable {
    /// The time in which low and middle frequencies fall by 60 dB, 0.1 to 20 s.
    public var decay: Double
    /// The time before the first sound of the room in seconds, 0 to 0.5.
    public var preDelay: Double
    /// The size of the room, 0.4 to 2: scales all distances; 1 is a medium hall.
    public var size: Double
    /// The part of `decay` that the highest frequencies last, 0.05 to 1.
    public var brightness: Double
    /// Below this nothing enters the room.
    public var lowCut: Hertz
    /// Above this nothing enters the room.
    public var highCut: Hertz
    /// The density of the onset, 0 to 0.8.
    public var diffusion: Double
    /// The depth of the movement, 0 to 1.
    public var modulation: Double
    /// The stereo width of the room, 0 to 1.
    public var width: Double

    /// Makes settings; the defaults are a warm hall.
    public init(
      decay: Double = 1.8, preDelay: Double = 0.02, size: Double = 1, brightness: Double = 0.35,
      lowCut: Hertz = 150, highCut: Hertz = 9_000, diffusion: Double = 0.65,
      modulation: Double = 0.35, width: Double = 1
    ) {
      self.decay = decay
      self.preDelay = preDelay
      self.size = size
      self.brightness = brightness
      self.lowCut = lowCut
      self.highCut = highCut
      self.diffusion = diffusion
      self.modulation = modulation
      self.width = width
    }

    /// A small wooden room.
    public static let room = Settings(
      decay: 0.6, preDelay: 0.005, size: 0.5, brightness: 0.3, highCut: 7_000)
    /// A bright studio plate.
    public static let plate = Settings(
      decay: 1.6, preDelay: 0.01, size: 0.7, brightness: 0.6, lowCut: 200, highCut: 12_000,
      diffusion: 0.75)
    /// A warm concert hall.
    public static let hall = Settings(decay: 2.4, preDelay: 0.028, size: 1.3)
    /// A wide, slow space for pads.
    public static let space = Settings(
      decay: 5.5, preDelay: 0.04, size: 1.8, brightness: 0.4, lowCut: 200, modulation: 0.7)
  }

  /// The settings.
  public let settings: Settings

  private var sampleRate = SampleRate.studio
  private var inputFilter = BiquadCascade([])
  private var preDelays: [DelayLine] = []
  private var preDelayFrames = 0
  private var diffusers: [Diffuser] = []
  private var network = FeedbackNetwork(
    lengths: [Float](repeating: 128, count: 8), depth: 0, decay: 1, brightness: 1,
    sampleRate: .studio)
  private var grid = FrameGrid(step: FeedbackNetwork.chunk)
  /// The network's eight rows, then the two rows of the output.
  private var rows = [Float](repeating: 0, count: 10 * FeedbackNetwork.chunk)

  /// Line lengths for size 1 in milliseconds: spread over more than an octave, without common ratios.
  private static let milliseconds: [Double] = [29.7, 35.3, 41.1, 46.9, 53.3, 60.1, 67.7, 76.3]
  /// Diffuser lengths in milliseconds, left then right.
  private static let diffuserMilliseconds: [[Double]] = [
    [3.01, 4.67, 7.93, 12.31], [3.37, 5.03, 8.41, 11.53],
  ]

  /// Makes a room; settings outside their ranges are held at the ends.
  public init(_ settings: Settings = Settings()) {
    var held = settings
    held.decay = min(max(settings.decay, 0.1), 20)
    held.preDelay = min(max(settings.preDelay, 0), 0.5)
    held.size = min(max(settings.size, 0.4), 2)
    held.brightness = min(max(settings.brightness, 0.05), 1)
    held.diffusion = min(max(settings.diffusion, 0), 0.8)
    held.modulation = min(max(settings.modulation, 0), 1)
    held.width = min(max(settings.width, 0), 1)
    self.settings = held
  }

  /// None: the pre-delay is part of the sound.
  public var latency: Frames { .zero }

  /// One and a half times the decay, which is 90 dB, and the delays before it.
  public var tail: Frames {
    sampleRate.frames(in: settings.decay * 1.55 + settings.preDelay + settings.size * 0.2 + 0.1)
  }

  /// Builds the room.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    self.sampleRate = sampleRate
    inputFilter = BiquadCascade(
      [.highPass(settings.lowCut, at: sampleRate)]
        + (settings.highCut < Hertz(0.48 * sampleRate.hertz)
          ? [.lowPass(settings.highCut, quality: 0.6, at: sampleRate)] : []))
    preDelayFrames = sampleRate.frames(in: settings.preDelay).count
    let room = preDelayFrames + 2 * FeedbackNetwork.chunk
    preDelays = (0..<2).map { _ in DelayLine(maximumDelay: room) }
    diffusers = Reverb.diffuserMilliseconds.flatMap { side in
      side.map { milliseconds in
        let frames = sampleRate.frames(in: milliseconds * (0.5 + settings.size / 2) / 1000).count
        return Diffuser(delay: max(1, frames), gain: Float(settings.diffusion))
      }
    }
    network = FeedbackNetwork(
      lengths: Reverb.milliseconds.map { Float($0 * settings.size / 1000 * sampleRate.hertz) },
      depth: Float(settings.modulation * 0.000_35 * sampleRate.hertz), decay: settings.decay,
      brightness: settings.brightness, sampleRate: sampleRate)
    reset()
  }

  /// Silences the room.
  public mutating func reset() {
    inputFilter.reset()
    for index in preDelays.indices { preDelays[index].reset() }
    for index in diffusers.indices { diffusers[index].reset() }
    network.reset()
    grid.reset()
  }

  /// Replaces a stereo block by its reverberation.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    inputFilter.process(block)
    var start = 0
    while start < block.frameCount {
      let (count, isLine) = grid.advance(remaining: block.frameCount - start)
      if isLine { network.beginCell() }
      processRun(block[frames: start..<start + count])
      start += count
    }
  }

  /// One run inside a cell of the grid, at most a chunk long.
  private mutating func processRun(_ block: AudioBlock) {
    let (left, right, count) = (block[0], block[1], block.frameCount)
    for side in 0..<2 {
      let samples = side == 0 ? left : right
      if preDelayFrames > 0 {
        // Written first, the frames of this run lie `count` back; the wanted ones lie further by the delay.
        preDelays[side].write(samples, count: count)
        preDelays[side].read(delay: preDelayFrames + count, into: samples, count: count)
      }
      for stage in 0..<4 { diffusers[side * 4 + stage].process(samples, count: count) }
    }
    let straight = Float(0.5 + 0.5 * settings.width)
    let crossed = 1 - straight
    rows.withUnsafeMutableBufferPointer { rows in
      guard let base = rows.baseAddress else { return }
      network.process(left, right, count: count, rows: base)
      let wetLeft = base + 8 * FeedbackNetwork.chunk
      let wetRight = base + 9 * FeedbackNetwork.chunk
      for frame in 0..<count {
        left[frame] = straight * wetLeft[frame] + crossed * wetRight[frame]
        right[frame] = straight * wetRight[frame] + crossed * wetLeft[frame]
      }
    }
  }
}
