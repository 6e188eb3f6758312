public import Signal

/// Widens or narrows the stereo field, and keeps the bass in the middle.
///
/// Works on middle (L + R) / 2 and side (L - R) / 2. Unless `keepsImage`, the middle, which is all that mono hears, is
/// untouched, and the side alone turns its phase near `monoBelow`: what is panned there spreads a little.
/// With `keepsImage` the side falls by 24 dB an octave and the middle turns its phase alike, so that what is panned
/// stays in its place; mono then hears an all-pass, as loud at every frequency.
public struct StereoWidth: Effect {
  /// The gain of the side: 0 is mono, 1 leaves it, up to 2.
  public let width: Double
  /// Below this the side is cut with 12 dB an octave, or 24 with `keepsImage`; nil for nowhere.
  public let monoBelow: Hertz?
  /// Whether the middle turns its phase with the side.
  public let keepsImage: Bool
  private var filter = BiquadCascade([])
  private var turn = BiquadCascade([])
  private var side: [Float] = []

  /// Makes a width control; a width outside 0...2 is held at the ends.
  public init(width: Double, monoBelow: Hertz? = 120, keepsImage: Bool = false) {
    self.width = min(max(width, 0), 2)
    self.monoBelow = monoBelow
    self.keepsImage = keepsImage
  }

  /// None.
  public var latency: Frames { .zero }

  /// The ringing of the side's high-pass.
  public var tail: Frames { filter.tail }

  /// Designs the filters.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    filter = BiquadCascade([])
    turn = BiquadCascade([])
    if let monoBelow {
      let high = BiquadCoefficients.highPass(monoBelow, at: sampleRate)
      // The squared Butterworth high-pass turns the phase as the second-order all-pass does (Linkwitz 1976).
      filter = BiquadCascade(keepsImage ? [high, high] : [high])
      if keepsImage { turn = BiquadCascade([.allPass(monoBelow, at: sampleRate)]) }
    }
    side = [Float](repeating: 0, count: max(1, maximumFrames))
  }

  /// Processes a stereo block in place.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    precondition(block.frameCount <= side.count, "prepared for shorter blocks")
    block.silenceNonFinite()
    let (left, right, count, gain) = (block[0], block[1], block.frameCount, Float(width))
    side.withUnsafeMutableBufferPointer { pointer in
      guard let side = pointer.baseAddress else { return }
      for frame in 0..<count { side[frame] = 0.5 * (left[frame] - right[frame]) }
      for frame in 0..<count { left[frame] = 0.5 * (left[frame] + right[frame]) }
      filter.process(
        AudioBlock(base: side, channelStride: count, channelCount: 1, frameCount: count))
      turn.process(
        AudioBlock(base: left, channelStride: count, channelCount: 1, frameCount: count))
      for frame in 0..<count {
        let (middle, wide) = (left[frame], gain * side[frame])
        left[frame] = middle + wide
        right[frame] = middle - wide
      }
    }
  }

  /// Clears the filters' memory.
  public mutating func reset() {
    filter.reset()
    turn.reset()
  }
}
