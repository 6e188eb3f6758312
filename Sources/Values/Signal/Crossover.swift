/// Splits stereo into bands whose sum is the input through an all-pass: level flat, phase turned.
///
/// Linkwitz-Riley crossovers of the fourth order, 24 dB an octave, both sides in phase and 6 dB down at the edge
/// (S. Linkwitz, "Active crossover networks for noncoincident drivers", JAES 24, 1976). Each lower band passes the
/// all-passes of the edges above it, so that all bands turn alike (the sum of low-pass squared and high-pass
/// squared is a second-order all-pass, for bilinear designs exactly). Without latency; processing allocates nothing.
public struct Crossover: Sendable {
  /// The edges between the bands, ascending, each between 20 Hz and 0.45 of the sample rate.
  public let edges: [Hertz]
  /// The number of bands, one more than edges.
  public var bandCount: Int { edges.count + 1 }

  private var lows: [BiquadCascade] = []
  private var highs: [BiquadCascade] = []
  /// The all-passes of each band but the last two, of all edges above its own.
  private var turns: [BiquadCascade] = []
  private let whole: BiquadCascade

  /// Makes a crossover at rest; edges are sorted and held in their range.
  public init(_ edges: [Hertz], at rate: SampleRate) {
    let held = edges.map { min(max($0, 20), Hertz(0.45 * rate.hertz)) }.sorted()
    self.edges = held
    for (index, edge) in held.enumerated() {
      lows.append(BiquadCascade([.lowPass(edge, at: rate), .lowPass(edge, at: rate)]))
      highs.append(BiquadCascade([.highPass(edge, at: rate), .highPass(edge, at: rate)]))
      turns.append(BiquadCascade(held[(index + 1)...].map { .allPass($0, at: rate) }))
    }
    whole = BiquadCascade(held.map { .allPass($0, at: rate) })
  }

  /// The all-pass that the sum of the bands is, at rest.
  public var sum: BiquadCascade { whole }

  /// The ringing of the slowest band.
  public var tail: Frames {
    Frames(
      lows.indices.reduce(0) { $0 + lows[$1].tail.count } + whole.tail.count)
  }

  /// Clears the memory.
  public mutating func reset() {
    for index in lows.indices {
      lows[index].reset()
      highs[index].reset()
      turns[index].reset()
    }
  }

  /// Splits a stereo block; `bands` has two channels for each band, the lowest band first.
  public mutating func process(_ block: AudioBlock, into bands: AudioBlock) {
    precondition(block.channelCount == 2 && bands.channelCount == 2 * bandCount)
    precondition(block.frameCount == bands.frameCount)
    bands[band: 0].copy(from: block)
    for index in lows.indices {
      let (low, high) = (bands[band: index], bands[band: index + 1])
      high.copy(from: low)
      lows[index].process(low)
      highs[index].process(high)
      turns[index].process(low)
    }
  }
}

extension AudioBlock {
  /// The two channels of one band of a block with two channels a band.
  public subscript(band band: Int) -> AudioBlock {
    AudioBlock(
      base: self[2 * band], channelStride: channelStride, channelCount: 2, frameCount: frameCount)
  }
}
