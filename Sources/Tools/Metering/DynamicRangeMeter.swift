public import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How far the peaks stand above the loudest fifth of the music.
///
/// After the "DR" of the Pleasurize Music Foundation (2009): of blocks of 3 s each channel's root mean square,
/// times the square root of 2 so that a sine has 0 dB, is sorted; the second greatest peak over the power
/// mean of the loudest fifth, in dB, averaged over the channels. One thread at a time.
public struct DynamicRangeMeter: Sendable {
  private let blockFrames: Int
  private var grid: FrameGrid
  private var squares: [Double]
  private var peaks: [Float]
  private var filled = 0
  /// Mean squares and peaks of whole blocks, `[channels][blocks]`.
  private var blocks: [[(square: Double, peak: Float)]]

  /// Starts a meter.
  public init(sampleRate: SampleRate, channelCount: Int = 2) {
    blockFrames = 3 * sampleRate.framesPerSecond
    grid = FrameGrid(step: blockFrames)
    squares = [Double](repeating: 0, count: channelCount)
    peaks = [Float](repeating: 0, count: channelCount)
    blocks = Array(repeating: [], count: channelCount)
  }

  /// Takes in the frames of a block, which follow those of earlier blocks.
  public mutating func add(_ block: AudioBlock) {
    var start = 0
    while start < block.frameCount {
      let (count, isLine) = grid.advance(remaining: block.frameCount - start)
      if isLine { endBlock() }
      for channel in blocks.indices {
        let samples = block[channel] + start
        var (square, peak) = (0.0, Float(0))
        for frame in 0..<count {
          square += Double(samples[frame]) * Double(samples[frame])
          peak = max(peak, samples[frame].magnitude)
        }
        squares[channel] += square
        peaks[channel] = max(peaks[channel], peak)
      }
      filled += count
      start += count
    }
  }

  private mutating func endBlock() {
    // A last block shorter than a third says little about its power.
    guard filled > blockFrames / 3 else { return }
    for channel in blocks.indices {
      blocks[channel].append((squares[channel] / Double(filled), peaks[channel]))
      squares[channel] = 0
      peaks[channel] = 0
    }
    filled = 0
  }

  /// The range so far; nil in silence and below a second.
  public var reading: Decibels? {
    var copy = self
    copy.endBlock()
    let ranges = copy.blocks.compactMap { blocks -> Double? in
      guard !blocks.isEmpty else { return nil }
      let peaks = blocks.map(\.peak).sorted(by: >)
      let squares = blocks.map(\.square).sorted(by: >)
      let loudest = squares.prefix(max(1, squares.count / 5))
      let power = 2 * loudest.reduce(0, +) / Double(loudest.count)
      let peak = Double(peaks.count > 1 ? peaks[1] : peaks[0])
      guard power > 1e-12, peak > 0 else { return nil }
      return 20 * log10(peak) - 10 * log10(power)
    }
    return ranges.isEmpty ? nil : Decibels(ranges.reduce(0, +) / Double(ranges.count))
  }
}
