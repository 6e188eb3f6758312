public import Signal

/// Rounds to a word length with dither, the last thing before a file of that many bits.
///
/// Triangular dither of two quantisation steps makes the error noise without memory of the music: 4.77 dB above plain
/// rounding, 1/4 step^2 in all, which is -96.33 dB at 16 bits (S. Lipshitz, R. Wannamaker, J. Vanderkooy, "Quantization
/// and dither: a theoretical survey", JAES 40, 1992). Shaping moves it to where the ear hears least. The noise depends
/// on seed and frame alone. Digital silence stays silent: after 50 ms of zeros nothing is written but zeros. Samples of the
/// output are whole steps, within -1...1 - step; never dither twice.
public struct Dither: Effect {
  /// Where the noise lies in the spectrum.
  public enum Shaping: String, Hashable, Codable, Sendable {
    /// White.
    case none
    /// Less at middle and low frequencies, more at the top, by one zero at 0 Hz.
    case gentle
    /// Least audible, by nine coefficients: more noise in all, most of it above 15 kHz.
    case weighted
  }

  /// The word length, 8 to 24 bits.
  public let bits: Int
  /// Where the noise lies.
  public let shaping: Shaping
  /// What the noise depends on.
  public let seed: UInt64

  private let noises: [NoiseGenerator]
  private var coefficients: [Double] = []
  /// The last errors of each channel in steps, the newest first, `[channels][order]`.
  private var errors: [Double] = []
  private var position = 0
  /// For each channel how many zeros came last, and how many are silence.
  private var zeros = [0, 0]
  private var patience = 0

  /// Makes a dither; a word length outside 8...24 is held at the ends.
  public init(bits: Int = 16, shaping: Shaping = .none, seed: UInt64 = 0) {
    self.bits = min(max(bits, 8), 24)
    self.shaping = shaping
    self.seed = seed
    noises = (0..<2).map { NoiseGenerator(seed: seed, stream: 0x6469_7468 + UInt64($0)) }
  }

  /// None.
  public var latency: Frames { .zero }

  /// Until silence is taken for what it is, 50 ms.
  public var tail: Frames { Frames(patience) }

  /// Designs the noise filter.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    patience = sampleRate.frames(in: 0.05).count
    coefficients =
      switch shaping {
      case .none: []
      case .gentle: [-1]
      case .weighted: NoiseShaping.coefficients(order: 9, at: sampleRate)
      }
    errors = [Double](repeating: 0, count: 2 * coefficients.count)
    reset()
  }

  /// Goes back to the first frame of the noise.
  public mutating func reset() {
    for index in errors.indices { errors[index] = 0 }
    position = 0
    zeros = [patience, patience]
  }

  /// Rounds a stereo block.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    for channel in 0..<2 { process(block[channel], block.frameCount, channel) }
    position += block.frameCount
  }

  private mutating func process(
    _ samples: UnsafeMutablePointer<Float>, _ count: Int, _ channel: Int
  ) {
    let steps = Double(1 << (bits - 1))
    let step = 1 / steps
    let (noise, order, position) = (noises[channel], coefficients.count, position)
    var silent = zeros[channel]
    let patience = patience
    coefficients.withUnsafeBufferPointer { filter in
      errors.withUnsafeMutableBufferPointer { errors in
        let past = channel * order
        for frame in 0..<count {
          let sample = samples[frame]
          silent = sample == 0 ? silent + 1 : 0
          guard silent <= patience else {
            for index in 0..<order { errors[past + index] = 0 }
            continue
          }
          // v = x + sum c e', y = round(v + dither), e = y - v: the output is x + e + sum c e'.
          var wanted = Double(sample) * steps
          for index in 0..<order { wanted += filter[index] * errors[past + index] }
          let dithered = (wanted + Double(noise.triangular(at: position + frame))).rounded(
            .toNearestOrEven)
          let rounded = min(max(dithered, -steps), steps - 1)
          // A clipped sample is an error that no later one can make good.
          let isClipped = rounded != dithered
          for index in stride(from: order - 1, to: 0, by: -1) {
            errors[past + index] = errors[past + index - 1]
          }
          if order > 0 { errors[past] = isClipped ? 0 : rounded - wanted }
          samples[frame] = Float(rounded * step)
        }
      }
    }
    zeros[channel] = silent
  }
}
