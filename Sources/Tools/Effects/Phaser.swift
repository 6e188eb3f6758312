public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Notches that wander through the spectrum: a chain of first-order all-passes, mixed with the input.
///
/// Two stages make one notch. All stages have one corner, which a sine moves along the octaves between `lowest` and
/// `highest`. Stages are trapezoidal integrators, which stay stable and quiet while they move (V. Zavalishin, "The art
/// of VA filter design", 2018, chapter 3).
public struct Phaser: Effect {
  /// The settings of a phaser.
  public struct Settings: Hashable, Codable, Sendable {
    /// Turns of the movement a second, 0.01 to 10 Hz.
    public var rate: Hertz
    /// The lowest corner, from 20 Hz.
    public var lowest: Hertz
    /// The highest corner, up to 0.4 of the sample rate.
    public var highest: Hertz
    /// The number of all-passes, 2 to 12.
    public var stages: Int
    /// How much of the output comes back, -0.9 to 0.9: sharper notches.
    public var feedback: Double
    /// How far left and right move apart, 0 to 1.
    public var spread: Double
    /// The share of the all-passed signal, 0 to 1; a half makes the deepest notches.
    public var mix: Double

    /// Makes settings; the defaults are a slow phaser of two notches.
    public init(
      rate: Hertz = 0.3, lowest: Hertz = 250, highest: Hertz = 2_500, stages: Int = 4,
      feedback: Double = 0.3, spread: Double = 0.2, mix: Double = 0.5
    ) {
      self.rate = rate
      self.lowest = lowest
      self.highest = highest
      self.stages = stages
      self.feedback = feedback
      self.spread = spread
      self.mix = mix
    }
  }

  /// The settings.
  public let settings: Settings
  private var sampleRate = SampleRate.studio
  private var grid = FrameGrid(step: Phaser.cell)
  private var cells = 0
  /// The integrators' gain of both sides at present, and its change a frame.
  private var gain = SIMD2<Float>(repeating: 0)
  private var slope = SIMD2<Float>(repeating: 0)
  private var states = [SIMD2<Float>](repeating: SIMD2(repeating: 0), count: 12)
  private var back = SIMD2<Float>(repeating: 0)
  private static let cell = 32

  /// Makes a phaser; settings outside their ranges are held at the ends.
  public init(_ settings: Settings = Settings()) {
    var held = settings
    held.rate = min(max(settings.rate, 0.01), 10)
    held.lowest = min(max(settings.lowest, 20), 10_000)
    held.highest = max(settings.highest, held.lowest)
    held.stages = min(max(settings.stages, 2), 12)
    held.feedback = min(max(settings.feedback, -0.9), 0.9)
    held.spread = min(max(settings.spread, 0), 1)
    held.mix = min(max(settings.mix, 0), 1)
    self.settings = held
  }

  /// None.
  public var latency: Frames { .zero }

  /// The ringing of the lowest corner through all stages, longer with feedback.
  public var tail: Frames {
    // A stage's delay is 2 / w at most; what comes back falls by the feedback each time round the chain.
    let time = 1 / (2 * Double.pi * settings.lowest.value)
    let around = 2 * Double(settings.stages) * time
    let feedback = abs(settings.feedback)
    let turns = feedback < 1e-6 ? 0 : -100 / (20 * log10(feedback))
    return sampleRate.frames(in: around * (turns + 1) + 14 * time)
  }

  /// Sets the sample rate.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    self.sampleRate = sampleRate
    reset()
  }

  /// Clears the stages and begins the first turn.
  public mutating func reset() {
    for index in states.indices { states[index] = SIMD2(repeating: 0) }
    back = SIMD2(repeating: 0)
    grid.reset()
    cells = 0
  }

  /// Processes a stereo block in place.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let (count, isLine) = grid.advance(remaining: block.frameCount - start)
      if isLine { beginCell() }
      processRun(block[0] + start, block[1] + start, count)
      start += count
    }
  }

  /// Sets the course of the corner over the next cell, and clears states below -400 dB.
  private mutating func beginCell() {
    gain = gains(cells)
    slope = (gains(cells + 1) - gain) / Float(Phaser.cell)
    cells += 1
    for index in states.indices where abs(states[index].x) + abs(states[index].y) < 1e-20 {
      states[index] = SIMD2(repeating: 0)
    }
    if abs(back.x) + abs(back.y) < 1e-20 { back = SIMD2(repeating: 0) }
  }

  private func gains(_ cell: Int) -> SIMD2<Float> {
    SIMD2(gain(cell, side: 0), gain(cell, side: 1))
  }

  /// g / (1 + g), g = tan(pi f / rate), at the start of a cell.
  private func gain(_ cell: Int, side: Int) -> Float {
    let time = Double(cell * Phaser.cell) / sampleRate.hertz
    let turn = time * settings.rate.value + 0.5 * settings.spread * Double(side)
    let height = 0.5 + 0.5 * sin(2 * Double.pi * (turn - turn.rounded(.down)))
    let octaves = log2(settings.highest / settings.lowest)
    let corner = min(settings.lowest.value * exp2(octaves * height), 0.4 * sampleRate.hertz)
    let g = tan(Double.pi * corner / sampleRate.hertz)
    return Float(g / (1 + g))
  }

  private mutating func processRun(
    _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    let (wet, dry) = (Float(settings.mix), Float(1 - settings.mix))
    let (feedback, stages) = (Float(settings.feedback), settings.stages)
    var (gain, back) = (gain, back)
    let slope = slope
    states.withUnsafeMutableBufferPointer { states in
      for frame in 0..<count {
        let x = SIMD2<Float>(left[frame], right[frame])
        var y = x + feedback * back
        for stage in 0..<stages {
          // Low-pass minus high-pass: v = (y - s) G, low = s + v, s' = low + v, out = 2 low - y.
          let v = (y - states[stage]) * gain
          let low = states[stage] + v
          states[stage] = low + v
          y = low + low - y
        }
        back = y
        gain += slope
        left[frame] = dry * x.x + wet * y.x
        right[frame] = dry * x.y + wet * y.y
      }
    }
    (self.gain, self.back) = (gain, back)
  }
}
