public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Adds the hiss and crackle of a worn record, the same for the same seed.
///
/// The only effect that sounds in silence. Noise depends on seed and frame alone.
public struct VinylTexture: Effect {
  /// The root mean square level of the hiss, nil for none.
  public let hiss: Decibels?
  /// The peak level of the loudest crackles, nil for none.
  public let crackle: Decibels?
  /// The mean number of crackles a second on each side.
  public let cracklesPerSecond: Double
  private let noise: NoiseGenerator
  private let clicks: NoiseGenerator
  private var filter = BiquadCascade([])
  private var position = 0
  private var probability: Float = 0
  /// What brings the filtered noise to a root mean square of 1.
  private var noiseScale = 1.0
  private var scratch = [Float](repeating: 0, count: 2 * VinylTexture.chunk)
  private static let chunk = 64

  /// Makes a texture.
  public init(
    hiss: Decibels? = -62, crackle: Decibels? = -34, cracklesPerSecond: Double = 7, seed: UInt64
  ) {
    self.hiss = hiss
    self.crackle = crackle
    self.cracklesPerSecond = max(0, cracklesPerSecond)
    noise = NoiseGenerator(seed: seed, stream: 0x6869_7373)
    clicks = NoiseGenerator(seed: seed, stream: 0x636C_6963)
  }

  /// None.
  public var latency: Frames { .zero }

  /// None behind the input; the texture itself never ends.
  public var tail: Frames { .zero }

  /// Designs the colour of the noise.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    filter = BiquadCascade([
      .highPass(300, quality: 0.6, at: sampleRate),
      .lowPass(min(7_000, Hertz(0.45 * sampleRate.hertz)), quality: 0.6, at: sampleRate),
    ])
    // White noise of peak 1 has power 1/3; the filter passes the mean of its squared gain.
    let passed = (0..<1024).reduce(0.0) { sum, index in
      let frequency = Hertz((Double(index) + 0.5) / 2048 * sampleRate.hertz)
      let gain = filter.gain(at: frequency, sampleRate: sampleRate)
      return sum + gain * gain / 1024
    }
    noiseScale = (3 / passed).squareRoot()
    probability = Float(cracklesPerSecond / sampleRate.hertz)
    reset()
  }

  /// Goes back to the first frame of the texture.
  public mutating func reset() {
    filter.reset()
    position = 0
  }

  /// Adds texture to a stereo block.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    let hissGain = Float(hiss.map { $0.gain * noiseScale } ?? 0)
    // A click of one frame keeps about a third of its height in the filter.
    let clickGain = Float(crackle.map { $0.gain * 3 } ?? 0)
    let (noise, clicks, probability) = (noise, clicks, probability)
    var start = 0
    while start < block.frameCount {
      let count = min(VinylTexture.chunk, block.frameCount - start)
      scratch.withUnsafeMutableBufferPointer { scratch in
        guard let base = scratch.baseAddress else { return }
        let texture = AudioBlock(
          base: base, channelStride: VinylTexture.chunk, channelCount: 2, frameCount: count)
        for channel in 0..<2 {
          let samples = texture[channel]
          for frame in 0..<count {
            let index = 2 * (position + frame) + channel
            samples[frame] =
              hissGain * noise.white(at: index)
              + clickGain * VinylTexture.click(clicks.bits(at: index), probability)
          }
        }
        filter.process(texture)
        block[frames: start..<start + count].add(texture)
      }
      position += count
      start += count
    }
  }

  /// A click of random height, small ones more often, where the upper bits fall below the probability.
  @inline(__always)
  private static func click(_ bits: UInt64, _ probability: Float) -> Float {
    let chance = Float(bits >> 40) * 0x1p-24
    guard chance < probability else { return 0 }
    let height = Float(Int32(truncatingIfNeeded: bits) >> 8) * 0x1p-23
    return height * height * height
  }
}
