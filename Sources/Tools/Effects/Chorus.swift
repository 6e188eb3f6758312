public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Delayed voices whose time moves: a choir of one; with short delay and feedback, a flanger.
///
/// Each voice reads the past of its side at a delay that a sine moves, by cubic interpolation, which keeps the highest
/// octave where linear interpolation would dull it. Voices are spread evenly over the sine's turn, and the right side
/// stands `spread` half turns from the left (J. Dattorro, "Effect design, part 2: delay-line modulation and chorus",
/// JAES 45, 1997). The dry signal is not delayed.
public struct Chorus: Effect {
  /// The settings of a chorus.
  public struct Settings: Hashable, Codable, Sendable {
    /// Turns of the movement a second, 0.01 to 10 Hz.
    public var rate: Hertz
    /// The mean delay in seconds, 1 to 50 ms.
    public var delay: Double
    /// How far the delay moves to each side, in seconds; never below 1 ms in all.
    public var depth: Double
    /// The number of voices, 1 to 4.
    public var voices: Int
    /// How much of the voices comes back, -0.9 to 0.9.
    public var feedback: Double
    /// How far left and right move apart, 0 to 1.
    public var spread: Double
    /// The share of the voices, 0 to 1; the rest is the input.
    public var mix: Double

    /// Makes settings; the defaults are a calm chorus.
    public init(
      rate: Hertz = 0.6, delay: Double = 0.014, depth: Double = 0.002_5, voices: Int = 2,
      feedback: Double = 0, spread: Double = 0.5, mix: Double = 0.5
    ) {
      self.rate = rate
      self.delay = delay
      self.depth = depth
      self.voices = voices
      self.feedback = feedback
      self.spread = spread
      self.mix = mix
    }

    /// Many wide voices.
    public static let ensemble = Settings(
      rate: 0.45, delay: 0.018, depth: 0.004, voices: 4, spread: 1, mix: 0.6)
    /// A sweeping comb.
    public static let flanger = Settings(
      rate: 0.25, delay: 0.003, depth: 0.002, voices: 1, feedback: 0.6, spread: 0.3)
  }

  /// The settings.
  public let settings: Settings
  private var sampleRate = SampleRate.studio
  private var lines: [DelayLine] = []
  private var grid = FrameGrid(step: Chorus.chunk)
  private var cell = 0
  private var place = 0
  /// The delays at the start of the present cell and their change a frame, `[sides][voices]`.
  private var starts = [Float](repeating: 0, count: 8)
  private var slopes = [Float](repeating: 0, count: 8)
  /// A voice, and the sum of a side.
  private var scratch = [Float](repeating: 0, count: 2 * Chorus.chunk)
  /// A run is shorter than the shortest delay, 1 ms at 44.1 kHz, with room for interpolation.
  private static let chunk = 32

  /// Makes a chorus; settings outside their ranges are held at the ends.
  public init(_ settings: Settings = Settings()) {
    var held = settings
    held.rate = min(max(settings.rate, 0.01), 10)
    held.delay = min(max(settings.delay, 0.001), 0.05)
    held.depth = min(max(settings.depth, 0), held.delay - 0.001)
    held.voices = min(max(settings.voices, 1), 4)
    held.feedback = min(max(settings.feedback, -0.9), 0.9)
    held.spread = min(max(settings.spread, 0), 1)
    held.mix = min(max(settings.mix, 0), 1)
    self.settings = held
  }

  /// None: the dry signal is not delayed.
  public var latency: Frames { .zero }

  /// The time in which what comes back falls by 90 dB.
  public var tail: Frames {
    let longest = settings.delay + settings.depth + 0.002
    let feedback = abs(settings.feedback)
    let turns = feedback < 1e-6 ? 1 : 1 + (-100 / (20 * log10(feedback))).rounded(.up)
    return sampleRate.frames(in: longest * turns)
  }

  /// Allocates the lines.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    self.sampleRate = sampleRate
    let longest = sampleRate.frames(in: settings.delay + settings.depth).count
    lines = (0..<2).map { _ in DelayLine(maximumDelay: longest + 2 * Chorus.chunk + 8) }
    reset()
  }

  /// Silences the lines and begins the first turn.
  public mutating func reset() {
    for index in lines.indices { lines[index].reset() }
    grid.reset()
    (cell, place) = (0, 0)
  }

  /// Processes a stereo block in place.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let (count, isLine) = grid.advance(remaining: block.frameCount - start)
      if isLine { beginCell() }
      for side in 0..<2 { processRun(block[side] + start, count, side) }
      place += count
      start += count
    }
  }

  /// Sets the course of all delays over the next cell.
  private mutating func beginCell() {
    for side in 0..<2 {
      for voice in 0..<settings.voices {
        let index = 4 * side + voice
        starts[index] = delay(side, voice, cell)
        slopes[index] = (delay(side, voice, cell + 1) - starts[index]) / Float(Chorus.chunk)
      }
    }
    cell += 1
    place = 0
  }

  /// The delay in frames of a voice at the start of a cell; never shorter than a run and the interpolation need.
  private func delay(_ side: Int, _ voice: Int, _ cell: Int) -> Float {
    let time = Double(cell * Chorus.chunk) / sampleRate.hertz
    let turn =
      time * settings.rate.value + Double(voice) / Double(settings.voices)
      + 0.5 * settings.spread * Double(side)
    let wave = sin(2 * Double.pi * (turn - turn.rounded(.down)))
    let seconds = settings.delay + settings.depth * wave
    return max(Float(seconds * sampleRate.hertz), Float(Chorus.chunk + 2))
  }

  private mutating func processRun(
    _ samples: UnsafeMutablePointer<Float>, _ count: Int, _ side: Int
  ) {
    let wet = Float(settings.mix / Double(settings.voices).squareRoot())
    let dry = Float(1 - settings.mix)
    let feedback = Float(settings.feedback / Double(settings.voices))
    scratch.withUnsafeMutableBufferPointer { scratch in
      guard let voice = scratch.baseAddress else { return }
      let sum = voice + Chorus.chunk
      for frame in 0..<count { sum[frame] = 0 }
      for index in 4 * side..<4 * side + settings.voices {
        lines[side].readCubic(
          delay: starts[index], slope: slopes[index], from: place, into: voice, count: count)
        for frame in 0..<count { sum[frame] += voice[frame] }
      }
      for frame in 0..<count { voice[frame] = samples[frame] + feedback * sum[frame] }
      lines[side].write(voice, count: count)
      for frame in 0..<count { samples[frame] = dry * samples[frame] + wet * sum[frame] }
    }
  }
}
