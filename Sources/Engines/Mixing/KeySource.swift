import AudioFiles
import Effects
import Production
import Signal

/// A stem that a strip listens to: as it lies in the cache, before its own strip.
///
/// Each listener reads for itself, so that a strip depends on sounds alone and never on another strip.
struct KeySource {
  let id: String
  private let reader: SampleCacheReader
  private let transport: Transport
  private var buffer: AudioBuffer

  init(id: String, reader: SampleCacheReader, transport: Transport) {
    self.id = id
    self.reader = reader
    self.transport = transport
    buffer = AudioBuffer(frameCount: transport.segment)
  }

  /// Calls `body` with the key's frames from a position on.
  mutating func listen(
    at position: Int, count: Int, _ body: (AudioBlock) -> Void
  ) throws(AudioFileError) {
    let (reader, transport) = (reader, transport)
    try buffer.withMutableBlock { whole throws(AudioFileError) in
      let block = whole[frames: 0..<count]
      try transport.read(reader, at: position, into: block)
      body(block)
    }
  }
}

/// A bell or a whole gain that a key pulls down, at most to a depth.
///
/// The band B of the sound leaves it and comes back under the gain g of a compressor that hears the key:
/// y = x - B(x) + g B(x), a bell whose cut is g at its centre, safe however fast g moves. A share of the
/// band stays dry, so that the cut never exceeds its depth.
struct KeyedGain {
  let key: String
  private var band: BiquadCascade?
  private var keyBand: BiquadCascade?
  private var compressor: Compressor
  private var part: AudioBuffer
  private var heard: AudioBuffer

  /// A bell.
  init(_ settings: MixPlan.KeyedBand, transport: Transport) {
    let bell = BiquadCoefficients.bandPass(
      settings.frequency, quality: settings.quality, at: transport.sampleRate)
    self.init(
      key: settings.key, band: BiquadCascade([bell]), keyBand: BiquadCascade([bell]),
      depth: settings.gain,
      compressor: Compressor.Settings(
        threshold: settings.threshold, ratio: 3, knee: 6, attack: settings.attack,
        release: settings.release, detector: .rootMeanSquare(seconds: 0.01)),
      transport: transport)
  }

  /// A gain on the whole sound.
  init(_ settings: MixPlan.Ducking, transport: Transport) {
    let filter = settings.keyLowPass.map {
      BiquadCascade(
        BiquadCoefficients.butterworthLowPass($0, order: 2, at: transport.sampleRate))
    }
    self.init(
      key: settings.key, band: nil, keyBand: filter, depth: settings.gain,
      compressor: Compressor.Settings(
        threshold: settings.threshold, ratio: 8, knee: 6, attack: settings.attack,
        release: settings.release, detector: .peak),
      transport: transport)
  }

  private init(
    key: String, band: BiquadCascade?, keyBand: BiquadCascade?, depth: Decibels,
    compressor: Compressor.Settings, transport: Transport
  ) {
    self.key = key
    self.band = band
    self.keyBand = keyBand
    var settings = compressor
    settings.mix = 1 - min(depth, 0).gain
    self.compressor = Compressor(settings)
    self.compressor.prepare(
      sampleRate: transport.sampleRate, maximumFrames: transport.segment)
    part = AudioBuffer(frameCount: transport.segment)
    heard = AudioBuffer(frameCount: transport.segment)
  }

  /// Processes a block beside the key's block.
  mutating func process(_ block: AudioBlock, key: AudioBlock) {
    let count = block.frameCount
    heard.withMutableBlock { whole in
      let heard = whole[frames: 0..<count]
      heard.copy(from: key)
      keyBand?.process(heard)
      guard band != nil else { return compressor.process(block, sidechain: heard) }
      part.withMutableBlock { whole in
        let part = whole[frames: 0..<count]
        part.copy(from: block)
        band?.process(part)
        block.add(part, gain: -1)
        compressor.process(part, sidechain: heard)
        block.add(part)
      }
    }
  }
}
