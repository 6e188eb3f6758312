import AudioFiles
import Effects
import Production
import Signal

/// The strip of one part: reads its stem; polarity, filters, equalizer, bands and gains that other stems
/// pull down, compressor, fader, saturation, place.
///
/// The output lies on multiples of 2^-23, so that the sum of all written 24-bit stems is the mix exactly.
struct Strip {
  let settings: MixPlan.ChannelSettings
  private let reader: SampleCacheReader
  private let transport: Transport
  /// Before what other stems do; no effect in it is late.
  private var front: EffectChain
  private var keys: [KeySource]
  private var keyed: [KeyedGain]
  private var back: EffectChain
  private var position: Int
  private let listening: Listening?

  /// Starts a strip at the transport's first frame; `keys` are the stems that its settings listen to.
  init(
    settings: MixPlan.ChannelSettings, reader: SampleCacheReader, keys: [KeySource] = [],
    transport: Transport, listening: Listening? = nil
  ) {
    self.listening = listening
    self.settings = settings
    self.reader = reader
    self.transport = transport
    front = EffectChain(Strip.front(of: settings))
    front.prepare(sampleRate: transport.sampleRate, maximumFrames: transport.segment)
    back = EffectChain(Strip.back(of: settings))
    back.prepare(sampleRate: transport.sampleRate, maximumFrames: transport.segment)
    self.keys = keys
    keyed =
      settings.unmasking.map { KeyedGain($0, transport: transport) }
      + settings.ducking.map { KeyedGain($0, transport: transport) }
    position = transport.start
  }

  private static func front(of settings: MixPlan.ChannelSettings) -> [any Effect] {
    var effects: [any Effect] = []
    if settings.inverted { effects.append(ChannelGains(balance: 0, inverted: true)) }
    effects += filters(
      highPass: settings.highPass, lowPass: settings.lowPass, bands: settings.equalizer)
    return effects
  }

  /// What lies behind the bands that other stems pull down.
  private static func back(of settings: MixPlan.ChannelSettings) -> [any Effect] {
    var effects: [any Effect] = []
    if let compression = settings.compression, compression.ratio > 1 {
      effects.append(Compressor(compression.compressor))
    }
    effects.append(Gain(settings.gain))
    if let saturation = Drive.saturation(settings.drive) {
      effects += [saturation, Gain(Drive.makeUp(settings.drive))]
    }
    if settings.balance != 0 {
      effects.append(ChannelGains(balance: settings.balance, inverted: false))
    }
    if settings.width != 1 { effects.append(StereoWidth(width: settings.width, monoBelow: nil)) }
    if settings.pan != 0 {
      effects.append(Panner(position: settings.pan, width: 1 - 0.5 * abs(settings.pan)))
    }
    return effects
  }

  /// The filters of a strip: high-pass and low-pass of 12 dB an octave, bells and shelves.
  static func filters(
    highPass: Hertz?, lowPass: Hertz?, bands: [MixPlan.EqualizerBand] = []
  ) -> [any Effect] {
    var result: [ParametricEqualizer.Band] = []
    if let highPass { result.append(.highPass(highPass)) }
    if let lowPass { result.append(.lowPass(lowPass)) }
    result += bands.map(\.band)
    return result.isEmpty ? [] : [ParametricEqualizer(result)]
  }

  /// Makes the next frames of the mix; a muted strip is silent.
  mutating func render(into block: AudioBlock) throws(AudioFileError) {
    defer { if position > 0 { listening?.add(block) } }
    guard !settings.muted else {
      block.silence()
      position += block.frameCount
      return
    }
    let latency = back.latency.count
    if position == transport.start, latency > 0 {
      var ahead = AudioBuffer(frameCount: latency)
      try ahead.withMutableBlock { early throws(AudioFileError) in
        try run(early, at: position)
      }
    }
    try run(block, at: position + latency)
    block.roundTo24Bits()
    position += block.frameCount
  }

  /// What was heard of the strip; nil when nobody listens.
  var heard: StemAnalysis? { listening?.analysis }

  private mutating func run(_ block: AudioBlock, at place: Int) throws(AudioFileError) {
    try transport.read(reader, at: place, into: block)
    front.process(block)
    for source in keys.indices {
      let id = keys[source].id
      try keys[source].listen(at: place, count: block.frameCount) { heard in
        for index in keyed.indices where keyed[index].key == id {
          keyed[index].process(block, key: heard)
        }
      }
    }
    back.process(block)
  }
}

extension MixPlan.EqualizerBand {
  /// The band of the effect.
  var band: ParametricEqualizer.Band {
    switch shape {
    case .bell: .peak(frequency, gain: gain, quality: quality)
    case .lowShelf: .lowShelf(frequency, gain: gain)
    case .highShelf: .highShelf(frequency, gain: gain)
    }
  }
}

extension MixPlan.Compression {
  /// The settings of the effect.
  var compressor: Compressor.Settings {
    Compressor.Settings(
      threshold: threshold, ratio: ratio, knee: knee, attack: attack, release: release,
      makeUp: makeUp)
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
