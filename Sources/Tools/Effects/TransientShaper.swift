public import Signal

/// Strengthens or softens the beginnings and the ends of sounds, at any level alike.
///
/// Four followers of the level in decibels: a beginning is where a quick one stands above one that rises slowly, an end
/// where one that falls slowly stands above a quick one; both differences are 0 in steady sound. The principle is
/// that of the differential envelope (R. Gier, P. White, SPL, US patent 6 453 047, expired). Without latency.
public struct TransientShaper: SideChained {
  /// The settings of a transient shaper.
  public struct Settings: Hashable, Codable, Sendable {
    /// The gain of a full beginning, which rises 12 dB above what came before; -24 to 24 dB.
    public var attack: Decibels
    /// The gain of a full end, which lies 24 dB under the loudest part; -24 to 24 dB.
    public var sustain: Decibels
    /// How long a beginning lasts: the time constant in seconds, 2 to 100 ms.
    public var attackTime: Double
    /// How long an end lasts: the time constant in seconds, 50 ms to 2 s.
    public var sustainTime: Double

    /// Makes settings; the defaults change nothing.
    public init(
      attack: Decibels = 0, sustain: Decibels = 0, attackTime: Double = 0.02,
      sustainTime: Double = 0.4
    ) {
      self.attack = attack
      self.sustain = sustain
      self.attackTime = attackTime
      self.sustainTime = sustainTime
    }
  }

  /// The settings.
  public let settings: Settings
  /// Peaks of a wave are held for 13 ms, half a period of 38 Hz, and then fall with this pole.
  private var holdPole: Float = 0
  private var holdFrames = 0
  private var held = 0
  private var quickPole: Float = 0
  private var risePole: Float = 0
  private var fallPole: Float = 0
  private var peak: Float = 0
  /// The followers in octaves.
  private var quick = TransientShaper.floor
  private var rising = TransientShaper.floor
  private var falling = TransientShaper.floor
  private var heard = [Float](repeating: 0, count: 2 * TransientShaper.chunk)
  private var gains = [Float](repeating: 0, count: TransientShaper.chunk)
  private static let chunk = 64
  /// -60 dB: quieter levels count as this, so that noise between sounds is not shaped.
  private static let floor = Float(-60) / LevelScale.decibelsPerOctave

  /// Makes a shaper; settings outside their ranges are held at the ends.
  public init(_ settings: Settings = Settings()) {
    var held = settings
    held.attack = min(max(settings.attack, -24), 24)
    held.sustain = min(max(settings.sustain, -24), 24)
    held.attackTime = min(max(settings.attackTime, 0.002), 0.1)
    held.sustainTime = min(max(settings.sustainTime, 0.05), 2)
    self.settings = held
  }

  /// None.
  public var latency: Frames { .zero }

  /// None: the output falls with the input.
  public var tail: Frames { .zero }

  /// Computes the time constants.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    holdPole = pole(0.015, sampleRate)
    holdFrames = sampleRate.frames(in: 0.013).count
    quickPole = pole(0.000_5, sampleRate)
    risePole = pole(settings.attackTime, sampleRate)
    fallPole = pole(settings.sustainTime, sampleRate)
    reset()
  }

  /// Returns to silence.
  public mutating func reset() {
    (peak, held) = (0, 0)
    (quick, rising, falling) = (
      TransientShaper.floor, TransientShaper.floor, TransientShaper.floor
    )
  }

  /// Shapes a stereo block in place by the level of its key.
  public mutating func process(_ block: AudioBlock, key: AudioBlock) {
    precondition(block.channelCount == 2 && key.channelCount == 2, "stereo blocks")
    precondition(key.frameCount == block.frameCount)
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let count = min(TransientShaper.chunk, block.frameCount - start)
      listen(to: key[frames: start..<start + count])
      follow(count)
      let part = block[frames: start..<start + count]
      let (left, right) = (part[0], part[1])
      gains.withUnsafeBufferPointer { gains in
        for frame in 0..<count {
          let gain = LevelScale.exp2(gains[frame])
          left[frame] *= gain
          right[frame] *= gain
        }
      }
      start += count
    }
  }

  /// Fills `gains` with the level of each frame in octaves.
  private mutating func listen(to key: AudioBlock) {
    let count = key.frameCount
    heard.withUnsafeMutableBufferPointer { heard in
      gains.withUnsafeMutableBufferPointer { gains in
        guard let base = heard.baseAddress, let gains = gains.baseAddress else { return }
        let block = AudioBlock(
          base: base, channelStride: TransientShaper.chunk, channelCount: 2, frameCount: count)
        block.copyFinite(from: key)
        let (left, right) = (block[0], block[1])
        for frame in 0..<count {
          let (l, r) = (left[frame].magnitude, right[frame].magnitude)
          let level = l > r ? l : r
          held = level >= peak ? holdFrames : held - 1
          let falling = held > 0 ? peak : peak * holdPole
          peak = level > falling ? level : falling
          gains[frame] = peak > 1e-6 ? peak : 1e-6
        }
        peak = peak > 1e-6 ? peak : 0
        for frame in 0..<count {
          let level = LevelScale.log2(gains[frame])
          gains[frame] = level > TransientShaper.floor ? level : TransientShaper.floor
        }
      }
    }
  }

  /// Turns levels into gains.
  private mutating func follow(_ count: Int) {
    let octave = LevelScale.decibelsPerOctave
    // Octaves of gain for each octave that a beginning or an end measures.
    let (most, least) = (12 / octave, 24 / octave)
    let attack = Float(settings.attack.value) / 12
    let sustain = Float(settings.sustain.value) / 24
    var (quick, rising, falling) = (quick, rising, falling)
    let (quickPole, risePole, fallPole) = (quickPole, risePole, fallPole)
    gains.withUnsafeMutableBufferPointer { gains in
      for frame in 0..<count {
        let level = gains[frame]
        quick = level + quickPole * (quick - level)
        // Slow upwards, never above the quick one; slow downwards, never below it.
        let risen = quick + risePole * (rising - quick)
        rising = risen < quick ? risen : quick
        let fallen = quick + fallPole * (falling - quick)
        falling = fallen > quick ? fallen : quick
        let beginning = quick - rising
        let end = falling - quick
        gains[frame] =
          attack * (beginning < most ? beginning : most) + sustain * (end < least ? end : least)
      }
    }
    (self.quick, self.rising, self.falling) = (quick, rising, falling)
  }
}
