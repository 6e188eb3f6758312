public import Signal

/// Compresses bands of the spectrum on their own; at rest it is an all-pass, flat in level.
///
/// Bands are parted by `Crossover` and each has a `Compressor`. One edge and two bands do for most music; the
/// bands of a key are parted alike, each judging its own.
public struct MultibandCompressor: SideChained {
  /// One band.
  public struct Band: Hashable, Codable, Sendable {
    /// Where the band begins; of no meaning for the lowest.
    public var from: Hertz
    /// How it is compressed; nil leaves its level alone.
    public var compressor: Compressor.Settings?
    /// A fixed gain of the band.
    public var gain: Decibels

    /// Makes a band.
    public init(from: Hertz, compressor: Compressor.Settings?, gain: Decibels = 0) {
      self.from = from
      self.compressor = compressor
      self.gain = gain
    }
  }

  /// The bands, the lowest first.
  public let bands: [Band]
  private var crossover = Crossover([], at: .studio)
  private var keyCrossover = Crossover([], at: .studio)
  private var compressors: [Compressor?] = []
  private var parts: [Float] = []
  private var keyParts: [Float] = []
  private var heard = [Float](repeating: 0, count: 2 * MultibandCompressor.chunk)
  private static let chunk = 128

  /// Makes a compressor; bands are sorted, and without any there is one that does nothing.
  public init(_ bands: [Band]) {
    self.bands =
      bands.isEmpty ? [Band(from: 0, compressor: nil)] : bands.sorted { $0.from < $1.from }
  }

  /// None.
  public var latency: Frames { .zero }

  /// The ringing of the crossovers.
  public var tail: Frames { crossover.tail }

  /// The greatest gain reduction of each band since the last reset.
  public var maximumReductions: [Decibels] { compressors.map { $0?.maximumReduction ?? 0 } }

  /// The mean gain reduction of each band since the last reset.
  public var meanReductions: [Decibels] { compressors.map { $0?.meanReduction ?? 0 } }

  /// The all-pass that the effect is while nothing is compressed; `prepare` must have been called.
  public var restingPhase: BiquadCascade { crossover.sum }

  /// Designs the crossovers and prepares the compressors.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    // Each made anew: what is shared would be copied, that is allocated, when first written to.
    crossover = Crossover(bands.dropFirst().map(\.from), at: sampleRate)
    keyCrossover = Crossover(bands.dropFirst().map(\.from), at: sampleRate)
    compressors = bands.map { band in
      band.compressor.map { settings in
        var compressor = Compressor(settings)
        compressor.prepare(sampleRate: sampleRate, maximumFrames: MultibandCompressor.chunk)
        return compressor
      }
    }
    let room = 2 * bands.count * MultibandCompressor.chunk
    parts = [Float](repeating: 0, count: room)
    keyParts = [Float](repeating: 0, count: room)
  }

  /// Returns to rest and forgets the statistics.
  public mutating func reset() {
    crossover.reset()
    keyCrossover.reset()
    for index in compressors.indices { compressors[index]?.reset() }
  }

  /// Compresses a stereo block, each band by itself.
  public mutating func process(_ block: AudioBlock) {
    run(block, key: nil)
  }

  /// Compresses a stereo block, each band by the same band of the key.
  public mutating func process(_ block: AudioBlock, key: AudioBlock) {
    precondition(key.channelCount == 2 && key.frameCount == block.frameCount, "a stereo key")
    run(block, key: key)
  }

  private mutating func run(_ block: AudioBlock, key: AudioBlock?) {
    precondition(block.channelCount == 2, "a stereo block")
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let count = min(MultibandCompressor.chunk, block.frameCount - start)
      let range = start..<start + count
      split(block[frames: range], key: key.map { $0[frames: range] })
      start += count
    }
  }

  private mutating func split(_ block: AudioBlock, key: AudioBlock?) {
    let (count, size) = (block.frameCount, MultibandCompressor.chunk)
    parts.withUnsafeMutableBufferPointer { parts in
      guard let base = parts.baseAddress else { return }
      let split = AudioBlock(
        base: base, channelStride: size, channelCount: 2 * bands.count, frameCount: count)
      crossover.process(block, into: split)
      guard let key else {
        MultibandCompressor.compress(&compressors, split, key: split)
        return
      }
      keyParts.withUnsafeMutableBufferPointer { keyParts in
        heard.withUnsafeMutableBufferPointer { heard in
          guard let keyBase = keyParts.baseAddress, let heard = heard.baseAddress else { return }
          let clean = AudioBlock(
            base: heard, channelStride: size, channelCount: 2, frameCount: count)
          clean.copyFinite(from: key)
          let keySplit = AudioBlock(
            base: keyBase, channelStride: size, channelCount: 2 * bands.count, frameCount: count)
          keyCrossover.process(clean, into: keySplit)
          MultibandCompressor.compress(&compressors, split, key: keySplit)
        }
      }
    }
    parts.withUnsafeBufferPointer { parts in
      for channel in 0..<2 {
        let target = block[channel]
        for frame in 0..<count { target[frame] = 0 }
        for band in bands.indices {
          let gain = Float(bands[band].gain.gain)
          let row = (2 * band + channel) * size
          for frame in 0..<count { target[frame] += gain * parts[row + frame] }
        }
      }
    }
  }

  private static func compress(
    _ compressors: inout [Compressor?], _ split: AudioBlock, key: AudioBlock
  ) {
    for band in compressors.indices {
      compressors[band]?.process(split[band: band], key: key[band: band])
    }
  }
}
