public import Signal

/// How left and right belong together, over all and second by second.
///
/// Width is the power of the difference over that of the sum, balance (R - L) / (R + L) by power: the definitions
/// of Diff-MST (Vanka and others, 2024). Broken samples must have been silenced. One thread at a time.
public struct StereoMeter {
  private struct Sums {
    var left = 0.0
    var right = 0.0
    var product = 0.0

    var correlation: Double? {
      let power = left * right
      return power > 0 ? max(-1, min(1, product / power.squareRoot())) : nil
    }
  }

  private let secondFrames: Int
  private var grid: FrameGrid
  private var whole = Sums()
  private var second = Sums()
  private var seconds = 0
  /// The least correlation of a second that sounds.
  private var least: Double?
  /// Loudness of both, and of their mean as one channel.
  private let stereo: LoudnessMeter
  private let mono: LoudnessMeter
  private var mean: AudioBuffer

  /// Starts a meter for two channels.
  public init(sampleRate: SampleRate) {
    secondFrames = sampleRate.framesPerSecond
    grid = FrameGrid(step: secondFrames)
    stereo = LoudnessMeter(sampleRate: sampleRate, channelCount: 2, measures: .integrated)
    mono = LoudnessMeter(sampleRate: sampleRate, channelCount: 1, measures: .integrated)
    mean = AudioBuffer(channelCount: 1, frameCount: 4096)
  }

  /// Takes in the frames of a block, which follow those of earlier blocks.
  public mutating func add(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "left and right")
    stereo.add(block)
    var start = 0
    while start < block.frameCount {
      let (count, isLine) = grid.advance(remaining: min(4096, block.frameCount - start))
      if isLine { endSecond() }
      let (left, right) = (block[0] + start, block[1] + start)
      var (l, r, product) = (0.0, 0.0, 0.0)
      mean.withMutableBlock { mean in
        let middle = mean[0]
        for frame in 0..<count {
          let (a, b) = (Double(left[frame]), Double(right[frame]))
          l += a * a
          r += b * b
          product += a * b
          middle[frame] = 0.5 * (left[frame] + right[frame])
        }
        mono.add(mean[frames: 0..<count])
      }
      second.left += l
      second.right += r
      second.product += product
      start += count
    }
  }

  private mutating func endSecond() {
    whole.left += second.left
    whole.right += second.right
    whole.product += second.product
    // -60 dBFS: what is softer is a tail.
    if second.left + second.right > 2e-6 * Double(secondFrames), let found = second.correlation {
      least = min(least ?? 1, found)
    }
    second = Sums()
  }

  /// What was found.
  public struct Reading: Hashable, Sendable {
    /// The correlation of the whole, -1...1.
    public var correlation: Double
    /// The least correlation of any second above -60 dBFS.
    public var leastCorrelation: Double
    /// The power of the difference over that of the sum.
    public var width: Double
    /// -1 all left, 1 all right.
    public var balance: Double
    /// How much softer both sides played as one are, in LU; nil if nothing remains.
    public var monoLoss: Decibels?
  }

  /// What was found so far; nil in silence.
  public var reading: Reading? {
    var copy = self
    copy.endSecond()
    let sums = copy.whole
    let power = sums.left + sums.right
    guard power > 0 else { return nil }
    let correlation = sums.correlation ?? 0
    let (sum, difference) = (power + 2 * sums.product, max(0, power - 2 * sums.product))
    var loss: Decibels?
    if let both = stereo.reading.integrated, let one = mono.reading.integrated {
      // One channel on two loudspeakers is 10 log10 2 louder.
      loss = Decibels(both.value - one.value - 3.0103)
    }
    return Reading(
      correlation: correlation, leastCorrelation: copy.least ?? correlation,
      width: sum > 1e-12 * power ? difference / sum : .greatestFiniteMagnitude,
      balance: (sums.right - sums.left) / power, monoLoss: loss)
  }
}
