import AudioFiles
import Effects
import Production
import Signal

/// The strip of one part: reads its stem, filters, gain, saturation, place.
///
/// The output lies on multiples of 2^-23, so that the sum of all written 24-bit stems is the mix exactly.
struct Strip {
  let channel: MixPlan.Channel
  private let reader: SampleCacheReader
  private let transport: Transport
  private var chain: EffectChain
  private var position: Int

  /// Starts a strip at the transport's first frame.
  init(channel: MixPlan.Channel, reader: SampleCacheReader, transport: Transport) {
    self.channel = channel
    self.reader = reader
    self.transport = transport
    chain = Strip.chain(of: channel)
    chain.prepare(sampleRate: transport.sampleRate, maximumFrames: transport.segment)
    position = transport.start
  }

  /// What lies between a stem and the mix.
  private static func chain(of channel: MixPlan.Channel) -> EffectChain {
    var effects: [any Effect] = filters(highPass: channel.highPass, lowPass: channel.lowPass)
    if let saturation = Drive.saturation(channel.drive) {
      effects += [Gain(channel.gain), saturation, Gain(Drive.makeUp(channel.drive))]
    } else {
      effects.append(Gain(channel.gain))
    }
    if channel.pan != 0 {
      effects.append(Panner(position: channel.pan, width: 1 - 0.5 * abs(channel.pan)))
    }
    return EffectChain(effects)
  }

  /// The filters of a strip: 12 dB an octave each.
  static func filters(highPass: Hertz?, lowPass: Hertz?) -> [any Effect] {
    var bands: [ParametricEqualizer.Band] = []
    if let highPass { bands.append(.highPass(highPass)) }
    if let lowPass { bands.append(.lowPass(lowPass)) }
    return bands.isEmpty ? [] : [ParametricEqualizer(bands)]
  }

  /// Makes the next frames of the mix; a muted strip is silent.
  mutating func render(into block: AudioBlock) throws(AudioFileError) {
    guard !channel.muted else {
      block.silence()
      return
    }
    let latency = chain.latency.count
    if position == transport.start, latency > 0 {
      var ahead = AudioBuffer(frameCount: latency)
      try ahead.withMutableBlock { early throws(AudioFileError) in
        try transport.read(reader, at: position, into: early)
        chain.process(early)
      }
    }
    try transport.read(reader, at: position + latency, into: block)
    chain.process(block)
    block.roundTo24Bits()
    position += block.frameCount
  }
}

extension AudioBlock {
  /// Rounds samples to multiples of 2^-23; a double has its last bit there at 2^29.
  func roundTo24Bits() {
    let anchor = 0x1.8p29
    for channel in 0..<channelCount {
      let samples = self[channel]
      for frame in 0..<frameCount {
        samples[frame] = Float((Double(samples[frame]) + anchor) - anchor)
      }
    }
  }
}
