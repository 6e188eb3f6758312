import Effects
import Signal

/// A gain for each channel: the right one's polarity, and the balance of both.
struct ChannelGains: Effect {
  private let left: Float
  private let right: Float

  /// `balance` raises the right channel by half and lowers the left by half.
  init(balance: Decibels, inverted: Bool) {
    left = Float((balance * -0.5).gain)
    right = Float((balance * 0.5).gain) * (inverted ? -1 : 1)
  }

  var latency: Frames { .zero }
  var tail: Frames { .zero }
  mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {}
  mutating func reset() {}

  mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    let (first, second) = (block[0], block[1])
    for frame in 0..<block.frameCount {
      first[frame] *= left
      second[frame] *= right
    }
  }
}
