import Effects
import Production
import Signal

/// A send effect: the sum of the strips' sends, and the effect's sound alone.
struct ReturnBus {
  private var effect: any Effect
  /// The linear send level of each strip, 0 for none.
  let sends: [Float]

  /// The reverb of a plan; nil if no strip sends to it.
  ///
  /// A loop's room does not move, so that it returns to where it was.
  static func reverb(
    _ plan: MixPlan, channels: [MixPlan.ChannelSettings], transport: Transport
  ) -> Self? {
    guard plan.usesReverb else { return nil }
    let decay = min(max(plan.reverbTime, 0.1), 20)
    let settings = Reverb.Settings(
      decay: decay, preDelay: min(0.04, 0.01 + 0.008 * decay), size: min(1.6, 0.6 + 0.25 * decay),
      brightness: 0.45, lowCut: 200, highCut: 9_000, modulation: transport.loops ? 0 : 0.35)
    return ReturnBus(
      effect: Reverb(settings), sends: channels.map { $0.reverb }, transport: transport)
  }

  /// The delay of a plan; nil if no strip sends to it.
  static func delay(
    _ plan: MixPlan, channels: [MixPlan.ChannelSettings], transport: Transport
  ) -> Self? {
    guard plan.usesDelay else { return nil }
    let settings = StereoDelay.Settings(
      leftTime: plan.delayTime, rightTime: plan.delayTime,
      feedback: min(max(plan.delayFeedback, 0), 0.9))
    return ReturnBus(
      effect: StereoDelay(settings), sends: channels.map { $0.delay }, transport: transport)
  }

  private init(effect: any Effect, sends: [Decibels?], transport: Transport) {
    self.effect = effect
    self.effect.prepare(sampleRate: transport.sampleRate, maximumFrames: transport.segment)
    self.sends = sends.map { $0.map { Float($0.gain) } ?? 0 }
  }

  /// How long the effect sounds on, in frames.
  var tail: Int { effect.tail.count }

  /// Makes the return for a segment from what the strips play in it.
  mutating func render(_ strips: [AudioBuffer], into buffer: inout AudioBuffer) {
    buffer.withMutableBlock { block in
      block.silence()
      for (strip, send) in zip(strips, sends) where send > 0 {
        for channel in 0..<2 {
          let target = block[channel]
          strip.withChannel(channel) { source in
            for frame in 0..<block.frameCount { target[frame] += send * source[frame] }
          }
        }
      }
      effect.process(block)
      block.roundTo24Bits()
    }
  }
}
