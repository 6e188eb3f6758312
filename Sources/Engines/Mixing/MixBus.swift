import Effects
import Production
import Signal

/// What happens to the sum of all strips before the loudness is set: tone, warmth, glue, fade.
struct MixBus {
  private var chain: EffectChain
  private let fadeStart: Int
  private let fadeEnd: Int

  init(_ plan: MixPlan, transport: Transport) {
    var effects: [any Effect] = []
    if let lowPass = plan.bus.lowPass { effects.append(ParametricEqualizer.lowPass(lowPass)) }
    if let saturation = Drive.saturation(plan.bus.drive) {
      effects += [saturation, Gain(Drive.makeUp(plan.bus.drive))]
    }
    if plan.bus.ratio > 1 {
      effects.append(
        Compressor(
          Compressor.Settings(
            threshold: plan.bus.threshold, ratio: plan.bus.ratio, attack: 0.015, release: 0.15)))
    }
    if plan.bus.monoBelow.value > 0 {
      effects.append(StereoWidth(width: 1, monoBelow: plan.bus.monoBelow))
    }
    chain = EffectChain(effects)
    chain.prepare(sampleRate: transport.sampleRate, maximumFrames: transport.segment)
    let fades = plan.fade > 0 && plan.fadeEnd > 0 && !transport.loops
    let rate = transport.sampleRate
    fadeEnd = fades ? rate.frames(in: plan.fadeEnd).count : .max
    fadeStart = fades ? rate.frames(in: max(0, plan.fadeEnd - plan.fade)).count : .max
  }

  /// How many frames late the output comes.
  var latency: Int { chain.latency.count }

  /// Where a fade ends the piece; nil without one.
  var lastFrame: Int? { fadeEnd == .max ? nil : fadeEnd }

  /// Processes the next frames.
  mutating func process(_ block: AudioBlock) { chain.process(block) }

  /// Fades frames that stand at `position` of the master; a squared cosine's fall sounds even.
  func fade(_ block: AudioBlock, at position: Int) {
    guard position + block.frameCount > fadeStart else { return }
    let length = Float(max(1, fadeEnd - fadeStart))
    for frame in 0..<block.frameCount {
      let left = Float(fadeEnd - (position + frame)) / length
      let share = min(1, max(0, left))
      let gain = share * share * (3 - 2 * share)
      for channel in 0..<block.channelCount { block[channel][frame] *= gain }
    }
  }
}
